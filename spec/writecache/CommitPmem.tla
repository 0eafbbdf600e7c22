----------------------------- MODULE CommitPmem -----------------------------
(***************************************************************************)
(* dm-writecache on persistent memory, with the published defects          *)
(* corrected.  There are no bios in flight to the cache: map copies the    *)
(* data with CPU stores under wc->lock, every atom of 8 bytes is pending   *)
(* until a barrier, and a committed block is never overwritten: a second   *)
(* version goes to a free block.  An entry is two atoms (sector, count),   *)
(* so here it does tear; a block is one atom.                              *)
(*                                                                         *)
(* Modelled: map, flush, writeback with FUA writes to the origin, the      *)
(* endio thread, resume, power failure anywhere, also in recovery.         *)
(* Not modelled: poisoned memory (CommitFaults has unreadable metadata),   *)
(* asynchronous memory and barriers that do not persist (WC-12, WC-13:     *)
(* LyingFlush in MCDurableBlocks), reload (the mapping is live, so WC-07   *)
(* cannot happen), discard (as in Commit), waiting for a free block        *)
(* (FreelistWait).                                                         *)
(* A violation of ReadsInv means what it means in Commit.                  *)
(***************************************************************************)
EXTENDS Naturals, Sequences, TLC

CONSTANTS Sectors,   \* blocks of the volume
          NoSector,  \* not a sector
          Block,     \* cache blocks
          Values,    \* sector -> the values written to it: <<sector, number of the write>>
          Initial    \* sector -> what the origin holds in the beginning

VARIABLES memory,    \* <<"count">>, and for each block b <<b, "sector">>, <<b, "seq">>, <<b, "data">>: one atom each
          origin,    \* sector -> its content; only FUA writes come here, so what it holds is durable
          up,        \* the table is active
          todo,      \* the steps that the holder of wc->lock still has to do
          seqCount,  \* wc->seq_count
          back,      \* the blocks under writeback
          contract,  \* history: what the user was promised
          events     \* history: how many writes and power failures there were
vars == <<memory, origin, up, todo, seqCount, back, contract, events>>

P == INSTANCE PersistentMemory WITH Poison <- NoSector

\* How much the environment does; a model bounds it, kind by kind.
MayHappen(kind) == TRUE

