--------------------------- MODULE MCCommitFaults ---------------------------
(***************************************************************************)
(* Bounds for CommitFaults, and the published reactions to an error.       *)
(***************************************************************************)
EXTENDS CommitFaults

CONSTANTS MaxWrites, MaxCrashes,
          b1  \* the cache block whose entry lies in the region of the superblock

MCRegion  == [b \in Block |-> IF b = b1 THEN 0 ELSE 1]
MCValues  == [s \in Sectors |-> {s} \X (0 .. MaxWrites + 1)]  \* more than is written: only a discard admits them all
MCInitial == [s \in Sectors |-> <<s, 0>>]

Bound == [writes |-> MaxWrites, discards |-> 1, crashes |-> MaxCrashes]
MCMayHappen(kind) == events[kind] < Bound[kind]

\* WC-06: the commit goes on, with WC-05 corrected: the flush itself is not acknowledged.
StepsAfterErrorWC06 == SelectSeq(Tail(todo), LAMBDA step : step # "ackFlush")
StateIfUnreadableWC10 == "up"
=============================================================================
