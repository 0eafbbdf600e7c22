------------------------------- MODULE Commit -------------------------------
(***************************************************************************)
(* dm-writecache on an SSD, with the published defects corrected: writes   *)
(* in flight, group commit, writeback, discard, FUA, table reload, power   *)
(* failure anywhere, also during recovery.                                 *)
(*                                                                         *)
(* A cache block holds one sector of the volume.  Entry b says which one,  *)
(* and carries the sequence count of the commit that will cover it.  The   *)
(* superblock's count decides: an entry is committed iff its count is      *)
(* lower.  So one superblock write commits any number of entries at once,  *)
(* if everything they need is durable before (CommitOrder).                *)
(*                                                                         *)
(* wc->lock is held while `todo` is not empty: todo lists the steps that   *)
(* its holder still has to do, and each step is one action.  Only data     *)
(* bios and writeback copies go on while it is held.                       *)
(*                                                                         *)
(* Modelled: writecache_map, end_io, flush, discard, writeback, the endio  *)
(* thread, suspend, resume, and what the constructor reads.                *)
(* Not modelled: several blocks per bio, sizes, watermarks and waiting for *)
(* a free block (FreelistWait), device errors (CommitFaults), reads in     *)
(* flight (a read is what ReadsNow says at one moment), bit rot; a 16-byte *)
(* entry never tears here (SeqCount shows that it may).                    *)
(* A violation of ReadsInv means: a read, possibly after a power failure,  *)
(* returns something the user must never see.                              *)
(***************************************************************************)
EXTENDS CommitState
LOCAL INSTANCE VolatileDisk

----------------------------------------------------------------------------
(* System: writecache_flush, step by step, under wc->lock *)

\* writecache_flush: marks what is uncommitted, then does what has to be done before the lock is given up.
StartFlush(after) ==
  /\ todo' = (IF NothingToFlush THEN << >>
              ELSE IF Uncommitted = {} THEN << "waitForIos", "flush", "finish" >> ELSE CommitOrder) \o after
  /\ dirty' = dirty \cup {Region[b] : b \in Uncommitted}

\* writecache_flush_work: started by the timer, by the number of blocks, or by the end of a FUA bio (WC-03).
Autocommit ==
  /\ Accepting /\ Uncommitted # {} /\ StartFlush(<< >>)
  /\ UNCHANGED <<disks, entry, seqCount, overwrote, requests, state, back, error, events>>

\* writecache_wait_for_ios(WRITE)
WaitForIos ==
  /\ Step("waitForIos") /\ InFlight = {} /\ Then(<< >>)
  /\ UNCHANGED <<disks, memory, requests, state, back, error, events>>

\* ssd_commit_flushed: writes the dirty regions, neighbours and all, and waits.  One step: nobody reads them meanwhile,
\* and whether in flight or completed, a power failure leaves the old or the new content of each.
WriteRegions(regions, count) ==
  meta' = WriteAll(meta, [a \in {b \in Block : Region[b] \in regions} \cup ({0} \cap regions)
                            |-> IF a = 0 THEN count ELSE entry[a]])
WriteMetadata ==
  /\ Step("writeMetadata") /\ Then(<< >>) /\ WriteRegions(dirty, seqCount)
  /\ UNCHANGED <<data, origin, memory, requests, state, back, error, events>>

\* wc->seq_count++, then the region of the superblock is written, with the entries that lie in it.
Advance ==
  /\ Step("advance") /\ Then(<< >>) /\ seqCount' = seqCount + 1 /\ WriteRegions({0}, seqCount + 1)
  /\ UNCHANGED <<data, origin, entry, dirty, overwrote, requests, state, back, error, events>>

\* writecache_disk_flush of the SSD; the dirty bitmap is cleared after it.
FlushCache ==
  /\ Step("flush") /\ Then(<< >>)
  /\ meta' = Flush(meta) /\ data' = Flush(data) /\ dirty' = {}
  /\ UNCHANGED <<origin, entry, seqCount, overwrote, requests, state, back, error, events>>

