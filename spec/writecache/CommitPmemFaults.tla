-------------------------- MODULE CommitPmemFaults --------------------------
(***************************************************************************)
(* Adds memory errors to CommitPmem: an atom turns into poison, and a load *)
(* of it fails (memcpy_mcsafe).  wc->error is sticky: from then on writes, *)
(* flushes and discards fail; reads are still answered.                    *)
(* In core there is a copy of the metadata, so its poison is found by the  *)
(* next resume only, and it makes no difference when it struck.            *)
(* Not modelled: two errors at a time, memory that stays bad under a store,*)
(* errors of the origin.                                                   *)
(***************************************************************************)
EXTENDS CommitPmem

\* Correction (WC-10): a table whose metadata cannot be read is not activated: the origin may be older than the cache.
StateIfUnreadable == "failed"

\* Correction (rule 29): after a failed copy the block stays in use: the origin does not have it.
FreedAfterError(b) == {}

----------------------------------------------------------------------------
PoisonStrikes ==
  /\ \A a \in DOMAIN memory : Poison \notin memory[a].medium
  /\ \E a \in DOMAIN memory : /\ state = "down" \/ a \in Block \X {"data"}
                              /\ memory' = P!Poisoned(memory, a)
  /\ UNCHANGED <<origin, table, todo, seqCount, back, requests, events>>

\* writecache_resume: this entry and all behind it cannot be read.  In the published driver they count as free.
ResumeUnreadable ==
  /\ LET bad == {a \in DOMAIN memory : Poison \in memory[a].medium} IN
     \E B \in SUBSET Block : /\ bad \cap (B \X {"sector", "seq"}) # {} \/ (<<"count">> \in bad /\ B = Block)
                             /\ ResumeWithout(B)
  /\ state' = StateIfUnreadable /\ error' = TRUE

\* __writecache_writeback_pmem hands the memory itself to the origin, whose bio fails; __writecache_endio_pmem.
WritebackFails(b) ==
  /\ Accepting /\ Committed(b) /\ Versions(Now(<<b, "sector">>)) \cap back = {}
  /\ P!Loads(memory, <<b, "data">>) = {Poison} /\ error' = TRUE
  /\ memory' = FreeAll(memory, FreedAfterError(b)) /\ todo' = IF FreedAfterError(b) = {} THEN << >> ELSE AfterFreeing
  /\ UNCHANGED <<origin, state, ghosts, seqCount, back, requests, events>>

\* __writecache_endio_pmem after an error: the blocks stay in use.
EndWritebackKept ==
  /\ Idle /\ error /\ back # {} /\ back' = {}
  /\ UNCHANGED <<memory, origin, table, todo, seqCount, requests, events>>

FaultSpec ==
  Init /\ [][SystemNext \/ EnvironmentNext \/ PoisonStrikes \/ ResumeUnreadable \/ EndWritebackKept
             \/ \E b \in Block : WritebackFails(b)]_vars
=============================================================================
