---------------------------- MODULE VolatileDisk ----------------------------
(***************************************************************************)
(* A disk with a volatile write cache, as a value: a function from sector  *)
(* to what is known about that sector.  No variables, no actions: a client *)
(* keeps as many disks as it likes and applies these operators to them.    *)
(*                                                                         *)
(* After a power failure a sector is a SET of possible values:             *)
(*   - a write in flight may have reached the medium or not;               *)
(*   - a completed write is durable only when a FLUSH that was submitted   *)
(*     after its completion has completed; FUA makes its own data durable; *)
(*   - sectors are independent of each other, whatever the order of the    *)
(*     writes; a sector is the unit that never tears.                      *)
(*                                                                         *)
(* After Crash nobody knows which possible value it is, until the first    *)
(* Read pins it: crash states need not be enumerated to be covered.        *)
(*                                                                         *)
(* What a client must keep to:                                             *)
(*   - at most one write in flight per sector (overlapping writes have no  *)
(*     order anybody could rely on): CanSubmit;                            *)
(*   - at most one flush in progress per disk;                             *)
(*   - a larger unit that may tear is several sectors.                     *)
(* Not modelled: devices that lie about a flush (MCDurableBlocks has one), *)
(* and bit rot.                                                            *)
(***************************************************************************)
EXTENDS Naturals

Sector(v) == [ cache   |-> {v},  \* what a read returns; several values only after a crash, until the first read
               medium  |-> {v},  \* the possible values: what a power failure may leave; includes cache and flight
               flight  |-> {},   \* the value of the write in flight, if any
               leaving |-> {} ]  \* what stops being possible when the flush in progress completes

Disk(initial) == [s \in DOMAIN initial |-> Sector(initial[s])]

SectorType(Value) ==
  [cache: SUBSET Value, medium: SUBSET Value, flight: SUBSET Value, leaving: SUBSET Value]

SectorOK(x) ==
  /\ x.cache # {} /\ x.cache \cup x.flight \subseteq x.medium
  /\ x.leaving \subseteq x.medium /\ x.leaving \cap x.flight = {}

----------------------------------------------------------------------------
\* Writes

CanSubmit(d, s) == d[s].flight = {}

Submitted(x, v) == [x EXCEPT !.medium = @ \cup {v}, !.flight = {v}, !.leaving = @ \ {v}]
Completed(x, v) == [x EXCEPT !.cache = {v}, !.flight = {}]

Submit(d, s, v)      == [d EXCEPT ![s] = Submitted(@, v)]
Complete(d, s, v)    == [d EXCEPT ![s] = Completed(@, v)]
CompleteFua(d, s, v) == [d EXCEPT ![s] = Sector(v)]

\* Submitted and completed in one step: for a caller that waits and whose waiting nobody can tell from the outside.
Write(d, s, v) == Complete(Submit(d, s, v), s, v)

\* The same for several sectors at once: f maps each written sector to its value.
WriteAll(d, f) ==
  [s \in DOMAIN d |-> IF s \in DOMAIN f THEN Completed(Submitted(d[s], f[s]), f[s]) ELSE d[s]]

\* A write that ends in an error was carried out or not; a discard leaves the old value or zeros.  Both are sets of
\* disks: the device has made up its mind, but does not tell.
Fail(d, s, v)       == {Complete(d, s, v), [d EXCEPT ![s].flight = {}]}
Discard(d, s, zero) == {d, Write(d, s, zero)}

----------------------------------------------------------------------------
\* Flush, read, power failure

FlushSubmit(d)   == [s \in DOMAIN d |-> [d[s] EXCEPT !.leaving = d[s].medium \ (d[s].cache \cup d[s].flight)]]
FlushComplete(d) == [s \in DOMAIN d |-> [d[s] EXCEPT !.medium = @ \ d[s].leaving, !.leaving = {}]]
Flush(d)         == FlushComplete(FlushSubmit(d))

\* The values a read may return.  During a write it may be the old one or the new one.
Reads(d, s) == d[s].cache \cup d[s].flight

\* The read that returns v: from now on it is known that the sector holds v, and so does the medium.
Read(d, s, v) ==
  [d EXCEPT ![s].cache = {v}, ![s].medium = (@ \ d[s].cache) \cup d[s].flight \cup {v}]

Possible(d, s) == d[s].medium

Crash(d) ==
  [s \in DOMAIN d |-> [cache |-> d[s].medium, medium |-> d[s].medium, flight |-> {}, leaving |-> {}]]
=============================================================================
