---------------------------- MODULE LapAtomicity ----------------------------
(***************************************************************************)
(* dm-writeboost as a cache that keeps its promises: the published disk    *)
(* format, its commit corrected by order.                                  *)
(*   - Data area, FLUSH of the cache device, header.  Headers of several   *)
(*     segments may be on their way together and arrive in any order.      *)
(*   - FLUSH before a barrier is acknowledged.                             *)
(*   - A slot is used again, and data discarded, only after the superblock *)
(*     says durably that its segment is migrated: the data area of the new *)
(*     segment destroys the old one long before its header does.           *)
(*   - Recovery: LapLog.AcceptedIds; every slot outside the run is zeroed, *)
(*     and flushed, before the first write.                                *)
(*                                                                         *)
(* Control flow never depends on data and the contract is per sector, so   *)
(* the data of ONE sector of the volume is modelled, Observed; whatever    *)
(* another sector holds is Junk.  `backing` has only that sector, `data`   *)
(* and `rambuf` have in each line the sector at its offset.                *)
(*                                                                         *)
(* Not modelled: FUA (waits in the same list as a FLUSH), discards by the  *)
(* user (WB-A20), several backing devices, I/O errors, the skipped first   *)
(* line of a forced segment (WB-C20), empty segments (WB-C21), and races   *)
(* inside one map call or one migration (WB-B).                            *)
(* A violation of ContractProp means: an acknowledged write is lost, or a  *)
(* read returned what nobody wrote there.                                  *)
(***************************************************************************)
EXTENDS LapLog

CONSTANTS
    NrBuffers,       \* RAM buffers: segments that are filling or wait for the flush daemon
    ObservedBlock, ObservedSector,
    Values           \* what the observed sector may hold: the numbers of its writes, 0 before the first

VARIABLES
    headers,    \* cache device: sectors <<slot, k>> of the headers
    data,       \* cache device: sector <<slot, line>> of the data areas
    record,     \* cache device: last_migrated_segment_id in the superblock, written with FUA
    backing,    \* backing device: the observed sector
    mode,       \* "up", "down" (the power failed) or "recovering" (headers read, invalidation not yet durable)
    segments,   \* RAM: slot -> segment_header with its metablocks
    buffers,    \* RAM: segments whose header is not yet written, oldest first; only the last may be filling
    rambuf,     \* RAM: what the buffers hold, laid out like data
    nextId,     \* RAM: id of the segment that is opened next
    migrated,   \* RAM: last_migrated_segment_id
    migrating,  \* RAM: the segment that is written back but not yet flushed to the backing device, or 0
    barrier,    \* RAM: the segment that the deferred FLUSH waits for, or NoBarrier
    contract,   \* history: what the user was promised (DurableBlocks)
    version     \* history: number of writes to the observed sector

cacheVars == <<headers, data, record>>
logVars == <<segments, buffers, rambuf, nextId>>
migrationVars == <<migrated, migrating>>
historyVars == <<contract, version>>
vars == <<cacheVars, backing, mode, logVars, migrationVars, barrier, historyVars>>

Disk == INSTANCE VolatileDisk

Junk == -1
NoBarrier == -1
Observed == <<ObservedBlock, ObservedSector>>

ASSUME ProtocolAssumption == 0 \in Values /\ Junk \notin Values /\ NrBuffers \in Nat \ {0}

IsDurable(disk, x) == Disk!Possible(disk, x) = Disk!Reads(disk, x)
HeaderIsDurable(slot) == \A k \in Lines : IsDurable(headers, <<slot, k>>)
DataIsDurable(slot) == \A k \in Lines : IsDurable(data, <<slot, k>>)

IsBuffered(id) == \E n \in DOMAIN buffers : buffers[n].id = id
IsFilling == buffers # <<>> /\ buffers[Len(buffers)].stage = "filling"
Filling == buffers[Len(buffers)]
IsBuffering(b) == \E k \in DOMAIN Filling.entries : Filling.entries[k].block = b

\* What a read of the observed sector finds.
CachedValues(p) == IF IsBuffered(segments[p[1]].id) THEN {rambuf[p]} ELSE Disk!Reads(data, p)
VisibleValues ==
    IF ObservedSector \in DirtyOf(segments, ObservedBlock)
    THEN CachedValues(NewestOf(segments, ObservedBlock))
    ELSE Disk!Reads(backing, Observed)
reads == [x \in {Observed} |-> IF mode = "up" THEN VisibleValues ELSE {}]

