--------------------------- MODULE MCFreelistWait ---------------------------
(***************************************************************************)
(* The published decisions of FreelistWait.                                *)
(***************************************************************************)
EXTENDS FreelistWait

QueueWhenEmptyWC22     == FALSE
WokenWC23              == {{t} : t \in asleep}  \* swake_up
WakeWithoutFreeingWC24 == FALSE
=============================================================================
