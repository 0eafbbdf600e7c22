------------------------------- MODULE LapLog -------------------------------
(***************************************************************************)
(* The segment log of dm-writeboost as it lies on the cache device, and    *)
(* what recovery makes of it.  Constant operators only; LapAtomicity is    *)
(* the protocol that writes this log.                                      *)
(*                                                                         *)
(* The cache device is a ring of slots.  Segment id occupies slot          *)
(* (id - 1) % N in its lap (id - 1) / N + 1; ids start at 1, 0 means never *)
(* written.  A segment is a header and the lines it describes.  The header *)
(* is several sectors, any of which may keep its old content when the      *)
(* power fails: here sector 1 holds id, length and the first entry, sector *)
(* k the k-th entry.  Every written entry repeats the lap of its segment,  *)
(* so a header torn between two laps shows.  Entries behind the length are *)
(* zero (WB-C8) and not checked.                                           *)
(* An entry names the block its line holds and which of its sectors were   *)
(* dirty when the segment was closed.                                      *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets

CONSTANTS
    Blocks,      \* blocks of the volume; a line of the cache holds one
    Sectors,     \* sectors of a block; each has a dirty bit
    NrSegments,  \* slots of the cache device
    NrLines,     \* lines of a segment (NR_CACHES_INSEG), and sectors of its header
    NoBlock      \* the block of an unused entry

ASSUME LogAssumption ==
    /\ NoBlock \notin Blocks
    /\ {NrSegments, NrLines} \subseteq Nat \ {0}

Slots == 0 .. NrSegments - 1
Lines == 1 .. NrLines
Entries == [block: Blocks \cup {NoBlock}, dirty: SUBSET Sectors]
SegmentsType == [id: Nat, lines: UNION {[1 .. n -> Entries] : n \in 0 .. NrLines}]

SlotOf(id) == (id - 1) % NrSegments           \* get_segment_header_by_id
LapOf(id) == (id - 1) \div NrSegments + 1     \* calc_segment_lap

Min(S) == CHOOSE m \in S : \A n \in S : m <= n
Max(S) == CHOOSE m \in S : \A n \in S : m >= n

-----------------------------------------------------------------------------
\* prepare_segment_header_device

ZeroHeader == [id |-> 0, length |-> 0, lap |-> 0, entry |-> [block |-> NoBlock, dirty |-> {}]]

HeaderSector(id, entries, k) ==
    IF k > Len(entries) THEN ZeroHeader
    ELSE [id |-> IF k = 1 THEN id ELSE 0, length |-> IF k = 1 THEN Len(entries) ELSE 0,
          lap |-> LapOf(id), entry |-> entries[k]]

-----------------------------------------------------------------------------
\* recover_cache.  h is what was read: <<slot, sector of the header>> -> content.

IdAt(h, slot) == h[<<slot, 1>>].id
LengthAt(h, slot) == h[<<slot, 1>>].length
EntriesAt(h, slot) == [k \in 1 .. LengthAt(h, slot) |-> h[<<slot, k>>].entry]

\* checkup_atomicity
LapsAgree(h, slot) == \A k \in 1 .. LengthAt(h, slot) : h[<<slot, k>>].lap = h[<<slot, 1>>].lap
IsValid(h, slot) == IdAt(h, slot) # 0 /\ LapsAgree(h, slot)

(***************************************************************************)
(* Correction (WB-A2, WB-A5): the segments to replay are the first run of  *)
(* consecutive ids above the recorded last_migrated_segment_id.  What lies *)
(* beyond a gap was never acknowledged.  A torn header is passed over: the *)
(* segment that was there before is recorded as migrated.  Not the newest  *)
(* run: the segment after the gap may be newer than everything that is     *)
(* durable.                                                                *)
(***************************************************************************)
AcceptedIds(h, record) ==
    LET ids == {IdAt(h, i) : i \in {j \in Slots : IsValid(h, j)}} \ 0 .. record
    IN  {id \in ids : Min(ids) .. id \subseteq ids}

(***************************************************************************)
(* Correction (WB-A9): a newer copy of a block retires the older one,      *)
(* whose sectors were written back when the newer one was made, or which   *)
(* the newer one covers entirely (update_by_segment_header_device).        *)
(***************************************************************************)
ReplayedDirty(h, accepted, id, k) ==
    LET entry == EntriesAt(h, SlotOf(id))[k]
        isNewer(j) == j > id /\ \E l \in 1 .. LengthAt(h, SlotOf(j)) : EntriesAt(h, SlotOf(j))[l].block = entry.block
    IN  IF \E j \in accepted : isNewer(j) THEN {} ELSE entry.dirty

Replayed(h, accepted) ==
    [i \in Slots |->
        IF IdAt(h, i) \in accepted
        THEN [id |-> IdAt(h, i),
              lines |-> [k \in 1 .. LengthAt(h, i) |->
                            [block |-> h[<<i, k>>].entry.block, dirty |-> ReplayedDirty(h, accepted, IdAt(h, i), k)]]]
        ELSE [id |-> 0, lines |-> <<>>]]

\* Correction (WB-A3, WB-A4): nothing outside the run may be taken for part of the log after a later crash, not even one
\* sector.
SlotsToInvalidate(h, accepted) == {i \in Slots : IdAt(h, i) \notin accepted}

\* Correction (WB-A7): the record may be ahead of what is left of the log; no id is used twice.
NextIdAfterRecovery(h, accepted, record) == Max(accepted \cup {record}) + 1

\* Correction (WB-A8): the segments before the run need no migration, those of the run do.
MigratedAfterRecovery(accepted, record) == IF accepted = {} THEN record ELSE Min(accepted) - 1

-----------------------------------------------------------------------------
\* ht_lookup: the metablock of a block is the one in the youngest segment.  table: slot -> [id, lines].

CopiesOf(table, b) == {p \in Slots \X Lines : p[2] <= Len(table[p[1]].lines) /\ table[p[1]].lines[p[2]].block = b}
NewestOf(table, b) ==
    LET copies == CopiesOf(table, b) IN CHOOSE p \in copies : \A q \in copies : table[p[1]].id >= table[q[1]].id
DirtyOf(table, b) ==
    IF CopiesOf(table, b) = {} THEN {} ELSE LET p == NewestOf(table, b) IN table[p[1]].lines[p[2]].dirty

\* cleanup_mb_if_dirty, cleanup_segment
CleanedBlock(table, b) ==
    IF CopiesOf(table, b) = {} THEN table
    ELSE LET p == NewestOf(table, b) IN [table EXCEPT ![p[1]].lines[p[2]].dirty = {}]
CleanedSlot(table, slot) ==
    [table EXCEPT ![slot].lines = [k \in DOMAIN @ |-> [block |-> @[k].block, dirty |-> {}]]]
=============================================================================
