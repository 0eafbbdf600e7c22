---------------------------- MODULE CopyTranslate ----------------------------
(***************************************************************************)
(* Translate, then copy (design g): both halves travel down until the last *)
(* submit_bio_noacct, where they are collected in the copy's context.      *)
(* When all have been collected the copy phase begins: the halves go to    *)
(* the queue of the first one as one request.  A half that ends on its way *)
(* is never counted.                                                       *)
(*                                                                         *)
(* A collected half is in flight to dm: a table swap never gets between    *)
(* the halves (CO-H12 shows as CO-H13).                                    *)
(*                                                                         *)
(* bio[h].at = "parked": h has been collected.  design: not used.          *)
(***************************************************************************)
EXTENDS Copy

TranslateTypeOK == TypeOK /\ design = {}
TranslateInit == Init /\ design = {}

Parked(h) == bio[h].at = "parked"

----------------------------------------------------------------------------
SubmitHalf(c) ==
    /\ ~Busy(c)
    /\ Submit(Src(c)) \/ (bio[Src(c)].at # "new" /\ Submit(Dst(c)))

(* The last submit_bio_noacct: collected before the queue is entered, so a freeze does not matter. *)
Collect(h) ==
    /\ bio[h].at = "arrived"
    /\ bio' = [bio EXCEPT ![h].at = "parked", ![h].task = Nobody]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* Whether the collected halves may form a request: they have the same driver (CO-g3). *)
CanCopy(c) == TRUE

Collected(c) == Parked(Src(c)) /\ Parked(Dst(c)) /\ ~QueueIsFrozen(Src(c))

(* The count of the context is 0: the copy enters the queue of its first bio. *)
StartCopy(c) ==
    /\ Collected(c) /\ CanCopy(c)
    /\ ~TooLong(Src(c)) /\ TagFree(bio[Src(c)].device)
    /\ driver' = driver \cup {Request(<<Part(Src(c), queue.epoch), Part(Dst(c), queue.epoch)>>, bio[Src(c)].device)}
    /\ InRequest({Src(c), Dst(c)})
    /\ UNCHANGED <<disk, held, dm, queue, left, copy, design>>

(* The copy does not fit the queue, or its halves do not fit together: all of them end. *)
Refuse(c) ==
    /\ Collected(c)
    /\ TooLong(Src(c)) \/ ~CanCopy(c)
    /\ End({Src(c), Dst(c)}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

System ==
    \/ \E c \in Copies : SubmitHalf(c) \/ StartCopy(c) \/ Complete(c)
    \/ \E s \in Chosen("limit"), c \in Copies : Refuse(c)
    \/ \E h \in Halves : Collect(h)
    \/ Delivery \/ Finish
    \/ \E d \in Devices : CopyBlock(d)
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(\A r \in driver : r.device # 1))

Next == System \/ Environment \/ Terminated

Spec == TranslateInit /\ [][Next]_vars /\ WF_vars(System)
=============================================================================