\* The end of writecache_flush: frees an older version of a sector unless it is under writeback.
Finish ==
  /\ Step("finish") /\ overwrote' = FALSE
  /\ LET older == {b \in Block : IsOlder(b) /\ back[b] = "idle"}
     IN Free(older) /\ Then(IF older = {} THEN << >> ELSE AfterFreeing)
  /\ UNCHANGED <<disks, seqCount, requests, state, back, error, events>>

\* The REQ_PREFLUSH bio ends.
AckFlush ==
  /\ Step("ackFlush") /\ Then(<< >>) /\ contract' = Top!FlushAcked(contract)
  /\ UNCHANGED <<disks, memory, bio, discarding, state, back, error, events>>

\* writecache_discard: frees what is not under writeback (WC-15 b), durably, before the origin hears of it.
FreeDiscarded ==
  /\ Step("freeDiscarded") /\ Then(AfterFreeing) /\ Free({b \in Versions(discarding) : back[b] = "idle"})
  /\ UNCHANGED <<disks, seqCount, overwrote, requests, state, back, error, events>>

\* The rest of the discard: the origin may ignore it.
DiscardOrigin ==
  /\ Step("discardOrigin") /\ Then(<< >>) /\ discarding' = NoSector
  /\ origin' \in Discard(origin, discarding, Initial[discarding])
  /\ UNCHANGED <<meta, data, memory, bio, contract, state, back, error, events>>

----------------------------------------------------------------------------
(* System: the end of a write bio, and writeback *)

\* writecache_end_io.  A FUA bio is not acknowledged yet.
Land(s) ==
  LET b == bio[s].block IN
  /\ s \in InFlight
  /\ \E v \in data[b].flight :
       IF bio[s].fua THEN /\ data' = CompleteFua(data, b, v) /\ UNCHANGED contract
                          /\ bio' = [bio EXCEPT ![s].landed = TRUE]
       ELSE /\ data' = Complete(data, b, v) /\ contract' = Top!WriteAcked(contract, s, v)
            /\ bio' = [bio EXCEPT ![s] = NoBio]
  /\ UNCHANGED <<meta, origin, memory, discarding, state, todo, back, error, events>>

\* The FUA bio ends: the data is where Land left it, the entry is committed.
AckFua(s) ==
  /\ Idle /\ ~error /\ bio[s].landed /\ FuaMayEnd(s)
  /\ \E v \in contract[s].flight : contract' = Top!FuaAcked(contract, s, v)
  /\ bio' = [bio EXCEPT ![s] = NoBio]
  /\ UNCHANGED <<disks, memory, discarding, state, todo, back, error, events>>

\* writecache_writeback takes a block off the LRU, never a second version of one sector; dm_kcopyd_copy copies it, which
\* completes but is not durable.  One step: a block under writeback is not written to, so when it is copied is the same.
StartWriteback(b) ==
  /\ Accepting /\ Committed(b) /\ back[b] = "idle" /\ WritebackMayStart
  /\ \A c \in Versions(entry[b].sector) : back[c] = "idle"
  /\ back' = [back EXCEPT ![b] = "copied"]
  /\ \E v \in data[b].cache : /\ data' = Read(data, b, v)
                              /\ origin' = Write(origin, entry[b].sector, v)
  /\ UNCHANGED <<meta, memory, requests, state, todo, error, events>>

\* writecache_endio_thread takes what is copied and flushes the origin, without the lock.
FlushOrigin ==
  /\ \E b \in Block : back[b] = "copied"
  /\ \A b \in Block : back[b] # "durable"
  /\ origin' = OriginFlushed /\ back' = [b \in Block |-> IF back[b] = "copied" THEN "durable" ELSE back[b]]
  /\ UNCHANGED <<meta, data, memory, requests, state, todo, error, events>>

