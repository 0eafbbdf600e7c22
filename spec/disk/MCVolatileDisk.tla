---------------------------- MODULE MCVolatileDisk ----------------------------
(***************************************************************************)
(* VolatileDisk keeps four small sets per sector.  Here they run beside    *)
(* the definition they stand for: the whole list of writes to one sector,  *)
(* each with the writes it makes stale.  Both must agree on the possible   *)
(* values at every moment.  The same value may be written again.           *)
(***************************************************************************)
EXTENDS Naturals, Sequences, TLC, VolatileDisk

CONSTANTS Value, MaxWrites, MaxCrashes
VARIABLES disk,     \* the disk under test; its only sector is 1
          writes,   \* sequence of [values, over, done, durable]; the first entry is what was there before
          flushing, \* {} or, during a flush, the set of the writes it covers
          busy,     \* a flush is in progress
          crashes
vars == <<disk, writes, flushing, busy, crashes>>

Before(values) == [values |-> values, over |-> {}, done |-> TRUE, durable |-> TRUE]
Index   == DOMAIN writes
Done    == {i \in Index : writes[i].done}
Stale   == UNION {writes[i].over : i \in {j \in Index : writes[j].durable}}
Defined == UNION {writes[i].values : i \in Index \ Stale}
Set(i, done, durable) == [writes EXCEPT ![i].done = done, ![i].durable = durable]

Init == /\ \E v \in Value : disk = Disk(1 :> v) /\ writes = <<Before({v})>>
        /\ flushing = {} /\ busy = FALSE /\ crashes = 0

WriteSubmit(v) ==
  /\ CanSubmit(disk, 1) /\ Len(writes) <= MaxWrites
  /\ disk' = Submit(disk, 1, v)
  /\ writes' = Append(writes, [values |-> {v}, over |-> Done, done |-> FALSE, durable |-> FALSE])
  /\ UNCHANGED <<flushing, busy, crashes>>

WriteComplete(i) ==
  /\ ~writes[i].done
  /\ \E v \in writes[i].values :
       \/ disk' = Complete(disk, 1, v) /\ writes' = Set(i, TRUE, FALSE)
       \/ disk' = CompleteFua(disk, 1, v) /\ writes' = Set(i, TRUE, TRUE)
  /\ UNCHANGED <<flushing, busy, crashes>>

FlushStarts ==
  /\ ~busy
  /\ disk' = FlushSubmit(disk) /\ flushing' = Done /\ busy' = TRUE
  /\ UNCHANGED <<writes, crashes>>

FlushEnds ==
  /\ busy
  /\ disk' = FlushComplete(disk) /\ flushing' = {} /\ busy' = FALSE
  /\ writes' = [i \in Index |-> [writes[i] EXCEPT !.durable = @ \/ i \in flushing]]
  /\ UNCHANGED crashes

\* The first read after a crash also rewrites history: the sector holds just this value.
FirstRead(v) ==
  /\ Len(writes) = 1 /\ v \in disk[1].cache
  /\ disk' = Read(disk, 1, v) /\ writes' = <<Before({v})>>
  /\ UNCHANGED <<flushing, busy, crashes>>

PowerFailure ==
  /\ crashes < MaxCrashes
  /\ disk' = Crash(disk) /\ writes' = <<Before(Defined)>>
  /\ flushing' = {} /\ busy' = FALSE /\ crashes' = crashes + 1

Next == \/ \E v \in Value : WriteSubmit(v) \/ FirstRead(v)
        \/ \E i \in Index : WriteComplete(i)
        \/ FlushStarts \/ FlushEnds \/ PowerFailure
Spec == Init /\ [][Next]_vars

TypeOK     == disk \in [{1} -> SectorType(Value)] /\ SectorOK(disk[1])
AgreeInv   == Possible(disk, 1) = Defined
ReadsInv   == Reads(disk, 1) \subseteq Possible(disk, 1)
NewestInv  == \A i \in Index : i = Len(writes) /\ writes[i].done => Reads(disk, 1) = writes[i].values
=============================================================================
