------------------------------- MODULE CopyPlug -------------------------------
(***************************************************************************)
(* Plug and merge (designs b): the submitter plugs, sends a first half     *)
(* that forms a request and waits on the plug, then the other half, which  *)
(* is merged into that request by type and length.  Common to v14, whose   *)
(* first half is the source, and v20, whose first half is the destination. *)
(*                                                                         *)
(* A table swap between the halves mixes no mappings: dm_suspend waits for *)
(* the first half, which must end alone before (CO-H12 shows as CO-H02).   *)
(* After an orphan, adjacent first halves are executed as a copy (CO-H06): *)
(* in v14's order of one source to the other, in v20's of one destination  *)
(* to the other.                                                           *)
(*                                                                         *)
(* design.plug: per task, the requests on its plug (current->plug)         *)
(* design.list: requests in the software queue or the elevator, oldest     *)
(*              first; they have left their plug                           *)
(***************************************************************************)
EXTENDS Copy

CONSTANTS
    FirstRole,       \* the role of the half that forms the request
    OneDirection     \* both operations count as writes to the scheduler (mq-deadline)

Plugging == Copies \cup Workers                     \* tasks with a plug; dm_wq_work has none
PlugTypeOK == TypeOK /\ DOMAIN design.plug = Plugging
PlugInit == Init /\ design = [plug |-> [t \in Plugging |-> <<>>], list |-> <<>>]

IsFirst(h) == h[2] = FirstRole
Waiting(r) == Len(r.parts) = 1 /\ IsFirst(r.parts[1].half)          \* a first half without partner

