---------------------------- MODULE MCCopyToken ----------------------------
(* Symmetry for CopyToken, and the token that carries a mapping generation (CO-H12). *)
EXTENDS CopyToken, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

SameDeviceAndTable(h, token) == token.device = bio[h].device /\ token.table = bio[h].table
=============================================================================
