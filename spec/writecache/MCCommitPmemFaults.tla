------------------------- MODULE MCCommitPmemFaults -------------------------
(***************************************************************************)
(* Bounds for CommitPmemFaults, and the reactions to poison that break it. *)
(***************************************************************************)
EXTENDS CommitPmemFaults

CONSTANTS MaxWrites, MaxDiscards, MaxCrashes

MCValues     == [s \in Sectors |-> {s} \X (0 .. MaxWrites + 1)]  \* more than is written: only a discard admits them all
MCInitial    == [s \in Sectors |-> <<s, 0>>]
Bound        == [writes |-> MaxWrites, discards |-> MaxDiscards, crashes |-> MaxCrashes]
MCMayHappen(kind) == events[kind] < Bound[kind]
Symmetry     == Permutations(Block) \cup Permutations(Sectors)

StateIfUnreadableWC10 == "up"
FreedLikeAnyOther(b)  == {b}
=============================================================================
