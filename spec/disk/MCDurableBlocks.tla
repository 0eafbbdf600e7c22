--------------------------- MODULE MCDurableBlocks ---------------------------
(***************************************************************************)
(* The smallest volume there is: one disk, passed through.  It must meet   *)
(* the contract, and with a disk that lies about a flush or forgets what   *)
(* FUA means it must not.                                                  *)
(***************************************************************************)
EXTENDS Naturals, VolatileDisk

CONSTANTS Block, MaxWrites, MaxCrashes
VARIABLES disk,     \* the disk below
          contract, \* history: what the user was promised
          busy,     \* a flush is in progress
          bios,     \* block -> "none", "plain", "fua": the write in flight
          written, crashes
vars == <<disk, contract, busy, bios, written, crashes>>

Values  == [b \in Block |-> {b} \X (0..MaxWrites)]
Initial == [b \in Block |-> <<b, 0>>]
Top     == INSTANCE DurableBlocks WITH reads <- [b \in Block |-> Reads(disk, b)]
Refines == Top!Spec

\* Correction: a flush empties the cache.
DiskFlushed(d) == FlushComplete(d)

\* Correction: a FUA write is durable when it ends.
DiskFua(d, b, v) == CompleteFua(d, b, v)

\* What disks do that lie or forget.
LyingFlush(d) == d
ForgetfulFua(d, b, v) == Complete(d, b, v)

Init == /\ disk = Disk(Initial) /\ contract = Top!Promise
        /\ busy = FALSE /\ bios = [b \in Block |-> "none"] /\ written = 0 /\ crashes = 0

WriteStarts(b, kind) ==
  /\ bios[b] = "none" /\ written < MaxWrites
  /\ disk' = Submit(disk, b, <<b, written + 1>>)
  /\ contract' = Top!WriteSubmitted(contract, b, <<b, written + 1>>)
  /\ bios' = [bios EXCEPT ![b] = kind] /\ written' = written + 1
  /\ UNCHANGED <<busy, crashes>>

WriteEnds(b) ==
  /\ \E v \in disk[b].flight :
       IF bios[b] = "fua" THEN disk' = DiskFua(disk, b, v) /\ contract' = Top!FuaAcked(contract, b, v)
                          ELSE disk' = Complete(disk, b, v) /\ contract' = Top!WriteAcked(contract, b, v)
  /\ bios' = [bios EXCEPT ![b] = "none"]
  /\ UNCHANGED <<busy, written, crashes>>

WriteError(b) ==
  /\ \E v \in disk[b].flight : disk' \in Fail(disk, b, v) /\ contract' = Top!WriteFailed(contract, b, v)
  /\ bios' = [bios EXCEPT ![b] = "none"]
  /\ UNCHANGED <<busy, written, crashes>>

DiscardBlock(b) ==
  /\ bios[b] = "none"
  /\ disk' \in Discard(disk, b, <<b, 0>>) /\ contract' = Top!Discarded(contract, b)
  /\ UNCHANGED <<busy, bios, written, crashes>>

FlushStarts == /\ ~busy /\ busy' = TRUE
               /\ disk' = FlushSubmit(disk) /\ contract' = Top!FlushSubmitted(contract)
               /\ UNCHANGED <<bios, written, crashes>>

FlushEnds == /\ busy /\ busy' = FALSE
             /\ disk' = DiskFlushed(disk) /\ contract' = Top!FlushAcked(contract)
             /\ UNCHANGED <<bios, written, crashes>>

PowerFailure == /\ crashes < MaxCrashes /\ crashes' = crashes + 1
                /\ disk' = Crash(disk) /\ contract' = Top!PowerFailed(contract)
                /\ busy' = FALSE /\ bios' = [b \in Block |-> "none"] /\ UNCHANGED written

Next == \/ \E b \in Block : \/ \E kind \in {"plain", "fua"} : WriteStarts(b, kind)
                            \/ WriteEnds(b) \/ WriteError(b) \/ DiscardBlock(b)
        \/ FlushStarts \/ FlushEnds \/ PowerFailure
Spec == Init /\ [][Next]_vars

ContractOK  == Top!TypeOK
ReadsInv    == Top!ReadsInv
=============================================================================