Contract == INSTANCE DurableBlocks WITH
    Values <- [x \in {Observed} |-> Values], Initial <- [x \in {Observed} |-> 0]

TypeOK ==
    /\ \A x \in Slots \X Lines : Disk!SectorOK(headers[x]) /\ Disk!SectorOK(data[x])
    /\ UNION {data[x].medium : x \in Slots \X Lines} \subseteq Values \cup {Junk}
    /\ Disk!SectorOK(backing[Observed]) /\ backing[Observed].medium \subseteq Values \cup {Junk}
    /\ mode \in {"up", "down", "recovering"}
    /\ segments \in [Slots -> SegmentsType]
    /\ \A n \in DOMAIN buffers : /\ buffers[n].stage \in {"filling", "queued", "written"}
                                 /\ buffers[n].stage = "filling" => n = Len(buffers)
    /\ Len(buffers) <= NrBuffers
    /\ rambuf \in [Slots \X Lines -> Values \cup {Junk}]
    /\ {record, nextId, migrated, migrating, version} \subseteq Nat
    /\ barrier \in Nat \cup {NoBarrier}

Init ==
    /\ headers = Disk!Disk([x \in Slots \X Lines |-> ZeroHeader])
    /\ data = Disk!Disk([x \in Slots \X Lines |-> Junk])
    /\ record = 0
    /\ backing = Disk!Disk([x \in {Observed} |-> 0])
    /\ mode = "up"
    /\ segments = [i \in Slots |-> [id |-> 0, lines |-> <<>>]]
    /\ buffers = <<>>
    /\ rambuf = [x \in Slots \X Lines |-> Junk]
    /\ nextId = 1
    /\ migrated = 0
    /\ migrating = 0
    /\ barrier = NoBarrier
    /\ contract = Contract!Promise
    /\ version = 0

-----------------------------------------------------------------------------
\* System: the log

(***************************************************************************)
(* writeboost_map, a write of some sectors of a block: one step, under     *)
(* io_lock; acknowledged at once, with the data in RAM only.  It hits the  *)
(* current segment, takes its next line, or opens the next segment.  An    *)
(* older dirty copy is dropped when it is full and fully overwritten;      *)
(* otherwise it is written back first, which is WriteBack.                 *)
(* A segment is opened only after the old one is queued (Close).  The      *)
(* driver does it the other way round (queue_current_buffer), and would    *)
(* wait for ever when what SlotIsFree waits for is in the old one.         *)
(***************************************************************************)
MayDrop(dirty, sectors) == dirty = {} \/ (dirty = Sectors /\ sectors = Sectors)
SlotIsFree(slot) == segments[slot].id <= record

WriteHit(k, b, sectors) ==
    /\ IsFilling /\ k \in DOMAIN Filling.entries /\ Filling.entries[k].block = b
    /\ buffers' = [buffers EXCEPT ![Len(buffers)].entries[k].dirty = @ \cup sectors]
    /\ segments' = [segments EXCEPT ![SlotOf(Filling.id)].lines[k].dirty = @ \cup sectors]
    /\ UNCHANGED nextId

NextLine(k, b, entry) ==
    /\ IsFilling /\ ~IsBuffering(b) /\ k = Len(Filling.entries) + 1
    /\ buffers' = [buffers EXCEPT ![Len(buffers)].entries = Append(@, entry)]
    /\ segments' = [CleanedBlock(segments, b) EXCEPT ![SlotOf(Filling.id)].lines = Append(@, entry)]
    /\ UNCHANGED nextId

NextSegment(k, b, entry) ==
    /\ ~IsFilling /\ k = 1 /\ Len(buffers) < NrBuffers /\ SlotIsFree(SlotOf(nextId))
    /\ buffers' = Append(buffers, [id |-> nextId, stage |-> "filling", entries |-> <<entry>>])
    /\ segments' = [CleanedBlock(segments, b) EXCEPT ![SlotOf(nextId)] = [id |-> nextId, lines |-> <<entry>>]]
    /\ nextId' = nextId + 1

WriteMiss(k, b, sectors) ==
    LET entry == [block |-> b, dirty |-> sectors]
    IN  MayDrop(DirtyOf(segments, b), sectors) /\ (NextLine(k, b, entry) \/ NextSegment(k, b, entry))

