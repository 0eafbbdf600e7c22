------------------------------ MODULE CopyToken ------------------------------
(***************************************************************************)
(* Token / payload (design a): the source half goes down first with a      *)
(* buffer.  The driver fills it with the mapped source and ends the half.  *)
(* Then the destination half goes down with the same buffer, and the       *)
(* driver makes one command of both.  The halves are never in flight       *)
(* together, so nothing waits for a partner.  For the same reason nothing  *)
(* holds off a table swap between them, which makes the token stale        *)
(* (CO-H12); a mapping generation in the token is enough against it.       *)
(*                                                                         *)
(* design: per copy the token, {} or one mapped source.                    *)
(***************************************************************************)
EXTENDS Copy

TokenTypeOK == TypeOK /\ \A c \in Copies : Cardinality(design[c]) <= 1
TokenInit == Init /\ design = [c \in Copies |-> {}]

TheToken(c) == CHOOSE t \in design[c] : TRUE

----------------------------------------------------------------------------
SubmitSource(c) == ~Busy(c) /\ Submit(Src(c))

(* The end_io of the source half schedules the destination half. *)
SubmitDestination(c) == bio[Src(c)].status = "ok" /\ Submit(Dst(c))

(* The source half failed: the destination half is not sent, the caller copies by itself. *)
GiveUp(c) ==
    /\ bio[Src(c)].at = "ended" /\ bio[Src(c)].status # "ok" /\ bio[Dst(c)].at = "new"
    /\ bio' = [bio EXCEPT ![Dst(c)].at = "never"]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

AtDriver(h) == bio[h].at = "arrived" /\ ~QueueIsFrozen(h) /\ TagFree(bio[h].device)

(* nvme_setup_copy_read: no command; the token tells where the source lies. *)
FillToken(c) ==
    /\ AtDriver(Src(c)) /\ ~TooLong(Src(c))
    /\ design' = [design EXCEPT ![c] = {Part(Src(c), 0)}]
    /\ End({Src(c)}, "ok")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

(* What nvme_setup_copy_write looks at: the token's namespace. *)
TokenIsValid(h, token) == token.device = bio[h].device

HasValidToken(h) == design[h[1]] # {} /\ TokenIsValid(h, TheToken(h[1]))

(* One command from the token and the destination half; the limits are those of the queue as it is now. *)
CopyWithToken(c) ==
    /\ AtDriver(Dst(c)) /\ ~TooLong(Dst(c)) /\ HasValidToken(Dst(c))
    /\ LET source == [TheToken(c) EXCEPT !.epoch = queue.epoch]
       IN  driver' = driver \cup {Request(<<source, Part(Dst(c), queue.epoch)>>, bio[Dst(c)].device)}
    /\ InRequest({Dst(c)})
    /\ UNCHANGED <<disk, held, dm, queue, left, copy, design>>

(* Too long, or the token is of no use here: this half ends, and nothing has to be cleaned up. *)
Refuse(h) ==
    /\ AtDriver(h)
    /\ TooLong(h) \/ (h = Dst(h[1]) /\ ~HasValidToken(h))
    /\ End({h}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* blk_mq_end_request: only the destination half ends, the source half has ended before. *)
FinishCopy ==
    /\ \E r \in driver :
        /\ r.done = Blocks
        /\ driver' = driver \ {r}
        /\ End({r.parts[2].half}, "ok")
        /\ ReportMoved(r)
    /\ UNCHANGED <<disk, held, dm, queue, left, design>>

Phases ==
    \/ \E c \in Copies :
        SubmitSource(c) \/ SubmitDestination(c) \/ GiveUp(c) \/ CopyWithToken(c) \/ Complete(c)
    \/ \E h \in Halves : Refuse(h)
    \/ FinishCopy \/ Delivery
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(\A r \in driver : r.device # 1))

System == Phases \/ (\E c \in Copies : FillToken(c)) \/ (\E d \in Devices : CopyBlock(d))

Next == System \/ Environment \/ Terminated

Spec == TokenInit /\ [][Next]_vars /\ WF_vars(System)
=============================================================================
