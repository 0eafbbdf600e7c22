-------------------------- MODULE PersistentMemory --------------------------
(***************************************************************************)
(* Byte-addressable persistent memory: 8-byte atoms, each of them a set of *)
(* possible values after a power failure.                                  *)
(*                                                                         *)
(* It is a VolatileDisk whose writes complete at once and whose FLUSH is   *)
(* the store barrier: a store (cache-flushing or not: the CPU may evict a  *)
(* line at any time) is pending until a barrier issued after it.  Atoms    *)
(* persist in any order; an atom never tears; anything larger does.        *)
(* A poisoned atom answers a read with a hardware error: it holds Poison,  *)
(* and the client decides what that means.                                 *)
(* Not modelled: barriers of one CPU that do not order another CPU's       *)
(* stores; the clients store under one mutex.                              *)
(***************************************************************************)
LOCAL INSTANCE VolatileDisk

CONSTANT Poison  \* the "value" of an atom that cannot be read

Memory(initial)    == Disk(initial)
AtomOK(x)          == SectorOK(x)
AtomType(Value)    == SectorType(Value \cup {Poison})

Store(m, a, v)     == Write(m, a, v)
StoreAll(m, f)     == WriteAll(m, f)
Barrier(m)         == Flush(m)

Loads(m, a)        == Reads(m, a)
Load(m, a, v)      == Read(m, a, v)
Poisoned(m, a)     == [m EXCEPT ![a] = Sector(Poison)]
PowerFailure(m)    == Crash(m)
=============================================================================
