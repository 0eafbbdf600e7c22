---------------------------- MODULE MCCopySequential ----------------------------
(* Symmetry for CopySequential, and the cookie that carries a mapping generation (CO-H12). *)
EXTENDS CopySequential, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

SameDeviceAndTable(h, token) == token.device = bio[h].device /\ token.table = bio[h].table
=============================================================================
