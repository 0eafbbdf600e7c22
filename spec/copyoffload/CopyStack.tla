------------------------------ MODULE CopyStack ------------------------------
(***************************************************************************)
(* What all copy offload designs have in common: the copies, the stack     *)
(* they travel through, the driver and the device that execute them.       *)
(*                                                                         *)
(* A copy moves Blocks blocks from a source to a destination range of one  *)
(* logical device and is described by two halves (bios), src and dst.      *)
(* A half passes submit_bio_noacct, is mapped by a stacking driver (dm),   *)
(* perhaps in another task, and arrives at the queue of a lower device.    *)
(* There a design brings the halves together (its own module) and hands    *)
(* one request to the driver.  To read: CopyStack, CopyEnvironment, Copy,  *)
(* then CopySound or any other design.                                     *)
(*                                                                         *)
(* Stresses is what the environment may do; a cfg chooses it.  An event    *)
(* happens at most once, MaxEvents of them in all; a condition always may. *)
(*                                                                         *)
(* Not modelled: lengths (but see unequal), several chunks per copy,       *)
(* overlap of source and destination, the page cache, accounting,          *)
(* memory lifetime (CO-a6, CO-H25).  A block is copied in one step: I1     *)
(* allows a gap between its read and its write, but no design can see it.  *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS
    Copies,    \* the copies; also the tasks that submit them
    Blocks,    \* blocks per copy
    Devices,   \* lower devices, {1} or {1, 2}, with one queue each; freeze and limit concern queue 1
    Tags,      \* requests that one queue can hold (queue depth)
    Clones,    \* bios that the stacking driver can have mapped at once (its mempool)
    Workers,   \* tasks of an asynchronous stacking driver; {} if it maps in the submitter's task
    Stresses,  \* what the environment may do
    MaxEvents  \* events in one behaviour

Events == {"suspend", "tableSwap", "freeze", "limit", "kill", "srcWrite", "mediaError", "failover"}
Conditions == {
    "split",        \* a half may cross a target boundary of the stacking driver
    "pieces",       \* or may be cut in two there, source halves only
    "mirror",       \* a target may send a destination half to two devices
    "plugFlush",    \* the submitter may sleep at any time
    "nomerges",     \* the queue merges nothing
    "elevator",     \* requests wait in mq-deadline instead of the software queue
    "shiftDown",    \* each copy's destination ends where its source begins
    "unequal",      \* one copy is half as long as the others
    "adjacent",     \* the copies are two chunks that follow each other, in both ranges
    "expire",       \* a parked half or an unused token may be given up at any time
    "timeout" }     \* the block layer may time out any command

ASSUME BoundsAssumption == {Blocks, Tags, Clones} \subseteq Nat \ {0} /\ Devices \in {{1}, {1, 2}}
ASSUME StressesAssumption == Stresses \subseteq Events \cup Conditions

\* To be used as \E s \in Chosen("freeze") : A; leaves A out of a model whose environment cannot do this.
Chosen(stress) == Stresses \cap {stress}

Halves == Copies \X {"src", "dst"}
Src(c) == <<c, "src">>
Dst(c) == <<c, "dst">>
\* The second bio that a stacking driver makes of a half (CO-d3, CO-d5): of a source cut in two, or of a mirrored one.
Legs == IF {"pieces", "mirror"} \cap Stresses = {} THEN {} ELSE Copies \X {"leg"}
Leg(c) == <<c, "leg">>
Role(h) == IF h[2] # "leg" THEN h[2] ELSE IF "pieces" \in Stresses THEN "src" ELSE "dst"
Partner(h) == IF h = Src(h[1]) THEN Dst(h[1]) ELSE Src(h[1])

Tables == IF "tableSwap" \in Stresses THEN {1, 2} ELSE {1}
Value(h, i, version) == <<h[1], h[2], i, version>>
Other == <<"other", "other", 0, 0>>            \* data of another volume
DmQueue == "dm_wq"                             \* the task that submits what was deferred during a suspend
Nobody == "nobody"

VARIABLES
    disk,      \* value of block i of half h at the place that table t maps it to
    held,      \* history: values of each source block since its copy was submitted
    dm,        \* stacking driver: state, and the table in use
    queue,     \* queue of device 1: frozen; epoch, changed while frozen; fits, a copy is within max_copy_sectors
    left,      \* events that have not happened yet
    bio,       \* per half: where it is; task, table, device, epoch while it waits at a queue; the status it ended with
    driver,    \* requests that the driver has
    copy,      \* per copy: the result told to the caller, and how many blocks the device reported as moved
    design     \* whatever else the design keeps: its module says what

vars == <<disk, held, dm, queue, left, bio, driver, copy, design>>

TypeOK ==
    /\ dm \in [state: {"running", "suspending", "suspended"}, table: Tables]
    /\ queue \in [frozen: {"no", "waiting", "yes"}, epoch: {0, 1}, fits: BOOLEAN]
    /\ left \subseteq Events
    /\ \A h \in Halves \cup Legs :
        /\ bio[h].at \in {"new", "never", "deferred", "async", "arrived", "parked", "request", "lost", "ended"}
        /\ bio[h].task \in Copies \cup Workers \cup {DmQueue, Nobody}
        /\ bio[h].table \in Tables \cup {0} /\ bio[h].device \in Devices \cup {0} /\ bio[h].epoch \in {0, 1}
        /\ bio[h].status \in {"none", "ok", "error", "unsupported"}
    /\ \A r \in driver : r.done \in 0..Blocks /\ \A k \in DOMAIN r.parts : r.parts[k].half \in Halves \cup Legs
    /\ copy \in [Copies -> [result: {"none", "ok", "error", "fallback"}, moved: 0..Blocks]]

Unmapped(at, status) ==
    [at |-> at, task |-> Nobody, table |-> 0, device |-> 0, epoch |-> 0, status |-> status]

Init ==
    /\ disk = [h \in Halves \cup Legs, t \in Tables, i \in 1..Blocks |-> IF t = 1 THEN Value(h, i, 0) ELSE Other]
    /\ held = [c \in Copies, i \in 1..Blocks |-> {Value(Src(c), i, 0)}]
    /\ dm = [state |-> "running", table |-> 1]
    /\ queue = [frozen |-> "no", epoch |-> 0, fits |-> TRUE]
    /\ left = Stresses \cap Events
    /\ bio = [h \in Halves \cup Legs |-> Unmapped("new", "none")]
    /\ driver = {}
    /\ copy = [c \in Copies |-> [result |-> "none", moved |-> 0]]

----------------------------------------------------------------------------
\* The stack above the queue

Mapped == {h \in Halves \cup Legs : bio[h].at \in {"arrived", "parked", "request", "lost"}}
InFlight == Mapped \cup {h \in Halves : bio[h].at = "async"}       \* what dm_suspend waits for
Busy(c) == \E h \in {Src(c), Dst(c)} : bio[h].at = "arrived" /\ bio[h].task = c     \* c is still in submit_bio
Ended(h) == bio[h].at \in {"ended", "never"}
Told(c) == copy[c].result # "none"

End(halves, status) == bio' = [h \in DOMAIN bio |-> IF h \in halves THEN Unmapped("ended", status) ELSE bio[h]]

Arrived(task, table, device) ==
    [at |-> "arrived", task |-> task, table |-> table, device |-> device, epoch |-> 0, status |-> "none"]

(* Correction (CO-H39, CO-d3, rule 7): a target that would make two bios of a half takes none. *)
MapTwice(h, task) == End({h}, "unsupported")

(***************************************************************************)
(* __split_and_process_bio, __map_bio: clone, remap, pass on to the queue  *)
(* of a lower device.  A half that would have to be split ends alone.      *)
(***************************************************************************)
Map(h, task) ==
    /\ Cardinality(Mapped) < Clones
    /\ \/ \E d \in Devices : bio' = [bio EXCEPT ![h] = Arrived(task, dm.table, d)]
       \/ "split" \in Stresses /\ End({h}, "unsupported")
       \/ Legs # {} /\ Role(h) = Role(Leg(h[1])) /\ MapTwice(h, task)

(***************************************************************************)
(* submit_bio_noacct, dm_submit_bio.  One step up to the next point where  *)
(* the task may be held up: md->deferred, an asynchronous driver's worker, *)
(* or the entry of the lower queue.                                        *)
(***************************************************************************)
Submit(h) ==
    /\ bio[h].at = "new"
    /\ IF dm.state # "running" THEN bio' = [bio EXCEPT ![h].at = "deferred"]
       ELSE IF Workers # {} THEN bio' = [bio EXCEPT ![h].at = "async"]
       ELSE Map(h, h[1])
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* A worker of an asynchronous stacking driver (as in dm-crypt) takes up any half: no order is kept. *)
Deliver(h, w) ==
    /\ bio[h].at = "async"
    /\ Map(h, w)
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

(* dm_wq_work: after a resume, submits what was deferred, one by one and without a plug (CO-H02). *)
DeliverDeferred(h) ==
    /\ bio[h].at = "deferred" /\ dm.state = "running"
    /\ Map(h, DmQueue)
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy, design>>

Delivery ==
    \E h \in Halves :
        \/ \E w \in Workers : Deliver(h, w)
        \/ \E s \in Chosen("suspend") : DeliverDeferred(h)

----------------------------------------------------------------------------
\* The queue, the driver, the device

QueueIsFrozen(h) == bio[h].device = 1 /\ queue.frozen # "no"        \* bio_queue_enter would sleep
TooLong(h) == bio[h].device = 1 /\ ~queue.fits
TagFree(d) == Cardinality({r \in driver : r.device = d}) < Tags

\* A mapped half as part of a request.
Part(h, epoch) == [half |-> h, table |-> bio[h].table, device |-> bio[h].device, epoch |-> epoch]

\* The parts are in the order that the driver takes them (source first); done is how far the device got.
Request(parts, device) == [parts |-> parts, device |-> device, done |-> 0]
Bios(r) == {r.parts[k].half : k \in DOMAIN r.parts}
IsPair(r) == Len(r.parts) = 2

InRequest(halves) == bio' = [h \in DOMAIN bio |-> IF h \in halves THEN Unmapped("request", "none") ELSE bio[h]]

(***************************************************************************)
(* The device copies the next block: one read, one write.  The driver has  *)
(* checked only that the request has two bios (v14 rule R12).              *)
(***************************************************************************)
Place(part, i) == <<part.half, part.table, i>>
WriteBlock(r, value) ==
    /\ disk' = [disk EXCEPT ![Place(r.parts[2], r.done + 1)] = value]
    /\ driver' = (driver \ {r}) \cup {[r EXCEPT !.done = @ + 1]}
    /\ UNCHANGED <<held, dm, queue, left, bio, copy, design>>

CopyBlock(device) ==
    \E r \in driver :
        /\ IsPair(r) /\ r.device = device /\ r.done < Blocks
        /\ WriteBlock(r, disk[Place(r.parts[1], r.done + 1)])

ReportMoved(r) ==
    copy' = [c \in Copies |-> IF Dst(c) \in Bios(r) THEN [copy[c] EXCEPT !.moved = r.done] ELSE copy[c]]

EndRequest(r, status) ==
    /\ driver' = driver \ {r}
    /\ End(Bios(r), status)
    /\ ReportMoved(r)
    /\ UNCHANGED <<disk, held, dm, queue, design>>

(* nvme_setup_copy_offload: a request without two bios is not a copy: BLK_STS_IOERR for all its bios. *)
Reject == \E r \in driver : ~IsPair(r) /\ EndRequest(r, "error") /\ UNCHANGED left

(***************************************************************************)
(* nvme_failover_req: the path of a request is gone.                       *)
(* Correction (CO-H16): it stays one request, and begins again.            *)
(***************************************************************************)
Requeue(r) ==
    /\ driver' = (driver \ {r}) \cup {[r EXCEPT !.done = 0]}
    /\ UNCHANGED <<disk, held, dm, queue, bio, copy, design>>

(* blk_mq_end_request after the last block *)
Finish == \E r \in driver : IsPair(r) /\ r.done = Blocks /\ EndRequest(r, "ok") /\ UNCHANGED left

(***************************************************************************)
(* The end of blkdev_copy_offload: the caller is told when no half is on   *)
(* its way.  Where offload was not possible it may copy by itself.         *)
(***************************************************************************)
(* Correction (CO-H42): the result comes from both halves. *)
Verdict(c) ==
    LET statuses == {bio[h].status : h \in {Src(c), Dst(c)} \cup {l \in Legs : l = Leg(c) /\ bio[l].at # "new"}}
    IN  IF statuses = {"ok"} THEN "ok"
        ELSE IF "unsupported" \in statuses /\ "error" \notin statuses THEN "fallback" ELSE "error"

Complete(c) ==
    /\ ~Told(c) /\ Ended(Src(c)) /\ Ended(Dst(c)) /\ \A l \in Legs : l = Leg(c) => Ended(l) \/ bio[l].at = "new"
    /\ copy' = [copy EXCEPT ![c].result = Verdict(c)]
    /\ UNCHANGED <<disk, held, dm, queue, left, bio, driver, design>>
=============================================================================
