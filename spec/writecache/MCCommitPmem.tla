---------------------------- MODULE MCCommitPmem ----------------------------
(***************************************************************************)
(* Bounds for CommitPmem, and variants of its decisions.                   *)
(***************************************************************************)
EXTENDS CommitPmem

CONSTANTS MaxWrites, MaxDiscards, MaxCrashes

MCValues     == [s \in Sectors |-> {s} \X (0 .. MaxWrites + 1)]  \* more than is written: only a discard admits them all
MCInitial    == [s \in Sectors |-> <<s, 0>>]
Bound        == [writes |-> MaxWrites, discards |-> MaxDiscards, crashes |-> MaxCrashes]
MCMayHappen(kind) == events[kind] < Bound[kind]
Symmetry     == Permutations(Block) \cup Permutations(Sectors)

FuaStepsWC02      == << "ackFua" >>
CommitOrderRule15 == << "advance", "barrier", "finish" >>
InPlaceRule21(b)  == b \notin back
NothingErased(kept, seqs) == {}
Nothing           == << >>

\* A state that the models must reach: an entry torn between its sector and its count.
TornEntryNotReachedInv ==
  state = "down" => \A b \in Block : \E part \in {"sector", "seq"} : Cardinality(P!Loads(memory, <<b, part>>)) = 1
=============================================================================
