------------------------------ MODULE MCCommit ------------------------------
(***************************************************************************)
(* Bounds for Commit, and the published variants of its decisions.  Only   *)
(* writes, discards and power failures are counted: flushes, autocommits,  *)
(* writebacks and reloads may happen as often as they like.                *)
(***************************************************************************)
EXTENDS Commit, TLC

CONSTANTS MaxWrites, MaxDiscards, MaxCrashes

CONSTANT b1  \* the cache block whose entry lies in the region of the superblock

MCRegion  == [b \in Block |-> IF b = b1 THEN 0 ELSE 1]
Symmetry  == Permutations(Sectors) \cup Permutations(Block \ {b1})
MCValues  == [s \in Sectors |-> {s} \X (0 .. MaxWrites + 1)]  \* more than is written: only a discard admits them all
MCInitial == [s \in Sectors |-> <<s, 0>>]

Bound == [writes |-> MaxWrites, discards |-> MaxDiscards, crashes |-> MaxCrashes]
MCMayHappen(kind) == events[kind] < Bound[kind]

\* States that the models must reach.
TwoVersionsNotReachedInv == \A s \in Sectors : Cardinality(Versions(s)) < 2
UnknownReadNotReachedInv == \A s \in Sectors : Cardinality(ReadsNow[s]) < 2 \/ bio[s] # NoBio

\* The published decisions
CommitOrderWC01  == << "writeMetadata", "flush", "waitForIos", "advance", "flush", "finish" >>
FuaMayEndWC03(s) == TRUE
NothingToFlushWC04 == \/ \A b \in Block : Used(b) => back[b] # "idle"  \* list_empty(&wc->lru)
                      \/ Uncommitted = {} /\ ~overwrote

\* Rules that the published driver keeps: without one of them the protocol breaks as well.
WritebackAtOnce   == TRUE          \* rule 25: writeback waits for overwrites in flight
OriginNotFlushed  == origin        \* rule 29: a block is freed only when the origin has it durably
NothingAfterFreeing == << >>       \* rule 16: what is freed is free on the SSD
SuspendAtOnce     == FALSE         \* rule 30: suspend commits
NothingCleared(n, e) == FALSE      \* rule 31: recovery clears what it does not keep
=============================================================================