Write(b, sectors) ==
    /\ mode = "up"
    /\ \E k \in Lines :
        /\ WriteHit(k, b, sectors) \/ WriteMiss(k, b, sectors)
        /\ IF Observed \in {b} \X sectors
           THEN /\ version + 1 \in Values
                /\ version' = version + 1
                /\ rambuf' = [rambuf EXCEPT ![<<SlotOf(nextId' - 1), k>>] = version']
                /\ contract' = Contract!WriteAcked(Contract!WriteSubmitted(contract, Observed, version'),
                                                   Observed, version')
           ELSE UNCHANGED <<rambuf, version, contract>>
    /\ UNCHANGED <<cacheVars, backing, mode, migrationVars, barrier>>

(***************************************************************************)
(* queue_flushing: the segment is full, or a deferred FLUSH waits for it   *)
(* (flush_barrier_ios).  Its header is final from here on.                 *)
(***************************************************************************)
Close ==
    /\ mode = "up" /\ IsFilling
    /\ Len(Filling.entries) = NrLines \/ barrier = Filling.id
    /\ buffers' = [buffers EXCEPT ![Len(buffers)].stage = "queued"]
    /\ UNCHANGED <<cacheVars, backing, mode, segments, rambuf, nextId, migrationVars, barrier, historyVars>>

(***************************************************************************)
(* flush_proc, first half: the data area.  Any queued segment: a daemon    *)
(* with several workers may overlap them.                                  *)
(***************************************************************************)
WriteData(n) ==
    /\ mode = "up" /\ buffers[n].stage = "queued"
    /\ LET slot == SlotOf(buffers[n].id)
       IN  data' = Disk!WriteAll(data, [x \in {slot} \X DOMAIN buffers[n].entries |-> rambuf[x]])
    /\ buffers' = [buffers EXCEPT ![n].stage = "written"]
    /\ UNCHANGED <<headers, record, backing, mode, segments, rambuf, nextId, migrationVars, barrier, historyVars>>

(***************************************************************************)
(* flush_proc, second half: the header, once the data it describes is      *)
(* durable (WB-A1).  All its sectors are one request, which may tear.  The *)
(* RAM buffer is free again (flush_done).                                  *)
(***************************************************************************)
HeaderMayBeWritten(slot) == DataIsDurable(slot)

WriteHeader ==
    /\ mode = "up" /\ buffers # <<>> /\ buffers[1].stage = "written"
    /\ LET slot == SlotOf(buffers[1].id)
       IN  /\ HeaderMayBeWritten(slot)
           /\ headers' = Disk!WriteAll(headers,
                  [x \in {slot} \X Lines |-> HeaderSector(buffers[1].id, buffers[1].entries, x[2])])
           /\ rambuf' = [x \in DOMAIN rambuf |-> IF x[1] = slot THEN Junk ELSE rambuf[x]]
    /\ buffers' = Tail(buffers)
    /\ UNCHANGED <<data, record, backing, mode, segments, nextId, migrationVars, barrier, historyVars>>

(***************************************************************************)
(* flush_proc: bio_endio of the deferred FLUSH.                            *)
(***************************************************************************)
CompleteBarrier ==
    /\ mode = "up" /\ barrier # NoBarrier
    /\ \A n \in DOMAIN buffers : buffers[n].id > barrier
    /\ \A i \in Slots : segments[i].id <= barrier => HeaderIsDurable(i)
    /\ contract' = Contract!FlushAcked(contract)
    /\ barrier' = NoBarrier
    /\ UNCHANGED <<cacheVars, backing, mode, logVars, migrationVars, version>>

-----------------------------------------------------------------------------
\* System: write-back

(***************************************************************************)
(* migrate_mb and migrate_buffered_mb: a read of a partly dirty block, or  *)
(* a write that cannot drop the old copy, writes the dirty sectors to the  *)
(* backing device with FUA, partial blocks too (WB-A11).  One step: until  *)
(* it is done the log still has them.  A block in the current segment      *)
(* stays dirty; one whose header is not yet written is waited for.         *)
(***************************************************************************)
ForegroundWrite(disk, v, dirty) == Disk!CompleteFua(disk, Observed, v)

WriteBack(b) ==
    /\ mode = "up" /\ DirtyOf(segments, b) # {}
    /\ LET p == NewestOf(segments, b)
           dirty == DirtyOf(segments, b)
       IN  /\ IF Observed \in {b} \X dirty
              THEN \E v \in CachedValues(p) : backing' = ForegroundWrite(backing, v, dirty)
              ELSE UNCHANGED backing
           /\ \/ ~IsBuffered(segments[p[1]].id) /\ segments' = CleanedBlock(segments, b)
              \/ IsFilling /\ segments[p[1]].id = Filling.id /\ UNCHANGED segments
    /\ UNCHANGED <<cacheVars, mode, buffers, rambuf, nextId, migrationVars, barrier, historyVars>>