\* __writecache_endio_ssd: frees the batch and commits that before it gives up the lock.
EndWriteback ==
  LET batch == {b \in Block : back[b] = "durable"} IN
  /\ Idle /\ ~error /\ batch # {} /\ Free(batch) /\ todo' = AfterFreeing
  /\ back' = [b \in Block |-> IF b \in batch THEN "idle" ELSE back[b]]
  /\ UNCHANGED <<disks, seqCount, overwrote, requests, state, error, events>>

\* writecache_resume; after a power failure the constructor runs just before it.  Reading pins what is not known yet.
Resume ==
  /\ state \in {"down", "suspended"} /\ Idle /\ ~error /\ \A b \in Block : back[b] = "idle"
  /\ \E image \in ReadByResume :
       LET n == image[1]  e == image[2] IN
       /\ meta' = [a \in DOMAIN meta |-> IF Cardinality(meta[a].cache) = 1 THEN meta[a]
                                        ELSE Read(meta, a, IF a = 0 THEN n ELSE e[a])[a]]
       /\ entry' = Kept(n, e) /\ seqCount' = n
       /\ IF MustClear(n, e) THEN /\ todo' = << "writeMetadata", "flush" >>
                                  /\ dirty' = {0} \cup {Region[b] : b \in Block}
                             ELSE todo' = << >> /\ dirty' = {}
  /\ overwrote' = FALSE /\ state' = "up" /\ UNCHANGED <<data, origin, requests, back, error, events>>

SystemNext ==
  \/ Autocommit \/ WaitForIos \/ WriteMetadata \/ FlushCache \/ Advance \/ Finish \/ AckFlush
  \/ FreeDiscarded \/ DiscardOrigin \/ FlushOrigin \/ EndWriteback \/ Resume
  \/ \E s \in Sectors : Land(s) \/ AckFua(s)
  \/ \E b \in Block : StartWriteback(b)

----------------------------------------------------------------------------
(* Environment: the user, the administrator, the power *)

\* writecache_map, a write to s: in place if the newest version is uncommitted or at least idle, else to a free block.
WriteArrives(s, fua) ==
  LET v       == NewValue(s)
      new     == Versions(s) = {} \/ (Newest(s) \notin Uncommitted /\ back[Newest(s)] # "idle")
      targets == IF new THEN {b \in Block : ~Used(b)} ELSE {Newest(s)}
  IN /\ Accepting /\ bio[s] = NoBio /\ Count("writes")
     /\ \E b \in targets :
          /\ data' = Submit(IF new THEN [data EXCEPT ![b] = Reused(b)] ELSE data, b, v)
          /\ bio' = [bio EXCEPT ![s] = [block |-> b, fua |-> fua, landed |-> FALSE]]
          /\ entry' = IF new THEN [entry EXCEPT ![b] = [sector |-> s, seq |-> seqCount]] ELSE entry
          /\ overwrote' = (overwrote \/ Committed(b))
     /\ contract' = Top!WriteSubmitted(contract, s, v)
     /\ UNCHANGED <<meta, origin, seqCount, dirty, discarding, state, todo, back, error>>

\* writecache_map, REQ_PREFLUSH
FlushArrives ==
  /\ Accepting /\ StartFlush(<< "ackFlush" >>) /\ contract' = Top!FlushSubmitted(contract)
  /\ UNCHANGED <<disks, entry, seqCount, overwrote, bio, discarding, state, back, error, events>>

\* writecache_map, REQ_OP_DISCARD
DiscardArrives(s) ==
  /\ Accepting /\ bio[s] = NoBio
  /\ todo' = (IF \A b \in Versions(s) : back[b] # "idle" THEN << >>
              ELSE << "waitForIos", "freeDiscarded" >>) \o << "discardOrigin" >>
  /\ discarding' = s /\ contract' = Top!Discarded(contract, s) /\ Count("discards")
  /\ UNCHANGED <<disks, memory, bio, state, back, error>>