----------------------------------------------------------------------------
(* blkdev_copy_offload under blk_start_plug: the first half, then the other, whatever becomes of the first. *)
SubmitHalf(c) ==
    /\ ~Busy(c)
    /\ \E h \in {Src(c), Dst(c)} : (IsFirst(h) \/ bio[Partner(h)].at # "new") /\ Submit(h)

----------------------------------------------------------------------------
\* Merging: whether bio h merges into request r, and to what

\* How long a half is, and what a request holds so far (__data_len).
Units(h) == IF "unequal" \in Stresses /\ h[1] # CHOOSE c \in Copies : TRUE THEN 2 ELSE 1
UnitsOf(r) == IF IsPair(r) THEN Units(r.parts[1].half) + Units(r.parts[2].half) ELSE Units(r.parts[1].half)

(***************************************************************************)
(* blk_rq_merge_ok, bio_attempt_copy_offload_merge: any half of the other  *)
(* kind that is as long as the request, be that a pair (v14 rules R4-R6,   *)
(* R6a, CO-b10).                                                           *)
(***************************************************************************)
MergesAsPair(r, h) ==
    /\ Len(r.parts) <= 2 /\ (\E k \in DOMAIN r.parts : IsFirst(r.parts[k].half))
    /\ ~IsFirst(h) /\ UnitsOf(r) = Units(h)

(***************************************************************************)
(* blk_try_merge: adjacent and equal operation: back merge (v14 rule R5).  *)
(* Second halves alone are rejected by their operation, merged or not, so  *)
(* only first halves are merged here.                                      *)
(***************************************************************************)
MergesBack(r, h) == "adjacent" \in Stresses /\ Waiting(r) /\ IsFirst(h)

(* dd_request_merge: the request starts where the bio ends: front merge, h becomes the first bio (CO-H07). *)
MergesFront(r, h) == "shiftDown" \in Stresses /\ OneDirection /\ Waiting(r) /\ ~IsFirst(h)

\* The driver takes the half that formed the request for what FirstRole says, and the other for its counterpart.
InOrder(first, second) == IF FirstRole = "src" THEN <<first, second>> ELSE <<second, first>>

Part1(h) == Part(h, queue.epoch)
Append2(r, h) == [r EXCEPT !.parts = IF IsPair(r) THEN Append(@, Part1(h)) ELSE InOrder(@[1], Part1(h))]
Prepend2(r, h) == [r EXCEPT !.parts = InOrder(Part1(h), r.parts[1])]

(* blk_attempt_plug_merge: the newest request of that queue on the current task's plug (v14 rule R7a). *)
NewestOnPlug(h) ==
    LET of == {k \in DOMAIN design.plug[bio[h].task] : design.plug[bio[h].task][k].device = bio[h].device}
    IN  IF of = {} THEN 0 ELSE CHOOSE k \in of : \A j \in of : j <= k

OnPlug(h) ==
    /\ "nomerges" \notin Stresses /\ bio[h].task \in Plugging /\ NewestOnPlug(h) # 0
    /\ LET r == design.plug[bio[h].task][NewestOnPlug(h)] IN MergesAsPair(r, h) \/ MergesBack(r, h)

(* blk_bio_list_merge (no elevator): newest first; elv_merge, dd_request_merge: by position only (R7b, R7c). *)
MergesOnList(r, h) ==
    /\ r.device = bio[h].device
    /\ IF "elevator" \in Stresses THEN MergesBack(r, h) \/ MergesFront(r, h)
       ELSE MergesAsPair(r, h) \/ MergesBack(r, h)
NewestOnList(h) ==
    LET of == {k \in DOMAIN design.list : MergesOnList(design.list[k], h)}
    IN  IF of = {} \/ "nomerges" \in Stresses THEN 0 ELSE CHOOSE k \in of : \A j \in of : j <= k

EntersQueue(h) == bio[h].at = "arrived" /\ ~QueueIsFrozen(h) /\ ~TooLong(h)

MergeOnPlug(h) ==
    /\ EntersQueue(h) /\ OnPlug(h)
    /\ design' = [design EXCEPT !.plug[bio[h].task][NewestOnPlug(h)] = Append2(@, h)]
    /\ InRequest({h})
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

MergeOnList(h) ==
    /\ EntersQueue(h) /\ ~OnPlug(h) /\ NewestOnList(h) # 0
    /\ design' = [design EXCEPT !.list[NewestOnList(h)] =
                    IF "elevator" \in Stresses /\ MergesFront(@, h) THEN Prepend2(@, h) ELSE Append2(@, h)]
    /\ InRequest({h})
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

----------------------------------------------------------------------------
\* Requests

Requests(device) ==
    {r \in driver : r.device = device}
    \cup {design.list[k] : k \in {j \in DOMAIN design.list : design.list[j].device = device}}
    \cup UNION {{design.plug[t][k] : k \in {j \in DOMAIN design.plug[t] : design.plug[t][j].device = device}} :
                    t \in Plugging}
NoTag(device) == Cardinality(Requests(device)) >= Tags

(* blk_mq_get_new_requests, blk_add_rq_to_plug; without a plug straight to the queue (v14 rule R13). *)
NewRequest(h) ==
    /\ EntersQueue(h) /\ ~OnPlug(h) /\ NewestOnList(h) = 0
    /\ ~NoTag(bio[h].device)
    /\ LET r == Request(<<Part1(h)>>, bio[h].device)
       IN  design' = IF bio[h].task \in Plugging
                     THEN [design EXCEPT !.plug[bio[h].task] = Append(@, r)]
                     ELSE [design EXCEPT !.list = Append(@, r)]
    /\ InRequest({h})
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

(* bio_split_copy: the half is too long, and nobody ends it (v14 rule R3, CO-H09). *)
SplitCopy(h) ==
    /\ bio[h].at = "arrived" /\ ~QueueIsFrozen(h) /\ TooLong(h)
    /\ bio' = [bio EXCEPT ![h] = Unmapped("lost", "none")]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(***************************************************************************)
(* blk_finish_plug, or schedule() when the task sleeps: for a frozen       *)
(* queue, for a tag, or for something not modelled (plugFlush).  A         *)
(* worker's batch ends at any time.                                        *)
(***************************************************************************)
Sleeps(t) ==
    \/ \E h \in Halves :
        /\ bio[h].at = "arrived" /\ bio[h].task = t
        /\ QueueIsFrozen(h) \/ (NoTag(bio[h].device) /\ ~OnPlug(h) /\ NewestOnList(h) = 0)
    \/ t \in Copies /\ (bio[Src(t)].at = "new" \/ bio[Dst(t)].at = "new") /\ Cardinality(Mapped) >= Clones
HasSentBoth(c) == \A h \in {Src(c), Dst(c)} : bio[h].at # "new"
FlushPlug(t) ==
    /\ design.plug[t] # <<>>
    /\ Sleeps(t) \/ "plugFlush" \in Stresses \/ t \in Workers \/ (t \in Copies /\ HasSentBoth(t) /\ ~Busy(t))
    /\ design' = [plug |-> [design.plug EXCEPT ![t] = <<>>], list |-> design.list \o design.plug[t]]
    /\ UNCHANGED <<disk, held, dm, queue, left, bio, driver, copy>>

(* __blk_mq_sched_dispatch_requests *)
Dispatch ==
    /\ design.list # <<>>
    /\ driver' = driver \cup {Head(design.list)}
    /\ design' = [design EXCEPT !.list = Tail(@)]
    /\ UNCHANGED <<disk, held, dm, queue, left, bio, copy>>

(***************************************************************************)
(* What may leave a half alone.  Where nothing does, what becomes of lone  *)
(* halves is left out, and WholeInv shows that it is not missed.           *)
(***************************************************************************)
Orphans == IF Workers = {} /\ Devices = {1} THEN Stresses \ {"srcWrite", "mediaError"} ELSE {"orphans"}

System ==
    \/ \E c \in Copies : SubmitHalf(c) \/ Complete(c)
    \/ \E h \in Halves : MergeOnPlug(h) \/ NewRequest(h)
    \/ \E s \in Chosen("limit"), h \in Halves : SplitCopy(h)
    \/ \E t \in Plugging : FlushPlug(t)
    \/ Dispatch \/ Finish
    \/ \E d \in Devices : CopyBlock(d)
    \/ \E o \in Orphans : Reject \/ (\E h \in Halves : MergeOnList(h))
    \/ Delivery
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(Requests(1) = {}))

Next == System \/ Environment \/ Terminated

Spec == PlugInit /\ [][Next]_vars /\ WF_vars(System)
=============================================================================
