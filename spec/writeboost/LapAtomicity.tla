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
(*   - Recovery replays the first run of ids above that record; every slot *)
(*     outside it is zeroed, and flushed, before the first write.          *)
(*                                                                         *)
(* Read LapLog first (disk format, recovery), then LapVolume (state),      *)
(* LapMigration (write-back) and this module (log, power failure).         *)
(*                                                                         *)
(* Not modelled: FUA (waits in the same list as a FLUSH), discards by the  *)
(* user (WB-A20), several backing devices, I/O errors, the skipped first   *)
(* line of a forced segment (WB-C20), empty segments (WB-C21), and races   *)
(* inside one map call or one migration (WB-B).                            *)
(* A violation of ContractProp means: an acknowledged write is lost, or a  *)
(* read returned what nobody wrote there.                                  *)
(***************************************************************************)
EXTENDS LapMigration

-----------------------------------------------------------------------------
\* System: the log

(***************************************************************************)
(* writeboost_map, a write of some sectors of a block: one step, under     *)
(* io_lock; acknowledged at once, with the data in RAM only.  It hits the  *)
(* current segment, takes its next line, or opens the next segment.  An    *)
(* older dirty copy is dropped when it is full and fully overwritten;      *)
(* otherwise it is written back first, which is WriteBack.                 *)
(***************************************************************************)
\* Correction (rule 21): what is dropped is covered entirely.
MayDrop(dirty, sectors) == dirty = {} \/ (dirty = Sectors /\ sectors = Sectors)
\* Correction (WB-A6): a slot is free when its segment is recorded as migrated.
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
\* Correction (WB-A10): the driver waits for the next slot first (queue_current_buffer); then CommitSuperBlock may wait
\* for this segment, and this segment for it.
MayQueue == TRUE

Close ==
    /\ mode = "up" /\ IsFilling /\ MayQueue
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
(* flush_proc, second half: the header.  All its sectors are one request,  *)
(* which may tear.  The RAM buffer is free again (flush_done).             *)
(***************************************************************************)
\* Correction (WB-A1): the data it describes is durable.
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

\* flush_proc: bio_endio of the deferred FLUSH.
CompleteBarrier ==
    /\ mode = "up" /\ barrier # NoBarrier
    /\ \A n \in DOMAIN buffers : buffers[n].id > barrier
    /\ \A i \in Slots : segments[i].id <= barrier => HeaderIsDurable(i)
    /\ contract' = Contract!FlushAcked(contract)
    /\ barrier' = NoBarrier
    /\ UNCHANGED <<cacheVars, backing, mode, logVars, migrationVars, version>>

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
    /\ mode' = "recovering"
    /\ UNCHANGED <<data, record, backing, buffers, rambuf, migrating, barrier, historyVars>>

(***************************************************************************)
(* The volume answers again; its user reads what is there.  What no header *)
(* mentions any more is forgotten, which keeps the state small.            *)
(***************************************************************************)
\* Correction (WB-A3): the zeros are durable before anything is written.
InvalidationIsDurable == \A i \in Slots : HeaderIsDurable(i)

Resume ==
    /\ mode = "recovering" /\ InvalidationIsDurable
    /\ mode' = "up"
    /\ \E v \in VisibleValues : contract' = Contract!ReadBack(contract, Observed, v)
    /\ LET empty == {i \in Slots : \A k \in Lines : Disk!Reads(headers, <<i, k>>) = {ZeroHeader}}
       IN  data' = Disk!Flush(Disk!WriteAll(data, [x \in empty \X Lines |-> Junk]))
    /\ UNCHANGED <<headers, record, backing, logVars, migrationVars, barrier, version>>

-----------------------------------------------------------------------------
\* Environment

\* queue_barrier_io: a FLUSH covers the writes acknowledged before it.
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
System ==
    \/ Close \/ (\E n \in DOMAIN buffers : WriteData(n)) \/ WriteHeader \/ FlushCache \/ CompleteBarrier
    \/ (\E b \in Blocks : WriteBack(b)) \/ MigrateSegment \/ FlushBacking \/ CommitSuperBlock
    \/ Recover \/ Resume

User ==
    \/ \E b \in Blocks, sectors \in SUBSET Sectors \ {{}} : Write(b, sectors)
    \/ RequestFlush

Next == System \/ User \/ Crash

Spec == Init /\ [][Next]_vars

Fairness ==
    /\ WF_vars(Close) /\ WF_vars(\E n \in DOMAIN buffers : WriteData(n)) /\ WF_vars(WriteHeader)
    /\ WF_vars(FlushCache) /\ WF_vars(CompleteBarrier)
    /\ WF_vars(MigrateSegment) /\ WF_vars(FlushBacking) /\ WF_vars(CommitSuperBlock)
    /\ WF_vars(Recover) /\ WF_vars(Resume)

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

-----------------------------------------------------------------------------
\* Liveness.  It says nothing about a volume whose power keeps failing.

RoomForWrite ==
    \/ IsFilling /\ Len(Filling.entries) < NrLines
    \/ ~IsFilling /\ Len(buffers) < NrBuffers /\ SlotIsFree(SlotOf(nextId))

BarrierProp == barrier # NoBarrier ~> barrier = NoBarrier
WriterProp(maxId) == mode = "up" /\ nextId <= maxId ~> RoomForWrite \/ mode # "up"
RecoveryProp == mode # "up" ~> mode = "up"
=============================================================================
