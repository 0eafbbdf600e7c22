-------------------------------- MODULE Copy --------------------------------
(***************************************************************************)
(* The invariants I1-I9 that every copy offload design must keep           *)
(* (research/copyoffload.md 1.0), and what is asked of reachability.       *)
(***************************************************************************)
EXTENDS CopyEnvironment

View(h, i) == disk[h, dm.table, i]                 \* what a user of the logical device reads

(* I1: a copy that succeeded left in each destination block a value that its source block held meanwhile. *)
ContentInv == \A c \in Copies : copy[c].result = "ok" => \A i \in 1..Blocks : View(Dst(c), i) \in held[c, i]

(* I2: the two halves that one command uses belong to one copy, in its direction. *)
PairingInv ==
    \A r \in driver : IsPair(r) => LET c == r.parts[1].half[1]
                                   IN  r.parts[1].half = Src(c) /\ r.parts[2].half = Dst(c)

(* I3: what the driver gets is one whole copy. *)
WholeInv == \A r \in driver : IsPair(r) /\ {r.parts[1].half[2], r.parts[2].half[2]} = {"src", "dst"}

(* I3: nothing joins a copy that is whole (CO-H08). *)
NoThirdInv == \A r \in driver : Len(r.parts) <= 2

(* I4: no half is in two requests, none ends twice, success means that both halves succeeded. *)
ConservationInv ==
    /\ \A q, r \in driver : q # r => Bios(q) \cap Bios(r) = {}
    /\ \A c \in Copies : copy[c].result = "ok" => bio[Src(c)].status = "ok" /\ bio[Dst(c)].status = "ok"
EndsOnceProp == [][\A h \in Halves : Ended(h) => bio'[h] = bio[h]]_bio

(* I5: both parts lie on the request's device, mapped by the table in use, checked for the same queue limits. *)
LocalityInv ==
    \A r \in driver : \A k \in DOMAIN r.parts :
        /\ r.parts[k].device = r.device
        /\ r.parts[k].table = dm.table
        /\ r.parts[k].epoch = r.parts[1].epoch

(* I5: a request that goes to the driver is within the limit of its queue. *)
WithinLimitProp == [][\A r \in driver' \ driver : r.done = 0 /\ r.device = 1 => queue.fits]_driver

(* I7: sources keep what was written to them, other volumes' blocks stay as they are. *)
FrameInv ==
    \A h \in Halves, t \in Tables, i \in 1..Blocks :
        IF t # dm.table THEN disk[h, t, i] = Other
        ELSE h = Src(h[1]) => disk[h, t, i] \in {Value(h, i, 0), Value(h, i, 1)}

(* I7: at any time a destination block is old, or new as in I1; whatever the copy's result. *)
OldOrNewInv ==
    \A c \in Copies, i \in 1..Blocks : View(Dst(c), i) \in held[c, i] \cup {Value(Dst(c), i, 0)}

(* I7: nothing is written for a copy whose caller has its result: it may have reused the range (CO-H24). *)
NothingLateProp ==
    [][\A c \in Copies : Told(c) => \A i \in 1..Blocks : View(Dst(c), i)' = View(Dst(c), i)]_<<disk, dm>>

(* I8: what is reported as moved has been moved. *)
ProgressInv ==
    \A c \in Copies : Told(c) =>
        /\ copy[c].result = "ok" => copy[c].moved = Blocks
        /\ \A i \in 1..copy[c].moved : View(Dst(c), i) \in held[c, i]

(***************************************************************************)
(* I6, I9: every copy ends, and with it every wait of a half for its       *)
(* partner; every suspend and every freeze ends.  Every behaviour here is  *)
(* finite, so a wait that never ends is a deadlock to TLC as well; what    *)
(* the property adds is that no event is needed to end a wait.             *)
(***************************************************************************)
Finished == (\A c \in Copies : Told(c)) /\ dm.state = "running" /\ queue.frozen = "no"
Terminated == Finished /\ UNCHANGED vars
EverythingEndsProp == <>Finished

(* For reachability: must be violated. *)
SuccessNotReachedInv == \A c \in Copies : copy[c].result # "ok"
ErrorNotReachedInv == \A c \in Copies : copy[c].result # "error"
FallbackNotReachedInv == \A c \in Copies : copy[c].result # "fallback"
=============================================================================
