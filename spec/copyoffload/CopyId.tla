-------------------------------- MODULE CopyId --------------------------------
(***************************************************************************)
(* Copy-id, matched in the block core (design d, second variant): both     *)
(* halves carry the id of their copy, travel alone and in any order, and a *)
(* table per queue holds the half that came first until the other one with *)
(* the same id arrives.  What is parked is given up only by a timer        *)
(* (expire); without one it waits as long as it takes.                     *)
(*                                                                         *)
(* With the timer, and with a queue reference for what is parked, it keeps *)
(* I1-I9 under every stress; what remains is that an id must not be reused *)
(* while a late half carries it (CO-d4).  A table swap never gets between  *)
(* the halves (CO-H12 shows as CO-H13).                                    *)
(*                                                                         *)
(* design: per copy its id, 0 before it has one.                           *)
(***************************************************************************)
EXTENDS Copy

CONSTANT Ids       \* number of ids: they are reused

IdTypeOK == TypeOK /\ design \in [Copies -> 0..Ids]
IdInit == Init /\ design = [c \in Copies |-> 0]

Parked(h) == bio[h].at = "parked"

----------------------------------------------------------------------------
(* Correction (CO-H37): an id is free again when both halves have ended. *)
IdIsFree(c) == Told(c)

TakeId(c) ==
    /\ design[c] = 0
    /\ LET free == {i \in 1..Ids : \A d \in Copies : design[d] = i => IdIsFree(d)}
       IN  /\ free # {}
           /\ design' = [design EXCEPT ![c] = CHOOSE i \in free : \A j \in free : i <= j]
    /\ UNCHANGED <<disk, held, dm, queue, left, bio, driver, copy>>

SubmitHalf(c) ==
    /\ design[c] # 0 /\ ~Busy(c)
    /\ \E h \in {Src(c), Dst(c)} : Submit(h)

(* Correction (CO-d1): a parked half has no request of its own; variant 1, matched by the driver, needs it. *)
ParkedHoldsTag == FALSE

(* Correction (CO-H14): a parked half does not keep the reference that it entered the queue with. *)
ParkedHoldsReference == FALSE

ParkedOn(device) == {h \in Halves \cup Legs : Parked(h) /\ bio[h].device = device}
TagLeft(device) ==
    LET parked == IF ParkedHoldsTag THEN Cardinality(ParkedOn(device)) ELSE 0
    IN  Cardinality({r \in driver : r.device = device}) + parked < Tags

EntersQueue(h) == bio[h].at = "arrived" /\ ~QueueIsFrozen(h) /\ (ParkedHoldsTag => TagLeft(bio[h].device))
Mates(h) == {p \in ParkedOn(bio[h].device) : Role(p) # Role(h) /\ design[p[1]] = design[h[1]]}

Park(h) ==
    /\ EntersQueue(h) /\ ~TooLong(h) /\ Mates(h) = {}
    /\ bio' = [bio EXCEPT ![h].at = "parked", ![h].task = Nobody, ![h].epoch = queue.epoch]
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

Combine(h) ==
    /\ EntersQueue(h) /\ ~TooLong(h) /\ TagLeft(bio[h].device)
    /\ \E mate \in Mates(h) :
        /\ LET mine == Part(h, queue.epoch)
               other == Part(mate, bio[mate].epoch)
           IN  driver' = driver \cup {Request(IF Role(h) = "src" THEN <<mine, other>> ELSE <<other, mine>>,
                                              bio[h].device)}
        /\ InRequest({h, mate})
    /\ UNCHANGED <<disk, held, dm, queue, left, copy, design>>

(* The half is too long for the queue: it ends, alone. *)
Refuse(h) ==
    /\ EntersQueue(h) /\ TooLong(h)
    /\ End({h}, "unsupported")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* The timer of a parked half fires. *)
Expire(h) ==
    /\ Parked(h)
    /\ End({h}, "error")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

NoReferences ==
    /\ \A r \in driver : r.device # 1
    /\ ParkedHoldsReference => ParkedOn(1) = {}

System ==
    \/ \E c \in Copies : TakeId(c) \/ SubmitHalf(c) \/ Complete(c)
    \/ \E h \in Halves \cup Legs : Park(h) \/ Combine(h)
    \/ \E s \in Chosen("limit"), h \in Halves : Refuse(h)
    \/ \E s \in Chosen("expire"), h \in Halves \cup Legs : Expire(h)
    \/ Delivery \/ Finish
    \/ \E d \in Devices : CopyBlock(d)
    \/ Settle \/ (\E s \in Chosen("freeze") : Frozen(NoReferences))

Next == System \/ Environment \/ Terminated

Spec == IdInit /\ [][Next]_vars /\ WF_vars(System)
=============================================================================
