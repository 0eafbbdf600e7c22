---------------------------- MODULE MCCopyPlugV20 ----------------------------
(* Symmetry for CopyPlugV20. *)
EXTENDS CopyPlugV20, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)
=============================================================================
