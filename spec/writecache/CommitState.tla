---------------------------- MODULE CommitState ----------------------------
(***************************************************************************)
(* The state of dm-writecache on an SSD, and the decisions of its protocol *)
(* as one operator each, so that a must-fail model can replace just one.   *)
(* What the driver does with them is in Commit; read that first.           *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets
LOCAL INSTANCE VolatileDisk

CONSTANTS Sectors,   \* blocks of the volume
          NoSector,  \* not a sector
          Block,     \* cache blocks: 1 .. n
          Region,    \* block -> the metadata region its entry lies in; the superblock lies in region 0
          Values,    \* sector -> the values written to it: <<sector, number of the write>>
          Initial    \* sector -> what the origin holds in the beginning
ASSUME BlockAssumption == 0 \notin Block /\ DOMAIN Region = Block

VARIABLES meta,      \* SSD: 0 -> the superblock's seq_count, block -> its entry
          data,      \* SSD: block -> the data of the cache block
          origin,    \* the slow device: sector -> its content
          state,     \* "down", "up", "suspended", "failed"
          todo,      \* the steps that the holder of wc->lock still has to do; << >> when nobody holds it
          entry,     \* in memory: block -> its entry
          seqCount,  \* in memory: wc->seq_count
          dirty,     \* regions to be written: wc->dirty_bitmap
          overwrote, \* wc->overwrote_committed
          bio,       \* sector -> the write bio in progress, if any
          back,      \* block -> how far its writeback is
          discarding,\* the sector that the lock holder discards
          error,     \* wc->error: only a new table resets it
          contract,  \* history: what the user was promised
          events     \* history: how many writes, discards and power failures there were

disks    == <<meta, data, origin>>
memory   == <<entry, seqCount, dirty, overwrote>>
requests == <<bio, discarding, contract>>
vars     == <<disks, memory, requests, state, todo, back, error, events>>

\* What a write brings, and what a free block holds when it is used again.  A model may identify what never matters.
NewValue(s) == <<s, events.writes + 1>>
Reused(b)   == data[b]

\* How much the environment does; a model bounds it, kind by kind.
MayHappen(kind) == TRUE

FreeEntry    == [sector |-> NoSector, seq |-> 0]
NoBio        == [block |-> 0, fua |-> FALSE, landed |-> FALSE]
Used(b)      == entry[b].sector # NoSector
Committed(b) == Used(b) /\ entry[b].seq < seqCount
Uncommitted  == {b \in Block : Used(b) /\ entry[b].seq = seqCount}
Versions(s)  == {b \in Block : entry[b].sector = s}
NewestOf(V)  == CHOOSE b \in V : \A c \in V : entry[c].seq <= entry[b].seq
Newest(s)    == NewestOf(Versions(s))
IsOlder(b)   == Used(b) /\ \E c \in Versions(entry[b].sector) : entry[c].seq > entry[b].seq
InFlight     == {s \in Sectors : bio[s].block # 0 /\ ~bio[s].landed}
Idle         == todo = << >>
Serving      == state = "up" /\ Idle
Accepting    == Serving /\ ~error
Step(name)   == ~Idle /\ Head(todo) = name
Then(steps)  == todo' = steps \o Tail(todo)
Count(kind)  == MayHappen(kind) /\ events' = [events EXCEPT ![kind] = @ + 1]
Free(B)      == /\ entry' = [b \in Block |-> IF b \in B THEN FreeEntry ELSE entry[b]]
                /\ dirty' = dirty \cup {Region[b] : b \in B}

\* What a read returns now: the newest version.  If that is uncommitted, the read waits for its data to land.
ReadsOf(s) ==
  LET V == Versions(s)  b == NewestOf(V) IN
  IF V = {} THEN Reads(origin, s)
  ELSE IF data[b].flight # {} /\ entry[b].seq = seqCount THEN data[b].flight ELSE Reads(data, b)
ReadsNow == [s \in Sectors |-> IF Serving THEN ReadsOf(s) ELSE {}]

Top == INSTANCE DurableBlocks WITH reads <- ReadsNow

----------------------------------------------------------------------------
(* The decisions that a must-fail model replaces, one at a time *)

\* Correction (WC-01): the superblock must not advance before the data of the entries it commits is durable.
CommitOrder == << "waitForIos", "writeMetadata", "flush", "advance", "flush", "finish" >>

\* Correction (WC-03): a FUA bio ends only when its data is durable and its entry committed or already written back.
FuaMayEnd(s) == ~ (bio[s].block \in Uncommitted /\ entry[bio[s].block].sector = s)

\* Correction (WC-04): there is nothing to flush only if nothing is uncommitted and no committed block was overwritten.
NothingToFlush == Uncommitted = {} /\ ~overwrote

\* What the metadata may be found to hold now.
MetadataNow ==
  meta[0].cache \X {e \in [Block -> UNION {meta[b].cache : b \in Block}] : \A b \in Block : e[b] \in meta[b].cache}

\* Correction (WC-07): resume reads the metadata, when the old table is quiet; the constructor must not.
ReadByResume == MetadataNow

\* Correction (rule 25): a copy must not miss an overwrite that is in flight.
WritebackMayStart == overwrote => InFlight = {}

\* Correction (rule 29): a block is freed only when the origin has it durably.
OriginFlushed == Flush(origin)

\* Correction (rule 16): a freed entry is free on the SSD before its block is used again and before a discard goes on.
AfterFreeing == << "writeMetadata", "flush" >>

\* Correction (rule 30): suspend commits, for the next table clears what it does not find committed.
SuspendMustFlush == TRUE

\* Recovery keeps the newest committed entry of each sector.
Kept(n, e) ==
  [b \in Block |-> IF /\ e[b].sector # NoSector /\ e[b].seq < n
                      /\ \A c \in Block : e[c].sector = e[b].sector /\ e[c].seq < n => e[c].seq <= e[b].seq
                   THEN e[b] ELSE FreeEntry]

\* Correction (rule 31): it clears all others before the count can advance again.
MustClear(n, e) == Kept(n, e) # e

----------------------------------------------------------------------------
TypeOK ==
  /\ \A b \in Block : /\ SectorOK(meta[b]) /\ SectorOK(data[b])
                      /\ entry[b].sector \in Sectors \cup {NoSector} /\ entry[b].seq \in Nat
                      /\ back[b] \in {"idle", "copied", "durable"}
  /\ SectorOK(meta[0]) /\ \A s \in Sectors : SectorOK(origin[s])
  /\ state \in {"down", "up", "suspended", "failed"} /\ error \in BOOLEAN /\ seqCount \in Nat /\ overwrote \in BOOLEAN
  /\ dirty \subseteq {0} \cup {Region[b] : b \in Block} /\ discarding \in Sectors \cup {NoSector}
  /\ \A s \in Sectors : bio[s] \in [block: Block \cup {0}, fua: BOOLEAN, landed: BOOLEAN]
  /\ Top!TypeOK

Init ==  \* a formatted cache, in use
  /\ meta = Disk([a \in {0} \cup Block |-> IF a = 0 THEN 1 ELSE FreeEntry])
  /\ data = Disk([b \in Block |-> NoSector]) /\ origin = Disk(Initial)
  /\ entry = [b \in Block |-> FreeEntry] /\ seqCount = 1 /\ dirty = {} /\ overwrote = FALSE
  /\ state = "up" /\ todo = << >> /\ error = FALSE /\ back = [b \in Block |-> "idle"]
  /\ bio = [s \in Sectors |-> NoBio] /\ discarding = NoSector /\ contract = Top!Promise
  /\ events = [writes |-> 0, discards |-> 0, crashes |-> 0]
=============================================================================