\* writecache_suspend of the old table, when no bio is in progress; Resume then waits for the writeback to end.
Suspend ==
  /\ Accepting /\ \A s \in Sectors : bio[s] = NoBio
  /\ state' = "suspended"
  /\ IF SuspendMustFlush THEN StartFlush(<< >>) ELSE UNCHANGED <<todo, dirty>>
  /\ UNCHANGED <<disks, entry, seqCount, overwrote, requests, back, error, events>>

\* The first read of a sector after a power failure: what it returned must survive the next one.
ReadBack(s) ==
  LET b == Newest(s) IN
  /\ Serving /\ contract[s].flight = {} /\ Cardinality(contract[s].cache) > 1 /\ contract[s].cache # Values[s]
  /\ \E v \in ReadsOf(s) :
       /\ contract' = Top!ReadBack(contract, s, v)
       /\ IF Versions(s) = {} THEN origin' = Read(origin, s, v) /\ UNCHANGED data
          ELSE data' = Read(data, b, v) /\ UNCHANGED origin
  /\ UNCHANGED <<meta, memory, bio, discarding, state, todo, back, error, events>>

\* Everything in memory is gone; the memory variables get one fixed value.
PowerFailure ==
  /\ meta' = Crash(meta) /\ data' = Crash(data) /\ origin' = Crash(origin)
  /\ contract' = Top!PowerFailed(contract) /\ Count("crashes")
  /\ entry' = [b \in Block |-> FreeEntry] /\ seqCount' = 0 /\ dirty' = {} /\ overwrote' = FALSE
  /\ error' = FALSE /\ state' = "down" /\ todo' = << >> /\ back' = [b \in Block |-> "idle"]
  /\ bio' = [s \in Sectors |-> NoBio] /\ discarding' = NoSector

EnvironmentNext ==
  \/ FlushArrives \/ Suspend \/ PowerFailure
  \/ \E s \in Sectors : DiscardArrives(s) \/ ReadBack(s) \/ \E fua \in BOOLEAN : WriteArrives(s, fua)

Spec == Init /\ [][SystemNext \/ EnvironmentNext]_vars

\* The lock holder goes on, bios and copies end, and who waits for the lock gets it in the end.
Fairness ==
  /\ WF_vars(WaitForIos \/ WriteMetadata \/ FlushCache \/ Advance \/ Finish \/ AckFlush)
  /\ WF_vars(FreeDiscarded \/ DiscardOrigin)
  /\ \A s \in Sectors : WF_vars(Land(s)) /\ SF_vars(AckFua(s))
  /\ SF_vars(Autocommit) /\ WF_vars(FlushOrigin) /\ SF_vars(EndWriteback) /\ WF_vars(Resume)
LiveSpec == Spec /\ Fairness

----------------------------------------------------------------------------
ReadsInv == Top!ReadsInv

\* An entry that may be found committed points at data of its own sector.
PointsHomeInv ==
  \A b \in Block : \A e \in meta[b].medium :
    e.sector # NoSector /\ (\E n \in meta[0].medium : e.seq < n) => data[b].medium \subseteq Values[e.sector]

\* No two versions of a sector have the same count: recovery always knows which one is newer.
NoTwinsInv ==
  \A b, c \in Block : Used(b) /\ entry[b].sector = entry[c].sector /\ entry[b].seq = entry[c].seq => b = c

\* A block under writeback has no write in flight, and is the only version of its sector under writeback.
WritebackInv ==
  \A b \in Block : back[b] # "idle" =>
    /\ Committed(b) /\ data[b].flight = {}
    /\ \A c \in Versions(entry[b].sector) : c # b => back[c] = "idle"

\* Every flush, discard and recovery gives the lock back; every FUA write, writeback and suspend ends.
LockProp      == ~Idle ~> Idle
FuaEndsProp   == \A s \in Sectors : bio[s].landed ~> ~bio[s].landed
WritebackProp == \A b \in Block : back[b] # "idle" ~> back[b] = "idle"
ServesProp    == state # "up" ~> state = "up"

\* As a user sees it, this is a disk with a volatile cache: together with ReadsInv this is Top!Spec.
Refines == Top!PromiseSpec
=============================================================================
