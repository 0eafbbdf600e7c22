----------------------------- MODULE CopyPlugV14 -----------------------------
(***************************************************************************)
(* Plug and merge in the order of series v14: COPY_SRC (19) forms the      *)
(* request, COPY_DST (21) is merged into it.  Both numbers are odd, so a   *)
(* scheduler takes both for writes (v14 rule R8).                          *)
(***************************************************************************)
EXTENDS CopyPlug

ASSUME V14Assumption == FirstRole = "src" /\ OneDirection
=============================================================================