Free         == 0  \* the count of a free entry; real counts begin with 1
Now(a)       == CHOOSE v \in P!Loads(memory, a) : TRUE  \* metadata has one value while the table is active
Used(b)      == Now(<<b, "seq">>) # Free
Committed(b) == Used(b) /\ Now(<<b, "seq">>) < seqCount
Uncommitted  == {b \in Block : Used(b) /\ Now(<<b, "seq">>) = seqCount}
Versions(s)  == {b \in Block : Used(b) /\ Now(<<b, "sector">>) = s}
Newest(s)    == CHOOSE b \in Versions(s) : \A c \in Versions(s) : Now(<<c, "seq">>) <= Now(<<b, "seq">>)
Older        == {b \in Block : Used(b) /\ b # Newest(Now(<<b, "sector">>))}
Idle         == todo = << >>
Serving      == up /\ Idle
Step(name)   == ~Idle /\ Head(todo) = name
Then(steps)  == todo' = steps \o Tail(todo)
Count(kind)  == MayHappen(kind) /\ events' = [events EXCEPT ![kind] = @ + 1]
FreeAll(m, B) == P!StoreAll(m, [a \in B \X {"seq"} |-> Free])  \* freeing changes the count only

ReadsOf(s) == IF Versions(s) = {} THEN {origin[s]} ELSE P!Loads(memory, <<Newest(s), "data">>)
Top == INSTANCE DurableBlocks WITH reads <- [s \in Sectors |-> IF Serving THEN ReadsOf(s) ELSE {}]

----------------------------------------------------------------------------
(* The decisions that a must-fail model replaces, one at a time *)

\* Rule 15: data and entries persist before the count that commits them.
CommitOrder == << "barrier", "advance", "barrier", "finish" >>

\* WC-02: a FUA write is acknowledged after the commit that covers it.
FuaSteps == CommitOrder \o << "ackFua" >>

\* Rule 21: on persistent memory a committed block is never overwritten: it is the only durable version.
InPlace(b) == b \in Uncommitted

----------------------------------------------------------------------------
TypeOK ==
  /\ \A a \in DOMAIN memory : P!AtomOK(memory[a])
  /\ up \in BOOLEAN /\ seqCount \in Nat /\ back \subseteq Block
  /\ \A s \in Sectors : origin[s] \in Values[s]
  /\ Top!TypeOK

Init ==  \* a formatted cache, in use
  /\ memory = P!Memory([a \in {<<"count">>} \cup (Block \X {"sector", "seq", "data"}) |->
                         IF a = <<"count">> THEN 1 ELSE IF a[2] = "seq" THEN Free ELSE NoSector])
  /\ origin = Initial /\ up = TRUE /\ todo = << >> /\ seqCount = 1 /\ back = {}
  /\ contract = Top!Promise /\ events = [writes |-> 0, crashes |-> 0]

----------------------------------------------------------------------------
(* System *)

\* writecache_flush_work: the timer or the number of blocks
Autocommit ==
  /\ Serving /\ Uncommitted # {} /\ todo' = CommitOrder
  /\ UNCHANGED <<memory, origin, up, seqCount, back, contract, events>>

\* writecache_commit_flushed: wmb, which has to be one that persists (WC-12)
Barrier ==
  /\ Step("barrier") /\ Then(<< >>) /\ memory' = P!Barrier(memory)
  /\ UNCHANGED <<origin, up, seqCount, back, contract, events>>

\* wc->seq_count++ and its store
Advance ==
  /\ Step("advance") /\ Then(<< >>) /\ seqCount' = seqCount + 1
  /\ memory' = P!Store(memory, <<"count">>, seqCount + 1)
  /\ UNCHANGED <<origin, up, back, contract, events>>

\* The end of writecache_flush: an older version is freed unless it is under writeback.
Finish ==
  /\ Step("finish") /\ memory' = FreeAll(memory, Older \ back)
  /\ Then(IF Older \subseteq back THEN << >> ELSE << "barrier" >>)
  /\ UNCHANGED <<origin, up, seqCount, back, contract, events>>

AckFlush ==
  /\ Step("ackFlush") /\ Then(<< >>) /\ contract' = Top!FlushAcked(contract)
  /\ UNCHANGED <<memory, origin, up, seqCount, back, events>>

\* bio_endio of the write that holds the lock
AckWrite ==
  /\ Step("ackWrite") /\ Then(<< >>)
  /\ \E s \in Sectors : \E v \in contract[s].flight : contract' = Top!WriteAcked(contract, s, v)
  /\ UNCHANGED <<memory, origin, up, seqCount, back, events>>
AckFua ==
  /\ Step("ackFua") /\ Then(<< >>)
  /\ \E s \in Sectors : \E v \in contract[s].flight : contract' = Top!FuaAcked(contract, s, v)
  /\ UNCHANGED <<memory, origin, up, seqCount, back, events>>

\* __writecache_writeback_pmem with FUA, up to the end of its bio; never two versions of a sector at a time.
Writeback(b) ==
  LET s == Now(<<b, "sector">>) IN
  /\ Serving /\ Committed(b) /\ Versions(s) \cap back = {} /\ back' = back \cup {b}
  /\ \E v \in P!Loads(memory, <<b, "data">>) : /\ memory' = P!Load(memory, <<b, "data">>, v)
                                              /\ origin' = [origin EXCEPT ![s] = v]
  /\ UNCHANGED <<up, todo, seqCount, contract, events>>

\* __writecache_endio_pmem, at most ENDIO_LATENCY blocks; the lock is not given up before the barrier.
EndWriteback ==
  /\ Idle /\ back # {} /\ memory' = FreeAll(memory, back) /\ back' = {} /\ todo' = << "barrier" >>
  /\ UNCHANGED <<origin, up, seqCount, contract, events>>

\* writecache_resume after a power failure.  Every load pins its atom; data is not loaded.
Resume ==
  /\ ~up /\ Idle
  /\ \E n \in P!Loads(memory, <<"count">>) :
     \E s \in {f \in [Block -> Sectors \cup {NoSector}] : \A b \in Block : f[b] \in P!Loads(memory, <<b, "sector">>)} :
     \E q \in {f \in [Block -> 0 .. n] : \A b \in Block : f[b] \in P!Loads(memory, <<b, "seq">>)} :
       LET committed(b) == q[b] # Free /\ q[b] < n
           kept   == {b \in Block : committed(b) /\ \A c \in Block : committed(c) /\ s[c] = s[b] => q[c] <= q[b]}
           loaded == [a \in DOMAIN memory |->
                        LET v == IF a = <<"count">> THEN n ELSE IF a[2] = "seq" THEN q[a[1]] ELSE s[a[1]] IN
                        IF a # <<"count">> /\ a[2] = "data" THEN memory[a] ELSE P!Load(memory, a, v)[a]]
           erased == {b \in Block \ kept : q[b] # Free}
       IN /\ memory' = FreeAll(loaded, erased) /\ seqCount' = n
          /\ todo' = IF erased = {} THEN << >> ELSE << "barrier" >>
  /\ up' = TRUE /\ UNCHANGED <<origin, back, contract, events>>

SystemNext ==
  \/ Autocommit \/ Barrier \/ Advance \/ Finish \/ AckFlush \/ AckWrite \/ AckFua \/ EndWriteback \/ Resume
  \/ \E b \in Block : Writeback(b)

----------------------------------------------------------------------------
(* Environment *)

\* writecache_map, a write: everything is stored under the lock; the order of the stores does not matter.
WriteArrives(s, fua) ==
  LET v       == <<s, events.writes + 1>>
      inPlace == Versions(s) # {} /\ InPlace(Newest(s))
  IN /\ Serving /\ Count("writes") /\ contract' = Top!WriteSubmitted(contract, s, v)
     /\ \E b \in IF inPlace THEN {Newest(s)} ELSE {c \in Block : ~Used(c)} :
          memory' = P!StoreAll(memory, <<b, "data">> :> v @@
            IF inPlace THEN << >> ELSE <<b, "sector">> :> s @@ <<b, "seq">> :> seqCount)
     /\ todo' = IF fua THEN FuaSteps ELSE << "ackWrite" >>
     /\ UNCHANGED <<origin, up, seqCount, back>>

\* writecache_map, REQ_PREFLUSH
FlushArrives ==
  /\ Serving /\ contract' = Top!FlushSubmitted(contract)
  /\ todo' = (IF Uncommitted = {} THEN << >> ELSE CommitOrder) \o << "ackFlush" >>
  /\ UNCHANGED <<memory, origin, up, seqCount, back, events>>

PowerFailure ==
  /\ memory' = P!PowerFailure(memory) /\ contract' = Top!PowerFailed(contract) /\ Count("crashes")
  /\ up' = FALSE /\ todo' = << >> /\ seqCount' = 0 /\ back' = {} /\ UNCHANGED origin

EnvironmentNext ==
  FlushArrives \/ PowerFailure \/ \E s \in Sectors, fua \in BOOLEAN : WriteArrives(s, fua)

Spec == Init /\ [][SystemNext \/ EnvironmentNext]_vars

----------------------------------------------------------------------------
ReadsInv == Top!ReadsInv

\* No two versions of a sector have the same count.
NoTwinsInv ==
  up => \A b, c \in Block : /\ Used(b) /\ Used(c)
                           /\ Now(<<b, "sector">>) = Now(<<c, "sector">>) /\ Now(<<b, "seq">>) = Now(<<c, "seq">>)
                           => b = c

Refines == Top!Spec
=============================================================================
