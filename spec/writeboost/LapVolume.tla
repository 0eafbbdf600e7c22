------------------------------ MODULE LapVolume ------------------------------
(***************************************************************************)
(* What a dm-writeboost volume consists of: two disks, what is in RAM, and *)
(* what its user was promised.  LapMigration and LapAtomicity move it.     *)
(*                                                                         *)
(* Control flow never depends on data and the contract is per sector, so   *)
(* the data of ONE sector of the volume is modelled, Observed, which may   *)
(* be any; whatever another sector holds is Junk.  `backing` has only that *)
(* sector, `data` and `rambuf` have in each line the one at its offset.    *)
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
=============================================================================
