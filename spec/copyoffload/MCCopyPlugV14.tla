---------------------------- MODULE MCCopyPlugV14 ----------------------------
(* Symmetry for CopyPlugV14. *)
EXTENDS CopyPlugV14, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)
=============================================================================
