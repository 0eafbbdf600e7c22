----------------------------- MODULE MCCopySound -----------------------------
(***************************************************************************)
(* Symmetry for CopySound, and what each of its rules is there for: every  *)
(* operator below replaces one of CopySound's by one cfg line.             *)
(***************************************************************************)
EXTENDS CopySound, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

\* Without one of the checks of rule 5 (CO-H11, CO-H18).
Unchecked(h) == TRUE

\* Without one of the reasons to abort (CO-H10 and CO-H38, CO-H13, CO-H15).
Never(h) == FALSE

\* Parked inside the queue's freeze section (CO-H14).
InsideFreezeSection == TRUE

\* The caller is told at the timeout, the command may still run (CO-H24).
EndsBeforeAbort ==
    /\ \E r \in driver : End(Bios(r), "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>
=============================================================================
