----------------------------- MODULE CopyPlugV20 -----------------------------
(***************************************************************************)
(* Plug and merge in the order of series v20: COPY_DST (19) forms the      *)
(* request, COPY_SRC (18) is merged into it.  COPY_SRC is a read to the    *)
(* scheduler, which therefore never finds the other half.                  *)
(***************************************************************************)
EXTENDS CopyPlug

ASSUME V20Assumption == FirstRole = "dst" /\ ~OneDirection
=============================================================================
