----------------------------- MODULE CopyContext -----------------------------
(***************************************************************************)
(* List / ctx (design c): both halves point to one bio_copy_ctx.  The half *)
(* that reaches blk_mq_submit_bio first is stored there, without a         *)
(* request; the second one takes it out and makes a request of both.       *)
(* Whatever ends the second half elsewhere leaves the first one there.     *)
(*                                                                         *)
(* A table swap never gets between the halves: the first one is in flight  *)
(* to dm, so that suspend and second half wait for each other (CO-H12      *)
(* shows as CO-H13).  An asynchronous stacking driver is harmless only if  *)
(* the slot is claimed atomically (CO-c1), as here.                        *)
(*                                                                         *)
(* bio[h].at = "parked": h is in its ctx.  design: not used by the design. *)
(***************************************************************************)
EXTENDS Copy

ContextTypeOK == TypeOK /\ design \subseteq Halves
ContextInit == Init /\ design = {}

Parked(h) == bio[h].at = "parked"

----------------------------------------------------------------------------
(* The destination half, then the source half (v20's order). *)
SubmitHalf(c) ==
    /\ ~Busy(c)
    /\ Submit(Dst(c)) \/ (bio[Dst(c)].at # "new" /\ Submit(Src(c)))

(* Correction (CO-c4): the stored half has no request, and so no reference to the queue. *)
ParkedHoldsReference == FALSE

EntersQueue(h) == bio[h].at = "arrived" /\ ~QueueIsFrozen(h)

(* Correction (CO-c1): blk_mq_submit_bio, ctx is empty: store the half; the slot is claimed by compare-and-swap. *)
Park(h) ==
    /\ EntersQueue(h) /\ ~TooLong(h)
    /\ ~Parked(Partner(h))
    /\ bio' = [bio EXCEPT ![h].at = "parked", ![h].task = Nobody, ![h].epoch = queue.epoch]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* blk_mq_submit_bio, ctx is not empty: a request of both; the stored half is taken as it was. *)
Combine(h) ==
    /\ EntersQueue(h) /\ ~TooLong(h)
    /\ Parked(Partner(h)) /\ bio[Partner(h)].device = bio[h].device
    /\ TagFree(bio[h].device)
    /\ LET epoch == [p \in {h, Partner(h)} |-> IF p = h THEN queue.epoch ELSE bio[p].epoch]
           src == Src(h[1])
           dst == Dst(h[1])
       IN  driver' = driver \cup {Request(<<Part(src, epoch[src]), Part(dst, epoch[dst])>>, bio[h].device)}
    /\ InRequest({h, Partner(h)})
    /\ UNCHANGED <<disk, held, dm, queue, left, copy, design>>

(* The stored half is of another device: only the half at hand ends (CO-c3). *)
Mismatch(h) ==
    /\ EntersQueue(h)
    /\ Parked(Partner(h)) /\ bio[Partner(h)].device # bio[h].device
    /\ End({h}, "error")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* bio_split_copy: the half is too long, and nobody ends it (CO-c8, CO-H09). *)
SplitCopy(h) ==
    /\ EntersQueue(h) /\ TooLong(h)
    /\ bio' = [bio EXCEPT ![h] = Unmapped("lost", "none")]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

NoReferences ==
    /\ \A r \in driver : r.device # 1
    /\ ParkedHoldsReference => \A h \in Halves : ~(Parked(h) /\ bio[h].device = 1)

System ==
    \/ \E c \in Copies : SubmitHalf(c) \/ Complete(c)
    \/ \E h \in Halves : Park(h) \/ Combine(h)
    \/ \E h \in Halves, d \in Devices \ {1} : Mismatch(h)
    \/ \E h \in Halves, s \in Chosen("limit") : SplitCopy(h)
    \/ Delivery \/ Finish
    \/ \E d \in Devices : CopyBlock(d)
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(NoReferences))

Next == System \/ Environment \/ Terminated

Spec == ContextInit /\ [][Next]_vars /\ WF_vars(System)
=============================================================================
