---------------------------- MODULE MCCopyTranslate ----------------------------
(* Symmetry for CopyTranslate, and variants of it. *)
EXTENDS CopyTranslate, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

\* The published synchronous caller returns a status that nobody has set (CO-H42).
NeverAssigned(c) == "ok"

\* The check that the published design lacks (CO-H11).
SameDevice(c) == bio[Src(c)].device = bio[Dst(c)].device
=============================================================================
