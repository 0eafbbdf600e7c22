--------------------------- MODULE CopyEnvironment ---------------------------
(***************************************************************************)
(* What may happen around copies: events, each at most once and MaxEvents  *)
(* in all (a table swap is part of its suspend).  Conditions (split,       *)
(* expire, ...) stand where they apply.                                    *)
(***************************************************************************)
EXTENDS CopyStack

Happens(event) ==
    /\ event \in left /\ left' = left \ {event}
    /\ event # "tableSwap" => Cardinality((Stresses \cap Events) \ (left \cup {"tableSwap"})) < MaxEvents

(* dm_suspend: from now on halves are deferred. *)
Suspend ==
    /\ Happens("suspend")
    /\ dm' = [dm EXCEPT !.state = "suspending"]
    /\ UNCHANGED <<disk, held, queue, bio, driver, copy, design>>

(* dm_wait_for_completion returns. *)
Suspended ==
    /\ dm.state = "suspending" /\ InFlight = {}
    /\ dm' = [dm EXCEPT !.state = "suspended"]
    /\ UNCHANGED <<disk, held, queue, left, bio, driver, copy, design>>

(* dm_swap_table (pvmove): the data has moved, its old place belongs to another volume now. *)
SwapTable ==
    /\ Happens("tableSwap") /\ dm.state = "suspended"
    /\ disk' = [h \in Halves \cup Legs, t \in Tables, i \in 1..Blocks |-> IF t = 1 THEN Other ELSE disk[h, 1, i]]
    /\ dm' = [dm EXCEPT !.table = 2]
    /\ UNCHANGED <<held, queue, bio, driver, copy, design>>

Resume ==
    /\ dm.state = "suspended"
    /\ dm' = [dm EXCEPT !.state = "running"]
    /\ UNCHANGED <<disk, held, queue, left, bio, driver, copy, design>>

(* blk_freeze_queue_start *)
Freeze ==
    /\ Happens("freeze")
    /\ queue' = [queue EXCEPT !.frozen = "waiting"]
    /\ UNCHANGED <<disk, held, dm, bio, driver, copy, design>>

(* blk_mq_freeze_queue_wait returns: nothing holds q_usage_counter.  The queue is changed. *)
Frozen(noReferences) ==
    /\ queue.frozen = "waiting" /\ noReferences
    /\ queue' = [queue EXCEPT !.frozen = "yes", !.epoch = 1]
    /\ UNCHANGED <<disk, held, dm, left, bio, driver, copy, design>>

Unfreeze ==
    /\ queue.frozen = "yes"
    /\ queue' = [queue EXCEPT !.frozen = "no"]
    /\ UNCHANGED <<disk, held, dm, left, bio, driver, copy, design>>

(* queue_copy_max_store lowers copy_max_bytes without freezing (CO-H18). *)
LowerLimit ==
    /\ Happens("limit")
    /\ queue' = [queue EXCEPT !.fits = FALSE]
    /\ UNCHANGED <<disk, held, dm, bio, driver, copy, design>>

(* The submitter dies between its two halves (CO-H38). *)
Kill(h) ==
    /\ Happens("kill")
    /\ bio[h].at = "new" /\ bio[Partner(h)].at # "new"
    /\ bio' = [bio EXCEPT ![h].at = "never"]
    /\ UNCHANGED <<disk, held, dm, queue, driver, copy, design>>

(* Somebody writes a source block (CO-H20). *)
WriteSource(c, i) ==
    /\ Happens("srcWrite") /\ dm.state = "running"
    /\ disk' = [disk EXCEPT ![Src(c), dm.table, i] = Value(Src(c), i, 1)]
    /\ held' = [held EXCEPT ![c, i] =
                    IF Told(c) THEN @
                    ELSE IF {bio[Src(c)].at, bio[Dst(c)].at} = {"new"} THEN {Value(Src(c), i, 1)}
                    ELSE @ \cup {Value(Src(c), i, 1)}]
    /\ UNCHANGED <<dm, queue, bio, driver, copy, design>>

(* The device fails a copy. *)
MediaError == Happens("mediaError") /\ (\E r \in driver : IsPair(r) /\ EndRequest(r, "error"))

(* The path of a request that the driver has goes away (multipath). *)
Failover == Happens("failover") /\ (\E r \in driver : IsPair(r) /\ Requeue(r))

\* What the environment began it also ends; when the queue is frozen, a design says.
Settle ==
    \/ \E s \in Chosen("suspend") : Suspended \/ Resume
    \/ \E s \in Chosen("freeze") : Unfreeze

Environment ==
    \/ \E s \in Chosen("suspend") : Suspend
    \/ \E s \in Chosen("tableSwap") : SwapTable
    \/ \E s \in Chosen("freeze") : Freeze
    \/ \E s \in Chosen("limit") : LowerLimit
    \/ \E s \in Chosen("kill"), h \in Halves : Kill(h)
    \/ \E s \in Chosen("srcWrite"), c \in Copies, i \in 1..Blocks : WriteSource(c, i)
    \/ \E s \in Chosen("mediaError") : MediaError
    \/ \E s \in Chosen("failover") : Failover
=============================================================================
