---------------------------- MODULE MCCopyId ----------------------------
(* Symmetry for CopyId, and variants of it that were proposed. *)
EXTENDS CopyId, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

\* Variant 1: each half becomes a request and the driver matches them (CO-d1).
MatchedByDriver == TRUE

\* The parked half keeps a reference to the queue (CO-H14).
KeepsReference == TRUE

\* The id is free as soon as one half has ended (CO-d4).
FreeWithFirstHalf(c) == Ended(Src(c)) \/ Ended(Dst(c))
\* A stacking driver sends a mirrored destination twice (CO-d5), or a source in two pieces (CO-d3), under one id.
SendTwice(h, task) ==
    \E d, e \in Devices :
        bio' = [bio EXCEPT ![h] = Arrived(task, dm.table, d), ![Leg(h[1])] = Arrived(task, dm.table, e)]
=============================================================================
