---------------------------- MODULE MCCopyDurable ----------------------------
(* Symmetry for CopyDurable, and a device that ignores FUA on a copy. *)
EXTENDS CopyDurable, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

\* The caller takes the end of a copy for durable (CO-H31).
DurableAtOnce(t) == Contract!FuaAcked(contract, t, disk[Cell(t)])
=============================================================================