(***************************************************************************)
(* migrate_linked_segments, blkdev_issue_discard: the data areas that      *)
(* nobody needs any more, as soon as possible (WB-A6).                     *)
(***************************************************************************)
LastDiscardable(recorded, written) == recorded

Discard(last) ==
    LET area == {x \in DOMAIN data : segments[x[1]].id \in 1 .. last /\ Disk!Reads(data, x) # {Junk}}
    IN  data' = Disk!WriteAll(data, [x \in area |-> Junk])

(***************************************************************************)
(* migrate_proc, migrate_linked_segments: the next segment in order of id, *)
(* as it stands in its slot: read, write to the backing device, FLUSH it   *)
(* if anything was written, and only then clean.  The driver cleans before *)
(* the FLUSH, and then a partial write makes a new copy of the block that  *)
(* retires the old one on replay, although its sectors may not be there.   *)
(***************************************************************************)
WhenWrittenBack(table, slot) == table

MigrateSegment ==
    LET id == migrated + 1
        lines == segments[SlotOf(id)].lines
        dirtyLines == {k \in DOMAIN lines : lines[k].dirty # {}}
        source == {k \in dirtyLines : Observed \in {lines[k].block} \X lines[k].dirty}
    IN  /\ mode = "up" /\ migrating = 0 /\ id < nextId /\ ~IsBuffered(id)
        /\ IF source = {} THEN UNCHANGED backing
           ELSE \E k \in source : \E v \in Disk!Reads(data, <<SlotOf(id), k>>) :
                    backing' = Disk!Write(backing, Observed, v)
        /\ segments' = WhenWrittenBack(segments, SlotOf(id))
        /\ IF dirtyLines = {} THEN migrated' = id /\ Discard(LastDiscardable(record, id)) /\ UNCHANGED migrating
                              ELSE migrating' = id /\ UNCHANGED <<migrated, data>>
        /\ UNCHANGED <<headers, record, mode, buffers, rambuf, nextId, barrier, historyVars>>

FlushBacking ==
    /\ migrating # 0
    /\ backing' = Disk!Flush(backing)
    /\ segments' = CleanedSlot(segments, SlotOf(migrating))
    /\ migrated' = migrating
    /\ migrating' = 0
    /\ Discard(LastDiscardable(record, migrating))
    /\ UNCHANGED <<headers, record, mode, buffers, rambuf, nextId, barrier, historyVars>>

(***************************************************************************)
(* commit_super_block: from here on recovery ignores the segment.  A block *)
(* dropped from it in favour of a newer copy is safe only when that copy   *)
(* is durable in the log (WB-A10).                                         *)
(***************************************************************************)
BlocksOf(slot) == {segments[slot].lines[k].block : k \in DOMAIN segments[slot].lines}
MayRecord(id) ==
    \A i \in Slots : segments[i].id > id /\ BlocksOf(i) \cap BlocksOf(SlotOf(id)) # {} =>
                         ~IsBuffered(segments[i].id) /\ HeaderIsDurable(i)

CommitSuperBlock ==
    /\ mode = "up" /\ record < migrated /\ MayRecord(record + 1)
    /\ record' = record + 1
    /\ Discard(LastDiscardable(record + 1, migrated))
    /\ UNCHANGED <<headers, backing, mode, logVars, migrationVars, barrier, historyVars>>

(***************************************************************************)
(* FLUSH of the cache device, when somebody waits for it: a header for its *)
(* data, a deferred FLUSH, the superblock, or the end of recovery.         *)
(***************************************************************************)
FlushCache ==
    /\ \/ mode = "recovering"
       \/ \E n \in DOMAIN buffers : buffers[n].stage = "written"
       \/ barrier # NoBarrier
       \/ mode = "up" /\ record < migrated /\ ~MayRecord(record + 1)
    /\ \E i \in Slots : ~HeaderIsDurable(i) \/ ~DataIsDurable(i)
    /\ headers' = Disk!Flush(headers)
    /\ data' = Disk!Flush(data)
    /\ UNCHANGED <<record, backing, mode, logVars, migrationVars, barrier, historyVars>>

-----------------------------------------------------------------------------
\* System: recovery

(***************************************************************************)
(* recover_cache: reads every header, rebuilds the metablocks and zeroes   *)
(* what is outside the run.  One step: until the zeros are written nothing *)
(* is changed, and the zeros are volatile until FlushCache.                *)
(***************************************************************************)
Recover ==
    /\ mode = "down"
    /\ \E h \in {[x \in DOMAIN headers |-> CHOOSE v \in Disk!Reads(headers, x) : TRUE]} :
       \E accepted \in {AcceptedIds(h, record)} :
        /\ segments' = Replayed(h, accepted)
        /\ nextId' = NextIdAfterRecovery(h, accepted, record)
        /\ migrated' = MigratedAfterRecovery(accepted, record)
        /\ headers' = Disk!WriteAll(headers,
               [x \in {y \in SlotsToInvalidate(h, accepted) \X Lines : h[y] # ZeroHeader} |-> ZeroHeader])
        /\ data' = Disk!WriteAll(data, [x \in {y \in DOMAIN data : segments'[y[1]].id = 0} |-> Junk])
    /\ mode' = "recovering"
    /\ UNCHANGED <<record, backing, buffers, rambuf, migrating, barrier, historyVars>>

(***************************************************************************)
(* The volume answers again; its user reads what is there.                 *)
(***************************************************************************)
InvalidationIsDurable == \A i \in Slots : HeaderIsDurable(i)

Resume ==
    /\ mode = "recovering" /\ InvalidationIsDurable
    /\ mode' = "up"
    /\ \E v \in VisibleValues : contract' = Contract!ReadBack(contract, Observed, v)
    /\ UNCHANGED <<cacheVars, backing, logVars, migrationVars, barrier, version>>

-----------------------------------------------------------------------------
\* Environment

(***************************************************************************)
(* queue_barrier_io: a FLUSH covers the writes acknowledged before it.     *)
(***************************************************************************)
RequestFlush ==
    /\ mode = "up" /\ barrier = NoBarrier
    /\ barrier' = nextId - 1
    /\ contract' = Contract!FlushSubmitted(contract)
    /\ UNCHANGED <<cacheVars, backing, mode, logVars, migrationVars, version>>

(***************************************************************************)
(* The power fails.  Recovery reads every header and the user reads the    *)
(* backing device, so these are decided here; a data sector stays a set of *)
(* possible values.                                                        *)
(***************************************************************************)
Decided(disk) ==
    LET open == {x \in DOMAIN disk : ~IsDurable(disk, x)}
    IN  {d \in [open -> UNION {disk[x].medium : x \in open}] : \A x \in open : d[x] \in disk[x].medium}
AfterCrash(disk, d) ==
    Disk!Disk([x \in DOMAIN disk |-> IF x \in DOMAIN d THEN d[x] ELSE CHOOSE v \in disk[x].medium : TRUE])

Crash ==
    /\ \E d \in Decided(headers) : headers' = AfterCrash(headers, d)
    /\ \E d \in Decided(backing) : backing' = AfterCrash(backing, d)
    /\ data' = Disk!Crash(data)
    /\ mode' = "down"
    /\ segments' = [i \in Slots |-> [id |-> 0, lines |-> <<>>]]
    /\ buffers' = <<>> /\ rambuf' = [x \in DOMAIN rambuf |-> Junk]
    /\ nextId' = 0 /\ migrated' = 0 /\ migrating' = 0 /\ barrier' = NoBarrier
    /\ contract' = Contract!PowerFailed(contract)
    /\ UNCHANGED <<record, version>>

-----------------------------------------------------------------------------
Next ==
    \/ Close \/ WriteHeader \/ FlushCache \/ CompleteBarrier
    \/ \E b \in Blocks, sectors \in SUBSET Sectors \ {{}} : Write(b, sectors)
    \/ \E n \in DOMAIN buffers : WriteData(n)
    \/ \E b \in Blocks : WriteBack(b)
    \/ MigrateSegment \/ FlushBacking \/ CommitSuperBlock
    \/ Recover \/ Resume
    \/ RequestFlush \/ Crash

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
(***************************************************************************)
(* Refinement.  A write is acknowledged in the step that maps it: that is  *)
(* two steps of the contract in one.                                       *)
(***************************************************************************)
WriteServed ==
    /\ Contract!ReadsInv'
    /\ \E v \in Values : contract' = Contract!WriteAcked(Contract!WriteSubmitted(contract, Observed, v), Observed, v)

ContractInv == Contract!ReadsInv
ContractProp == [][Contract!Next \/ WriteServed]_<<contract, reads>>
=============================================================================
