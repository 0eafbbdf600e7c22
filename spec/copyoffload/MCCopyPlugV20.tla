---------------------------- MODULE MCCopyPlugV20 ----------------------------
(* Symmetry for CopyPlugV20, and how a path fails over. *)
EXTENDS CopyPlugV20, TLC

CONSTANTS a, b
Symmetry == Permutations(Copies)

(* nvme_failover_req, blk_steal_bios: the bios go back to the queue one by one, without a plug (CO-b12). *)
StealBios(r) ==
    /\ driver' = driver \ {r}
    /\ bio' = [h \in DOMAIN bio |->
                 IF h \notin Bios(r) THEN bio[h]
                 ELSE LET k == CHOOSE j \in DOMAIN r.parts : r.parts[j].half = h
                      IN  Arrived(DmQueue, r.parts[k].table, r.parts[k].device)]
    /\ UNCHANGED <<disk, held, dm, queue, copy, design>>
=============================================================================
