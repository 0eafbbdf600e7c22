--------------------------- MODULE MCCommitFaults ---------------------------
(***************************************************************************)
(* Bounds for CommitFaults, and the published reactions to an error.       *)
(***************************************************************************)
EXTENDS CommitFaults

CONSTANTS MaxWrites, MaxCrashes,
          b1  \* the cache block whose entry lies in the region of the superblock

MCRegion  == [b \in Block |-> IF b = b1 THEN 0 ELSE 1]
MCValues  == [s \in Sectors |-> {s} \X (0 .. MaxWrites + 1)]  \* one write is generated beyond the bound
MCInitial == [s \in Sectors |-> <<s, 0>>]

WithinBounds == events.writes <= MaxWrites /\ events.discards <= 0 /\ events.crashes <= MaxCrashes

\* WC-06: the commit goes on, with WC-05 corrected: the flush itself is not acknowledged.
StepsAfterErrorWC06 == SelectSeq(Tail(todo), LAMBDA step : step # "ackFlush")
StateIfUnreadableWC10 == "up"
=============================================================================
