---------------------------- MODULE FreelistWait ----------------------------
(***************************************************************************)
(* Who sleeps on wc->freelist_wait in dm-writecache, and who wakes them:   *)
(* writers that found no free block, and suspend, which waits until no     *)
(* writeback is in flight.  Nobody may sleep for ever, also when the       *)
(* origin starts to fail.  Blocks are only counted here.  On persistent    *)
(* memory an overwrite takes a block as well, and the commit frees the one *)
(* of the older version; all other blocks come back the same way as on an  *)
(* SSD, one by one, whatever the size of an endio batch.                   *)
(*                                                                         *)
(* Modelled: writecache_pop_from_freelist, wait_on_freelist, writeback,    *)
(* the endio thread, writecache_error, suspend; the watermark of 100 %,    *)
(* where writeback begins when the last block is taken, which is the       *)
(* hardest case.                                                           *)
(* Not modelled: what is written (Commit), skipped entries, the jobs limit *)
(* and writeback_all, which wait in the same way as suspend does.          *)
(* WC-25 (a writer misses a wake-up because wc->error is set without the   *)
(* lock) needs no correction of its own: the copies whose flush failed     *)
(* still have to end, and with WC-24 corrected each end wakes everybody.   *)
(* A violation means a process in D state that only a reboot ends.         *)
(***************************************************************************)
EXTENDS Naturals, FiniteSets

CONSTANTS Writer,   \* threads in writecache_map, each with one bio
          Suspender,\* the thread in writecache_suspend
          Blocks,   \* the number of cache blocks
          Pmem      \* on persistent memory

VARIABLES free,     \* wc->freelist_size
          lru,      \* committed blocks that writeback may take
          older,    \* those of them that hold the older of two versions (persistent memory)
          copies,   \* wc->writeback_size
          queued,   \* wc->writeback_work is queued
          error,    \* wc->error
          holder,   \* the writer that has found no free block and still holds wc->lock; {} when the lock is free
          pc,       \* thread -> "runs", "sleeps", "done", "failed"
          asleep    \* the queue of wc->freelist_wait
vars == <<free, lru, older, copies, queued, error, holder, pc, asleep>>

Unlocked == holder = {}
Ended    == {"done", "failed"}

----------------------------------------------------------------------------
(* The decisions that a must-fail model replaces, one at a time *)

\* Correction (WC-22): whoever finds no free block starts writeback; resume has not, and there is no pop that would.
QueueWhenEmpty == TRUE

\* Correction (WC-23): a wake-up wakes all, for the one that it wakes may have no use for it.
Woken == {asleep}

\* Correction (WC-24): every end of a writeback wakes, also one that frees nothing because of an earlier error.
WakeWithoutFreeing == TRUE

----------------------------------------------------------------------------
TypeOK ==
  /\ free \in 0 .. Blocks /\ lru \in 0 .. Blocks /\ older \in 0 .. lru /\ copies \in 0 .. Blocks
  /\ free + lru + copies <= Blocks
  /\ queued \in BOOLEAN /\ error \in BOOLEAN /\ holder \subseteq Writer
  /\ pc \in [Writer \cup {Suspender} -> {"runs", "sleeps", "done", "failed"}]
  /\ asleep = {t \in DOMAIN pc : pc[t] = "sleeps"}

\* After a resume: any number of blocks may be in use, and nothing is queued.
Init ==
  /\ free \in 0 .. Blocks /\ lru = Blocks - free /\ older = 0 /\ copies = 0 /\ queued = FALSE /\ error = FALSE
  /\ holder = {} /\ pc = [t \in Writer \cup {Suspender} |-> "runs"] /\ asleep = {}

WakeSome ==
  IF asleep = {} THEN UNCHANGED <<pc, asleep>>
  ELSE \E woken \in Woken : /\ pc' = [t \in DOMAIN pc |-> IF t \in woken THEN "runs" ELSE pc[t]]
                            /\ asleep' = asleep \ woken

\* writecache_map: takes a block; the last one starts writeback.  It is committed soon after, so it counts as such.
TakeBlock(w) ==
  /\ Unlocked /\ pc[w] = "runs" /\ ~error /\ free > 0
  /\ free' = free - 1 /\ lru' = lru + 1 /\ queued' = (queued \/ free = 1) /\ pc' = [pc EXCEPT ![w] = "done"]
  /\ older' \in {older} \cup IF Pmem /\ lru > 2 * older THEN {older + 1} ELSE {}
  /\ UNCHANGED <<copies, error, holder, asleep>>

FailBio(w) ==
  /\ Unlocked /\ pc[w] = "runs" /\ error /\ pc' = [pc EXCEPT ![w] = "failed"]
  /\ UNCHANGED <<free, lru, older, copies, queued, error, holder, asleep>>

