----------------------------- MODULE CommitPmem -----------------------------
(***************************************************************************)
(* dm-writecache on persistent memory, with the published defects          *)
(* corrected.  There are no bios in flight to the cache: map copies the    *)
(* data with CPU stores under wc->lock, every atom of 8 bytes is pending   *)
(* until a barrier, and a committed block is never overwritten: a second   *)
(* version goes to a free block.  An entry is two atoms (sector, count),   *)
(* so here it does tear; a block is one atom.                              *)
(*                                                                         *)
(* Modelled: map, flush, discard, writeback with FUA writes to the origin, *)
(* the endio thread, table reload (the mapping is live: the constructor    *)
(* copies nothing that resume could believe, so WC-07 cannot happen),      *)
(* resume, power failure anywhere, also in recovery.                       *)
(* Not modelled: poisoned memory (CommitPmemFaults); asynchronous memory   *)
(* and barriers that do not persist (WC-12, WC-13: LyingFlush in           *)
(* MCDurableBlocks); formatting (SeqCount has the same atoms, WC-11        *)
(* there); waiting for a free block (FreelistWait).  A commit has no step  *)
(* that could report an error, so there is no WC-06 here.                  *)
(* A violation of ReadsInv means what it means in Commit.                  *)
(***************************************************************************)
EXTENDS CommitPmemState

----------------------------------------------------------------------------
(* System *)

\* writecache_flush, and what follows it
StartFlush(after) == todo' = (IF Uncommitted = {} THEN << >> ELSE CommitOrder) \o after

\* writecache_flush_work: the timer or the number of blocks
Autocommit ==
  /\ Accepting /\ Uncommitted # {} /\ StartFlush(<< >>)
  /\ UNCHANGED <<memory, origin, table, seqCount, back, requests, events>>

\* writecache_commit_flushed: wmb, which has to be one that persists (WC-12)
Barrier ==
  /\ Step("barrier") /\ Then(<< >>) /\ memory' = P!Barrier(memory)
  /\ UNCHANGED <<origin, table, seqCount, back, requests, events>>

\* wc->seq_count++ and its store
Advance ==
  /\ Step("advance") /\ Then(<< >>) /\ seqCount' = seqCount + 1
  /\ memory' = P!Store(memory, <<"count">>, seqCount + 1)
  /\ UNCHANGED <<origin, table, back, requests, events>>

\* The end of writecache_flush: an older version is freed unless it is under writeback.
Finish ==
  /\ Step("finish") /\ memory' = FreeAll(memory, Older \ back)
  /\ Then(IF Older \subseteq back THEN << >> ELSE AfterFreeing)
  /\ UNCHANGED <<origin, table, seqCount, back, requests, events>>

AckFlush ==
  /\ Step("ackFlush") /\ Then(<< >>) /\ contract' = Top!FlushAcked(contract)
  /\ UNCHANGED <<memory, origin, table, seqCount, back, discarding, events>>

\* bio_endio of the write that holds the lock
AckWrite ==
  /\ Step("ackWrite") /\ Then(<< >>)
  /\ \E s \in Sectors : \E v \in contract[s].flight : contract' = Top!WriteAcked(contract, s, v)
  /\ UNCHANGED <<memory, origin, table, seqCount, back, discarding, events>>
AckFua ==
  /\ Step("ackFua") /\ Then(<< >>)
  /\ \E s \in Sectors : \E v \in contract[s].flight : contract' = Top!FuaAcked(contract, s, v)
  /\ UNCHANGED <<memory, origin, table, seqCount, back, discarding, events>>

\* writecache_discard: frees what is not under writeback.
FreeDiscarded ==
  /\ Step("freeDiscarded") /\ Then(AfterFreeing) /\ memory' = FreeAll(memory, Versions(discarding) \ back)
  /\ UNCHANGED <<origin, table, seqCount, back, requests, events>>

