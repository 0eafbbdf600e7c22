------------------------------ MODULE CopySound ------------------------------
(***************************************************************************)
(* The sound design (research/copyoffload.md 4.4): one shared object per   *)
(* copy.  The half that arrives first is parked under it and holds neither *)
(* a tag nor a queue reference.  The second half combines the two, if they *)
(* still fit together, else ends both.  A parked half is given up when its *)
(* partner has ended alone, and when somebody waits for what it holds.     *)
(* Keeps I1-I9 under all stresses at once.                                 *)
(*                                                                         *)
(* Every rule is an operator; an MC module replaces one and must fail.     *)
(* Rules of 4.4 that turned out not to be needed: a state DEAD beside that *)
(* of the halves, a timer for the bounded wait, and a comparison of table  *)
(* generations (a parked half is in flight to dm, so no swap can happen    *)
(* between it and its partner).                                            *)
(*                                                                         *)
(* bio[h].at = "parked": h waits under its object.  design: not used.      *)
(***************************************************************************)
EXTENDS Copy

SoundTypeOK == TypeOK /\ design = {}
SoundInit == Init /\ design = {}

Parked(h) == bio[h].at = "parked"

----------------------------------------------------------------------------
(* Either half first; nothing depends on what the submitting task does between them. *)
SubmitHalf(c) ==
    /\ ~Busy(c)
    /\ \E h \in {Src(c), Dst(c)} : Submit(h)

(* Correction (CO-H14, rule 3): parked outside the queue, so that a freeze does not wait for it. *)
ParkedHoldsReference == FALSE

(* The first half takes the object from BUILD to ONE: one compare-and-swap. *)
Park(h) ==
    /\ bio[h].at = "arrived"
    /\ ~Parked(Partner(h))
    /\ bio' = [bio EXCEPT ![h].at = "parked", ![h].task = Nobody]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* Rule 5: what is checked when the halves meet, for the queue as it is then. *)
(* Correction (CO-H11): both lie on one device. *)
SameDevice(h) == bio[h].device = bio[Partner(h)].device
(* Correction (CO-H18): the copy is within the limit. *)
WithinLimit(h) == ~TooLong(h)
CanCombine(h) == SameDevice(h) /\ WithinLimit(h)

(***************************************************************************)
(* The second half takes it from ONE to BOTH.  It enters the queue for     *)
(* both (bio_queue_enter, may sleep) and takes one tag.  Rule 6: the       *)
(* request is NOMERGE, its roles come from the halves.                     *)
(***************************************************************************)
Combine(h) ==
    /\ bio[h].at = "arrived"
    /\ Parked(Partner(h)) /\ CanCombine(h)
    /\ ~QueueIsFrozen(h) /\ TagFree(bio[h].device)
    /\ LET parts == <<Part(Src(h[1]), queue.epoch), Part(Dst(h[1]), queue.epoch)>>
       IN  driver' = driver \cup {Request(parts, bio[h].device)}
    /\ InRequest({h, Partner(h)})
    /\ UNCHANGED <<disk, held, dm, queue, left, copy, design>>

(* Halves that do not fit together end together; the caller copies by itself. *)
Mismatch(h) ==
    /\ bio[h].at = "arrived"
    /\ Parked(Partner(h)) /\ ~CanCombine(h)
    /\ End({h, Partner(h)}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* Correction (rule 4): the partner ended alone: not mapped, never sent, or given up before. *)
PartnerGone(h) == Ended(Partner(h))

(* Correction (CO-H13, rule 10): dm_suspend waits for the parked half, whose partner may be deferred until then. *)
SuspendWaits(h) == dm.state = "suspending"

(* Correction (CO-H15, rule 3): the parked halves hold all the clones. *)
PoolIsEmpty(h) == Cardinality({p \in Halves : Parked(p)}) >= Clones

(* Rule 10: an explicit abort; a timer that fires at any time (expire) does no harm. *)
Abort(h) ==
    /\ Parked(h)
    /\ PartnerGone(h) \/ SuspendWaits(h) \/ PoolIsEmpty(h) \/ "expire" \in Stresses
    /\ End({h}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* Correction (CO-H24, rule 9): blk_mq_timeout ends the halves only when the command is known to be dead. *)
TimeOut ==
    /\ \E r \in driver : EndRequest(r, "error")
    /\ UNCHANGED left

NoReferences ==
    /\ \A r \in driver : r.device # 1
    /\ ParkedHoldsReference => \A h \in Halves : ~(Parked(h) /\ bio[h].device = 1)

Protocol ==
    \/ \E c \in Copies : SubmitHalf(c) \/ Complete(c)
    \/ \E h \in Halves : Park(h) \/ Combine(h) \/ Mismatch(h) \/ Abort(h)
    \/ Delivery
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(NoReferences))

System == Protocol \/ Finish \/ (\E d \in Devices : CopyBlock(d))

Next == System \/ Environment \/ (\E s \in Chosen("timeout") : TimeOut) \/ Terminated

Spec == SoundInit /\ [][Next]_vars /\ WF_vars(System)

----------------------------------------------------------------------------
(* I6: what waits holds nothing that its partner needs: a parked half is in no request. *)
ParkedHoldsNoTagInv == \A h \in Halves, r \in driver : Parked(h) => h \notin Bios(r)
=============================================================================
