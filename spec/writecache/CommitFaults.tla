---------------------------- MODULE CommitFaults ----------------------------
(***************************************************************************)
(* Adds device errors to Commit: a metadata write or a cache flush ends in *)
(* an error, a copy cannot be freed after one, and metadata cannot be read *)
(* when the table is activated.  wc->error is sticky: from then on writes, *)
(* flushes and discards fail; reads are still answered.                    *)
(* Not modelled: errors of data writes (WC-08, a code-level defect) and of *)
(* the origin; more than one error per activation.  A table with an error  *)
(* ends in a power failure here: one that is reloaded takes completed, not *)
(* yet committed writes back without any power failure (7 states), and     *)
(* nothing in the protocol could prevent it, for suspend cannot fail.      *)
(***************************************************************************)
EXTENDS Commit
LOCAL INSTANCE VolatileDisk

\* Correction (WC-06): after an error nobody goes on with the commit: the count would cover what was not written.
StepsAfterError == << >>

\* Correction (WC-10): a table whose metadata cannot be read is not activated: the origin may be older than the cache.
StateIfUnreadable == "failed"

----------------------------------------------------------------------------
\* The lock holder gives up: a FLUSH or a discard ends with an error, which promises nothing.
GiveUp ==
  /\ error' = TRUE /\ todo' = StepsAfterError /\ discarding' = NoSector
  /\ contract' = Top!FlushFailed(contract)

\* writecache_notify_io: some of the dirty regions were not written.  The dirty bits stay.
MetadataWriteFails ==
  /\ Step("writeMetadata") /\ ~error /\ GiveUp
  /\ \E failed \in SUBSET dirty \ {{}} : WriteRegions(dirty \ failed, seqCount)
  /\ UNCHANGED <<data, origin, memory, bio, state, back, events>>

\* writecache_disk_flush: the SSD reports an error and has flushed nothing.
CacheFlushFails ==
  /\ Step("flush") /\ ~error /\ GiveUp
  /\ UNCHANGED <<disks, memory, bio, state, back, events>>

\* __writecache_endio_ssd after an error: the blocks stay in use.
EndWritebackKept ==
  /\ Idle /\ error /\ \E b \in Block : back[b] = "durable"
  /\ back' = [b \in Block |-> IF back[b] = "durable" THEN "idle" ELSE back[b]]
  /\ UNCHANGED <<disks, memory, requests, state, todo, error, events>>

\* The FUA bio whose commit failed ends with an error.  To the contract it stays in flight: the old value or the new.
FailFua(s) ==
  /\ Idle /\ error /\ bio[s].landed
  /\ bio' = [bio EXCEPT ![s] = NoBio]
  /\ UNCHANGED <<disks, memory, discarding, contract, state, todo, back, error, events>>

\* writecache_resume: the entries from some block on cannot be read.  In the published driver they count as free.
ResumeUnreadable ==
  /\ state = "down"
  /\ \E image \in ReadByResume : \E B \in SUBSET Block \ {{}} :
       entry' = [b \in Block |-> IF b \in B THEN FreeEntry ELSE Kept(image[1], image[2])[b]] /\ seqCount' = image[1]
  /\ state' = StateIfUnreadable /\ error' = TRUE
  /\ UNCHANGED <<disks, dirty, overwrote, requests, todo, back, events>>

FaultSpec ==
  Init /\ [][SystemNext \/ EnvironmentNext \/ MetadataWriteFails \/ CacheFlushFails
             \/ EndWritebackKept \/ ResumeUnreadable \/ \E s \in Sectors : FailFua(s)]_vars

\* A table that has failed stays so; but whoever waits on it is told.
FaultLiveSpec ==
  FaultSpec /\ Fairness /\ WF_vars(EndWritebackKept) /\ \A s \in Sectors : WF_vars(FailFua(s))
=============================================================================