\* The rest of the discard: the origin may ignore it.
DiscardOrigin ==
  /\ Step("discardOrigin") /\ Then(<< >>) /\ discarding' = NoSector
  /\ origin' \in {origin, [origin EXCEPT ![discarding] = Initial[discarding]]}
  /\ UNCHANGED <<memory, table, seqCount, back, contract, events>>

\* __writecache_writeback_pmem with FUA, up to the end of its bio; never two versions of a sector at a time.
Writeback(b) ==
  LET s == Now(<<b, "sector">>) IN
  /\ Accepting /\ Committed(b) /\ Versions(s) \cap back = {} /\ back' = back \cup {b}
  /\ \E v \in P!Loads(memory, <<b, "data">>) \ {Poison} : /\ memory' = P!Load(memory, <<b, "data">>, v)
                                                         /\ origin' = [origin EXCEPT ![s] = v]
  /\ UNCHANGED <<table, todo, seqCount, requests, events>>

\* __writecache_endio_pmem, at most ENDIO_LATENCY blocks; the lock is not given up before the barrier.
EndWriteback ==
  /\ Idle /\ ~error /\ back # {} /\ memory' = FreeAll(memory, back) /\ back' = {} /\ todo' = AfterFreeing
  /\ UNCHANGED <<origin, table, seqCount, requests, events>>

\* writecache_resume, of a table after a power failure or of the next one when the old one is suspended: it loads memory
\* itself, as it is now, but for the entries B that cannot be read.  Every load pins its atom; data is not loaded.
ResumeWithout(B) ==
  /\ state \in {"down", "suspended"} /\ Idle /\ back = {} /\ ~error
  /\ \E n \in IF B = Block THEN {0} ELSE P!Loads(memory, <<"count">>) \ {Poison} :
     \E s \in {f \in [Block \ B -> Sectors \cup {NoSector}] :
                 \A b \in DOMAIN f : f[b] \in P!Loads(memory, <<b, "sector">>)} :
     \E q \in {f \in [Block \ B -> UNION {P!Loads(memory, <<b, "seq">>) : b \in Block \ B} \ {Poison}] :
                 \A b \in DOMAIN f : f[b] \in P!Loads(memory, <<b, "seq">>)} :
       LET committed == {b \in DOMAIN q : q[b] # Free /\ q[b] < n}
           kept      == {b \in committed : \A c \in committed : s[c] = s[b] => q[c] <= q[b]}
           erased    == Erased(kept, q)
           loaded    == [a \in DOMAIN memory |->
                           IF a = <<"count">> THEN IF B = Block THEN memory[a] ELSE P!Load(memory, a, n)[a]
                           ELSE IF a[1] \in B \/ a[2] = "data" THEN memory[a]
                           ELSE P!Load(memory, a, IF a[2] = "seq" THEN q[a[1]] ELSE s[a[1]])[a]]
       IN /\ memory' = FreeAll(loaded, erased) /\ seqCount' = n
          /\ ghosts' = B \cup {b \in DOMAIN q \ (kept \cup erased) : q[b] # Free}
          /\ todo' = IF erased = {} THEN << >> ELSE AfterFreeing
  /\ UNCHANGED <<origin, back, requests, events>>

Resume == ResumeWithout({}) /\ state' = "up" /\ UNCHANGED error

SystemNext ==
  \/ Autocommit \/ Barrier \/ Advance \/ Finish \/ AckFlush \/ AckWrite \/ AckFua
  \/ FreeDiscarded \/ DiscardOrigin \/ EndWriteback \/ Resume
  \/ \E b \in Block : Writeback(b)

----------------------------------------------------------------------------
(* Environment *)

\* writecache_map, a write: everything is stored under the lock; the order of the stores does not matter.
WriteArrives(s, fua) ==
  LET v       == <<s, events.writes + 1>>
      inPlace == Versions(s) # {} /\ InPlace(Newest(s))
  IN /\ Accepting /\ Count("writes") /\ contract' = Top!WriteSubmitted(contract, s, v)
     /\ \E b \in IF inPlace THEN {Newest(s)} ELSE {c \in Block : ~Used(c)} :
          /\ memory' = P!StoreAll(memory, <<b, "data">> :> v @@
               IF inPlace THEN << >> ELSE <<b, "sector">> :> s @@ <<b, "seq">> :> seqCount)
          /\ ghosts' = ghosts \ {b}
     /\ todo' = IF fua THEN FuaSteps ELSE << "ackWrite" >>
     /\ UNCHANGED <<origin, state, error, seqCount, back, discarding>>