\* writecache_pop_from_freelist returns NULL; the lock is held until the writer is on the queue.
FindNothing(w) ==
  /\ Unlocked /\ pc[w] = "runs" /\ ~error /\ free = 0
  /\ holder' = {w} /\ queued' = (queued \/ QueueWhenEmpty)
  /\ UNCHANGED <<free, lru, older, copies, error, pc, asleep>>

\* writecache_wait_on_freelist: enqueues, then gives up the lock and sleeps.
WaitOnFreelist(w) ==
  /\ w \in holder /\ holder' = {} /\ pc' = [pc EXCEPT ![w] = "sleeps"] /\ asleep' = asleep \cup {w}
  /\ UNCHANGED <<free, lru, older, copies, queued, error>>

\* writecache_flush on persistent memory: the older version of what it commits is freed.
FreeOlder ==
  /\ Unlocked /\ older > 0 /\ older' = older - 1 /\ lru' = lru - 1 /\ free' = free + 1 /\ WakeSome
  /\ UNCHANGED <<copies, queued, error, holder>>

\* writecache_writeback: takes one block, or as many as there are.
Writeback ==
  /\ Unlocked /\ queued /\ queued' = FALSE
  /\ IF error \/ lru = 0 THEN UNCHANGED <<lru, older, copies>>
     ELSE \E n \in 1 .. lru : /\ lru' = lru - n /\ copies' = copies + n
                              /\ older' \in {k \in 0 .. older : older - n <= k /\ k <= lru - n}
  /\ UNCHANGED <<free, error, holder, pc, asleep>>

\* __writecache_endio_ssd, one entry: freed, unless there was an error.
EndCopy ==
  /\ Unlocked /\ copies > 0 /\ copies' = copies - 1
  /\ free' = IF error THEN free ELSE free + 1
  /\ IF error /\ ~WakeWithoutFreeing THEN UNCHANGED <<pc, asleep>> ELSE WakeSome
  /\ UNCHANGED <<lru, older, queued, error, holder>>

\* __writecache_endio_ssd: "copy error"; writecache_error wakes.
EndCopyWithError ==
  /\ Unlocked /\ copies > 0 /\ copies' = copies - 1 /\ error' = TRUE /\ WakeSome
  /\ UNCHANGED <<free, lru, older, queued, holder>>

\* writecache_endio_thread: the flush of the origin fails; writecache_error is called without the lock.
OriginFlushFails ==
  /\ copies > 0 /\ ~error /\ error' = TRUE /\ WakeSome
  /\ UNCHANGED <<free, lru, older, copies, queued, holder>>

\* writecache_suspend, when no bio is left; writecache_wait_for_writeback sleeps in the same queue.
EndSuspend ==
  /\ Unlocked /\ pc[Suspender] = "runs" /\ \A w \in Writer : pc[w] \in Ended
  /\ copies = 0 /\ pc' = [pc EXCEPT ![Suspender] = "done"]
  /\ UNCHANGED <<free, lru, older, copies, queued, error, holder, asleep>>
WaitForWriteback ==
  /\ Unlocked /\ pc[Suspender] = "runs" /\ \A w \in Writer : pc[w] \in Ended
  /\ copies > 0 /\ pc' = [pc EXCEPT ![Suspender] = "sleeps"] /\ asleep' = asleep \cup {Suspender}
  /\ UNCHANGED <<free, lru, older, copies, queued, error, holder>>

SystemNext ==
  \/ Writeback \/ EndCopy \/ EndSuspend \/ WaitForWriteback
  \/ \E w \in Writer : TakeBlock(w) \/ FailBio(w) \/ FindNothing(w) \/ WaitOnFreelist(w)
  \/ \E p \in {TRUE} \cap {Pmem} : FreeOlder
Next == SystemNext \/ EndCopyWithError \/ OriginFlushFails

\* What can go on goes on; a copy ends, well or badly; nothing has to fail.
Fairness ==
  /\ WF_vars(Writeback) /\ WF_vars(FreeOlder) /\ WF_vars(EndCopy \/ EndCopyWithError)
  /\ WF_vars(EndSuspend \/ WaitForWriteback)
  /\ \A w \in Writer : WF_vars(TakeBlock(w) \/ FailBio(w) \/ FindNothing(w) \/ WaitOnFreelist(w))

Spec == Init /\ [][Next]_vars /\ Fairness

----------------------------------------------------------------------------
\* Every write ends, with an error if need be; then suspend ends as well.
WritersEndProp == \A w \in Writer : <>(pc[w] \in Ended)
SuspendEndsProp == <>(pc[Suspender] = "done")

\* A state that the models must reach: two writers asleep at once.
TwoAsleepNotReachedInv == Cardinality(asleep \cap Writer) < 2
=============================================================================
