--------------------------- MODULE MCCommitReload ---------------------------
(***************************************************************************)
(* WC-07: the constructor of a new table reads the metadata while the old  *)
(* table still commits and frees; resume then believes what was read.      *)
(* The steps of Commit appear in a trace under the one name OldTable.      *)
(***************************************************************************)
EXTENDS MCCommit

VARIABLE table  \* what the constructor of the next table has read: {} or one image

ReadByResumeWC07 == IF state = "suspended" /\ table # {} THEN table ELSE MetadataNow

LoadTable == /\ state = "up" /\ table = {} /\ UNCHANGED vars
             /\ \E image \in MetadataNow : table' = {image}
OldTable  == (SystemNext \/ EnvironmentNext) /\ table' = IF state' = "down" THEN {} ELSE table

ReloadInit == Init /\ table = {}
ReloadSpec == ReloadInit /\ [][LoadTable \/ OldTable]_<<vars, table>>
=============================================================================
