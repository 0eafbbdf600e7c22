---------------------------- MODULE MCCopyContext ----------------------------
(* Symmetry for CopyContext, and variants of it that were published or proposed. *)
EXTENDS CopyContext, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

\* The proof of concept looks at the slot and stores into it without a lock (CO-c1).
\* design: the halves that found it empty.
LookThenPark(h) ==
    \/ /\ EntersQueue(h) /\ ~Parked(Partner(h)) /\ h \notin design
       /\ design' = design \cup {h}
       /\ UNCHANGED <<disk, held, dm, queue, left, bio, driver, copy>>
    \/ /\ EntersQueue(h) /\ h \in design
       /\ bio' = [bio EXCEPT ![h].at = "parked", ![h].task = Nobody]
       /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

\* The stored half keeps a reference to the queue (CO-c4).
KeepsReference == TRUE
=============================================================================
