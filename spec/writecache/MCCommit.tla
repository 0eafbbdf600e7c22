------------------------------ MODULE MCCommit ------------------------------
(***************************************************************************)
(* Bounds for Commit, and the published variants of its decisions.  Only   *)
(* writes, discards and power failures are counted: flushes, autocommits,  *)
(* writebacks and reloads may happen as often as they like.                *)
(***************************************************************************)
EXTENDS Commit, TLC

CONSTANTS MaxWrites, MaxDiscards, MaxCrashes

CONSTANTS s1, s2, b1, b2, b3

MCRegion  == b1 :> 0 @@ b2 :> 1 @@ b3 :> 1
Symmetry  == Permutations({s1, s2}) \cup Permutations({b2, b3})
MCValues  == [s \in Sectors |-> {s} \X (0 .. MaxWrites)]
MCInitial == [s \in Sectors |-> <<s, 0>>]

WithinBounds ==
  events.writes <= MaxWrites /\ events.discards <= MaxDiscards /\ events.crashes <= MaxCrashes

\* The published decisions
CommitOrderWC01  == << "writeMetadata", "flush", "waitForIos", "advance", "flush", "finish" >>
FuaMayEndWC03(s) == TRUE
=============================================================================
