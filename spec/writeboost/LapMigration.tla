---------------------------- MODULE LapMigration ----------------------------
(***************************************************************************)
(* Adds the way of dirty blocks to the backing device: foreground write-   *)
(* back by reads and partial writes, the migration daemon, the superblock  *)
(* record and the discard of migrated data.                                *)
(***************************************************************************)
EXTENDS LapVolume

(***************************************************************************)
(* migrate_mb and migrate_buffered_mb: a read of a partly dirty block, or  *)
(* a write that cannot drop the old copy, writes the dirty sectors to the  *)
(* backing device with FUA, partial blocks too (WB-A11).  One step: until  *)
(* it is done the log still has them.  A block in the current segment      *)
(* stays dirty; one whose header is not yet written is waited for.         *)
(***************************************************************************)
\* Correction (WB-A11): with FUA, also the sectors of a partial block.
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
\* Correction (WB-A6): not before the record.
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
\* Correction (WB-A11): the segment is not yet clean.
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
(* is durable in the log (WB-A10).  The segment itself need not be: what   *)
(* the record covers is on the backing device, and recovery continues      *)
(* behind the record, so no FLUSH of the cache device precedes it (WB-A7). *)
(***************************************************************************)
BlocksOf(slot) == {segments[slot].lines[k].block : k \in DOMAIN segments[slot].lines}
HasNewerCopy(slot, id) ==
    segments[SlotOf(id)].id = id /\ segments[slot].id > id /\ BlocksOf(slot) \cap BlocksOf(SlotOf(id)) # {}
\* Correction (WB-A10): who holds a newer copy has its header on the disk.
MayRecord(id) ==
    \A i \in Slots : HasNewerCopy(i, id) => ~IsBuffered(segments[i].id) /\ HeaderIsDurable(i)

CommitSuperBlock ==
    /\ mode = "up" /\ record < migrated /\ MayRecord(record + 1)
    /\ record' = record + 1
    /\ Discard(LastDiscardable(record + 1, migrated))
    /\ UNCHANGED <<headers, backing, mode, logVars, migrationVars, barrier, historyVars>>

-----------------------------------------------------------------------------
\* What a driver engineer asserts at run time.

IdsInv == mode = "up" => record <= migrated /\ migrated < nextId

\* The daemon never takes the current segment for an old one (WB-A8).
CandidateInv ==
    mode = "up" /\ migrated + 1 < nextId => segments[SlotOf(migrated + 1)].id \in {0, migrated + 1}

\* At most one dirty copy of a block.
OneDirtyOwnerInv ==
    \A b \in Blocks : Cardinality({p \in CopiesOf(segments, b) : segments[p[1]].lines[p[2]].dirty # {}}) <= 1
=============================================================================
