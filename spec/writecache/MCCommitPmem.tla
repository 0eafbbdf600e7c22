---------------------------- MODULE MCCommitPmem ----------------------------
(***************************************************************************)
(* Bounds for CommitPmem, and variants of its decisions.                   *)
(***************************************************************************)
EXTENDS CommitPmem

CONSTANTS MaxWrites, MaxCrashes

MCValues     == [s \in Sectors |-> {s} \X (0 .. MaxWrites)]
MCInitial    == [s \in Sectors |-> <<s, 0>>]
Bound        == [writes |-> MaxWrites, crashes |-> MaxCrashes]
MCMayHappen(kind) == events[kind] < Bound[kind]
Symmetry     == Permutations(Block)

FuaStepsWC02      == << "ackFua" >>
CommitOrderRule15 == << "advance", "barrier", "finish" >>
InPlaceRule21(b)  == b \notin back
=============================================================================
