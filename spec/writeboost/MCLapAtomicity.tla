--------------------------- MODULE MCLapAtomicity ---------------------------
(***************************************************************************)
(* Bounds of LapAtomicity, and what the published driver does instead: one *)
(* operator per defect, put in place of the corrected one by one line of   *)
(* the cfg that carries its id.                                            *)
(***************************************************************************)
EXTENDS LapAtomicity, TLC

CONSTANT MaxId  \* the last segment that is opened

Bound == nextId <= MaxId + 1
BoundInLog == Bound /\ backing[Observed].cache = {0}  \* the observed sector is never written back
Symmetry == Permutations(Blocks \ {ObservedBlock})

-----------------------------------------------------------------------------
\* WB-A1, flush_proc: header and data are one write; nothing makes the data durable first.
HeaderWithData(slot) == TRUE

\* WB-A2 and WB-A5, recover_cache: from the oldest id around the ring, in the order of the slots.
IdsRead(h) == {IdAt(h, i) : i \in Slots} \ {0}
ValidIds(h) == {IdAt(h, i) : i \in {j \in Slots : IsValid(h, j)}}
StepsFrom(oldest, id) == (SlotOf(id) - SlotOf(oldest)) % NrSegments

\* WB-A2: any larger id continues the log, even if some are missing in between; the first smaller one ends it.
HolesAccepted(h, recorded) ==
    LET ids == ValidIds(h)
        before(i, j) == StepsFrom(Min(ids), i) < StepsFrom(Min(ids), j)
    IN  {id \in ids : \A i, j \in ids : before(i, j) /\ ~before(id, j) => i < j} \ 0 .. recorded

\* WB-A2, a tempting correction: the newest run of consecutive ids.
NewestRun(h, recorded) ==
    LET ids == ValidIds(h)
    IN  {id \in ids : id .. Max(ids) \subseteq ids} \ 0 .. recorded

\* WB-A5: the first header that does not hold together ends the log, even the one that was being overwritten.
TornEndsLog(h, recorded) ==
    LET first == Min(IdsRead(h))
        holds(id) == IdAt(h, SlotOf(id)) = id /\ IsValid(h, SlotOf(id))
    IN  {id \in ValidIds(h) : \A j \in first .. id : holds(j)} \ 0 .. recorded

\* WB-A3, recover_cache: nothing outside the run is touched.
NothingInvalidated(h, accepted) == {}

\* WB-A3, half a correction: the zeros are written, but no FLUSH waits for them.
InvalidationIsVolatile == TRUE

\* WB-A4, half a correction of WB-A3: a header that is already unusable is left as it is.
OnlyValidInvalidated(h, accepted) == {i \in Slots : IsValid(h, i) /\ IdAt(h, i) \notin accepted}

\* WB-A6, migrate_linked_segments: data is discarded as soon as it is migrated.
DiscardedWhenMigrated(recorded, written) == written

\* WB-A6, wait_for_migration: a slot is used again as soon as it is migrated.
FreeWhenMigrated(slot) == segments[slot].id <= migrated

\* WB-A7, recover_cache: the next id follows the last one found in the log, whatever the record says.
NextIdFollowsLog(h, accepted, recorded) ==
    Max(accepted \cup (ValidIds(h) \cap 0 .. recorded) \cup {0}) + 1

\* WB-A8, recover_cache: last_migrated inferred from last_flushed, one too low.
MigratedInferred(accepted, recorded) ==
    LET last == Max(accepted \cup {recorded}) IN IF last > NrSegments THEN last - NrSegments ELSE 0

\* WB-A9, update_by_segment_header_device: the older copy is unhashed but stays dirty.
OlderStaysDirty(h, accepted, id, k) == EntriesAt(h, SlotOf(id))[k].dirty

\* WB-A10, migrate_linked_segments, commit_super_block: who holds the newer copy is not asked.
RecordWhenMigrated(id) == TRUE

\* WB-A11, migrate_mb: FUA for a full block, a plain write for the sectors of a partial one.
PlainWhenPartial(disk, v, dirty) ==
    IF dirty = Sectors THEN Disk!CompleteFua(disk, Observed, v) ELSE Disk!Write(disk, Observed, v)

\* WB-A11 in the background, migrate_linked_segments: clean before the FLUSH of the backing device.
CleanWhenWrittenBack(table, slot) == CleanedSlot(table, slot)

\* Rule 21 that the driver keeps: what it drops is full and covered entirely.
DropsAnyway(dirty, sectors) == TRUE

-----------------------------------------------------------------------------
\* Liveness: no constraint, the log just ends; the power does not fail during recovery.

SlotIsFreeWithinBound(slot) == segments[slot].id <= record /\ nextId <= MaxId
LiveSpec == Init /\ [][System \/ User \/ (mode = "up" /\ Crash)]_vars /\ Fairness
LiveWriterProp == WriterProp(MaxId)

\* WB-A10 corrected, but in the driver's order, queue_current_buffer: the next slot first, then the queue.
NextSlotFirst == SlotIsFree(SlotOf(nextId))

-----------------------------------------------------------------------------
\* States that must be reached: these are meant to be violated.

IsTorn(slot) == mode = "down" /\
    LET h == [x \in DOMAIN headers |-> CHOOSE v \in Disk!Reads(headers, x) : TRUE]
    IN  IdAt(h, slot) # 0 /\ ~LapsAgree(h, slot) /\ AcceptedIds(h, record) # {}

TornHeaderNotReachedInv == \A i \in Slots : ~IsTorn(i)

WrappedLogNotReachedInv ==
    ~(mode = "recovering" /\ \E i, j \in Slots : segments[i].id > NrSegments /\ segments[j].id \in 1 .. NrSegments)

ReplayedNotReachedInv ==
    ~(mode = "recovering" /\ ObservedSector \in DirtyOf(segments, ObservedBlock) /\ backing[Observed].cache = {0})
=============================================================================
