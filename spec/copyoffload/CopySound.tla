------------------------------ MODULE CopySound ------------------------------
(***************************************************************************)
(* The sound design (research/copyoffload.md 4.4): one shared object per   *)
(* copy.  The half that arrives first is parked under it and holds neither *)
(* a tag nor a queue reference.  The second half combines the two, if they *)
(* still fit together, else ends both.  The object dies with any half that *)
(* ends alone, and as soon as somebody waits for what its parked half      *)
(* holds.  Holds I1-I9 under all stresses at once.                         *)
(*                                                                         *)
(* Every step that a published design gets wrong is an operator: the MC    *)
(* modules replace one of them and must fail.                              *)
(***************************************************************************)
EXTENDS Copy

\* design: the copies whose object is DEAD; no half of theirs may be parked or combined any more.
SoundTypeOK == TypeOK /\ design \subseteq Copies
SoundInit == Init /\ design = {}

Dead(c) == c \in design
Dies(c) == design' = design \cup {c}

Parked(h) == bio[h].at = "parked"

----------------------------------------------------------------------------
(* Either half first; nothing depends on what the submitting task does between them. *)
SubmitHalf(c) ==
    /\ ~Busy(c)
    /\ \E h \in {Src(c), Dst(c)} : Submit(h)

(* Rule 3: parked outside the queue, so that a freeze does not wait for it. *)
ParkedHoldsReference == FALSE

(* The first half takes the object from BUILD to ONE: one compare-and-swap. *)
Park(h) ==
    /\ bio[h].at = "arrived" /\ ~Dead(h[1])
    /\ ~Parked(Partner(h))
    /\ bio' = [bio EXCEPT ![h].at = "parked", ![h].task = Nobody]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* Rule 5: what is checked when the halves meet: same device, same mapping, and both still fit the queue. *)
CanCombine(h) ==
    /\ bio[h].device = bio[Partner(h)].device
    /\ bio[h].table = bio[Partner(h)].table
    /\ ~TooLong(h)

(***************************************************************************)
(* The second half takes it from ONE to BOTH.  It enters the queue for     *)
(* both (bio_queue_enter, may sleep), re-validates both and takes one tag. *)
(* Rule 6: the request is NOMERGE, its roles come from the halves.         *)
(***************************************************************************)
Combine(h) ==
    /\ bio[h].at = "arrived" /\ ~Dead(h[1])
    /\ Parked(Partner(h)) /\ CanCombine(h)
    /\ ~QueueIsFrozen(h) /\ TagFree(bio[h].device)
    /\ LET parts == [k \in {1, 2} |-> Part(<<h[1], <<"src", "dst">>[k]>>, queue.epoch)]
       IN  driver' = driver \cup {Request(parts, bio[h].device)}
    /\ InRequest({h, Partner(h)})
    /\ UNCHANGED <<disk, held, dm, queue, left, copy, design>>

(* Halves that do not fit together end together; the caller copies by itself. *)
Mismatch(h) ==
    /\ bio[h].at = "arrived" /\ ~Dead(h[1])
    /\ Parked(Partner(h)) /\ ~CanCombine(h)
    /\ Dies(h[1])
    /\ End({h, Partner(h)}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

(* Rule 4: a half ended alone (mapping failed, submitter gone), so its partner is not waited for. *)
PartnerGone(h) == Ended(Partner(h))

(* Rule 10: dm_suspend waits for the parked half, whose partner may be deferred until the resume. *)
SuspendWaits(h) == dm.state = "suspending"

(* Rule 3: mapping waits for a clone, the parked halves hold them all. *)
PoolIsEmpty(h) == Cardinality({p \in Halves : Parked(p)}) >= Clones

(* Rule 10: an explicit abort; no timer is needed, but one that fires at any time does no harm. *)
Abort(h) ==
    /\ Parked(h)
    /\ PartnerGone(h) \/ SuspendWaits(h) \/ PoolIsEmpty(h) \/ "expire" \in Stresses
    /\ Dies(h[1])
    /\ End({h}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

(* A half that arrives at a dead object ends at once. *)
ArriveDead(h) ==
    /\ bio[h].at = "arrived" /\ Dead(h[1])
    /\ End({h}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* Rule 9: blk_mq_timeout ends the halves only when the command is known to be dead (CO-H24). *)
TimeOut ==
    /\ \E r \in driver : EndRequest(r, "error")
    /\ UNCHANGED left

NoReferences ==
    /\ \A r \in driver : r.device # 1
    /\ ParkedHoldsReference => \A h \in Halves : ~(Parked(h) /\ bio[h].device = 1)

Protocol ==
    \/ \E c \in Copies : SubmitHalf(c) \/ Complete(c)
    \/ \E h \in Halves : Park(h) \/ Combine(h) \/ Mismatch(h) \/ Abort(h) \/ ArriveDead(h)
    \/ Delivery
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(NoReferences))

System == Protocol \/ (\E d \in Devices : CopyBlock(d)) \/ Finish

Next == System \/ Environment \/ (\E s \in Chosen("timeout") : TimeOut) \/ Terminated

Spec == SoundInit /\ [][Next]_vars /\ WF_vars(System)

----------------------------------------------------------------------------
(* I6: what waits holds nothing: a parked half is in no request. *)
ParkedHoldsNoTagInv == \A h \in Halves, r \in driver : Parked(h) => h \notin Bios(r)
=============================================================================