\* writecache_map, REQ_PREFLUSH
FlushArrives ==
  /\ Accepting /\ contract' = Top!FlushSubmitted(contract) /\ StartFlush(<< "ackFlush" >>)
  /\ UNCHANGED <<memory, origin, table, seqCount, back, discarding, events>>

\* writecache_map, REQ_OP_DISCARD
DiscardArrives(s) ==
  /\ Accepting /\ todo' = << "freeDiscarded", "discardOrigin" >> /\ discarding' = s
  /\ contract' = Top!Discarded(contract, s) /\ Count("discards")
  /\ UNCHANGED <<memory, origin, table, seqCount, back>>

\* writecache_suspend of the old table; Resume then waits for the writeback to end.
Suspend ==
  /\ Accepting /\ state' = "suspended" /\ todo' = IF Uncommitted = {} THEN << >> ELSE SuspendSteps
  /\ UNCHANGED <<memory, origin, error, ghosts, seqCount, back, requests, events>>

\* The first read of a sector after a power failure: what it returned must survive the next one.
ReadBack(s) ==
  /\ Serving /\ Cardinality(contract[s].cache) > 1 /\ contract[s].cache # Values[s]
  /\ \E v \in ReadsOf(s) : contract' = Top!ReadBack(contract, s, v)
  /\ UNCHANGED <<memory, origin, table, todo, seqCount, back, discarding, events>>

PowerFailure ==
  /\ memory' = P!PowerFailure(memory) /\ contract' = Top!PowerFailed(contract) /\ Count("crashes")
  /\ state' = "down" /\ error' = FALSE /\ ghosts' = {} /\ todo' = << >> /\ seqCount' = 0 /\ back' = {}
  /\ discarding' = NoSector /\ UNCHANGED origin

EnvironmentNext ==
  \/ FlushArrives \/ Suspend \/ PowerFailure
  \/ \E s \in Sectors : DiscardArrives(s) \/ ReadBack(s) \/ \E fua \in BOOLEAN : WriteArrives(s, fua)

Spec == Init /\ [][SystemNext \/ EnvironmentNext]_vars

\* The lock holder goes on, copies end, and who waits for the lock gets it in the end.
Fairness ==
  /\ WF_vars(Barrier \/ Advance \/ Finish \/ AckFlush \/ AckWrite \/ AckFua \/ FreeDiscarded \/ DiscardOrigin)
  /\ SF_vars(EndWriteback) /\ WF_vars(Resume)
LiveSpec == Spec /\ Fairness

----------------------------------------------------------------------------
ReadsInv == Top!ReadsInv

\* No two versions of a sector have the same count.
NoTwinsInv ==
  state \in {"up", "suspended"} =>
    \A b, c \in Block : /\ Used(b) /\ Used(c)
                        /\ Now(<<b, "sector">>) = Now(<<c, "sector">>) /\ Now(<<b, "seq">>) = Now(<<c, "seq">>)
                        => b = c

\* Every write, flush, discard and recovery gives the lock back; every writeback and suspend ends.
LockProp      == ~Idle ~> Idle
WritebackProp == back # {} ~> back = {}
ServesProp    == state # "up" ~> state = "up"

Refines == Top!Spec
=============================================================================
