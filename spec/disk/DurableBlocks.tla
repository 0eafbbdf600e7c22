---------------------------- MODULE DurableBlocks ----------------------------
(***************************************************************************)
(* The contract of a block device towards its user, as a specification:    *)
(* a volume may do whatever it likes inside as long as, seen from above,   *)
(* it is no worse than one disk with a volatile write cache.               *)
(*                                                                         *)
(* `contract` says, per block, what the user was promised: its field cache *)
(* is what a read may return, its field medium the ADMISSIBLE values after *)
(* a power failure.  A write is stale, hence not admissible, when a later  *)
(* write, submitted after it completed, is known durable: by a completed   *)
(* FLUSH or by its own FUA.  Never another block's value, never an unknown *)
(* one.                                                                    *)
(* `reads` says, per block, which values a read would return at this very  *)
(* moment; it is empty while the volume does not answer.                   *)
(*                                                                         *)
(* How a protocol refines it: it keeps `contract` as a history variable,   *)
(* changes it with the operators below where a request enters and where it *)
(* is acknowledged, computes `reads` from its own state, and lets TLC      *)
(* check the PROPERTY Spec of                                              *)
(*   INSTANCE DurableBlocks WITH contract <- contract, reads <- ...        *)
(* A power failure is a Crash of the contract; that what recovery finds is *)
(* admissible is then nothing but ReadsInv after it.                       *)
(* Not modelled: when requests end (liveness is the protocol's business).  *)
(***************************************************************************)
LOCAL INSTANCE VolatileDisk

CONSTANTS Values,   \* block -> the values ever written to it, the initial one among them
          Initial   \* block -> its value before the first write; also what a discarded block may read as
VARIABLES contract, \* block -> what the user was promised (a VolatileDisk)
          reads     \* block -> the values a read would return now

Block == DOMAIN Values
vars  == <<contract, reads>>

TypeOK ==
  /\ DOMAIN contract = Block
  /\ \A b \in Block : contract[b] \in SectorType(Values[b]) /\ SectorOK(contract[b])
  /\ reads \in [Block -> SUBSET UNION {Values[b] : b \in Block}]

----------------------------------------------------------------------------
\* What a request does to the contract

Promise                    == Disk(Initial)
WriteSubmitted(c, b, v)    == Submit(c, b, v)
WriteAcked(c, b, v)        == Complete(c, b, v)
FuaAcked(c, b, v)          == CompleteFua(c, b, v)

\* The user was told of an error: the old value or the new one, and no telling which.
WriteFailed(c, b, v)       == [c EXCEPT ![b].flight = {}, ![b].cache = @ \cup {v}]

\* Nothing is promised about a discarded block, except that it is one of its own values (WC-15 b, d).
Discarded(c, b)            == [c EXCEPT ![b].cache = Values[b], ![b].medium = Values[b], ![b].leaving = {}]

FlushSubmitted(c)          == FlushSubmit(c)
FlushAcked(c)              == FlushComplete(c)
FlushFailed(c)             == [b \in DOMAIN c |-> [c[b] EXCEPT !.leaving = {}]]

\* A read after a crash that returned v: the next crash must not change it.
ReadBack(c, b, v)          == Read(c, b, v)
PowerFailed(c)             == Crash(c)

----------------------------------------------------------------------------
\* The specification

\* No read returns anything else than what the contract allows.
ReadsInv == \A b \in Block : reads[b] \subseteq Reads(contract, b)

Init == contract = Promise /\ ReadsInv

Request(c) ==
  \E b \in Block :
    \/ \E v \in contract[b].flight : \/ c = WriteAcked(contract, b, v)
                                    \/ c = FuaAcked(contract, b, v)
                                    \/ c = WriteFailed(contract, b, v)
    \/ CanSubmit(contract, b) /\ c = Discarded(contract, b)
    \/ CanSubmit(contract, b) /\ \E v \in Values[b] : c = WriteSubmitted(contract, b, v)
    \/ \E v \in contract[b].cache : c = ReadBack(contract, b, v)

\* How the contract may move; the cheap and frequent steps first.
Move ==
  \/ UNCHANGED contract  \* the protocol moves, the user does not see it
  \/ contract' = PowerFailed(contract)
  \/ contract' = FlushSubmitted(contract)
  \/ contract' = FlushAcked(contract)
  \/ contract' = FlushFailed(contract)
  \/ Request(contract')

Next == ReadsInv' /\ Move
Spec == Init /\ [][Next]_vars

\* The same without ReadsInv, for a model that checks that as an invariant: Spec <=> PromiseSpec /\ []ReadsInv.
PromiseSpec == contract = Promise /\ [][Move]_contract
=============================================================================
