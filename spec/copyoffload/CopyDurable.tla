----------------------------- MODULE CopyDurable -----------------------------
(***************************************************************************)
(* The sound design on a device with a volatile write cache, with power    *)
(* failures (research/copyoffload.md 3.2).  To the contract DurableBlocks  *)
(* a copy is a write of its destination blocks, each with a value that its *)
(* source block had between submission and completion; the write begins    *)
(* when the device writes the block.  A copy that failed leaves its blocks *)
(* old or new, so for the contract they stay in flight.                    *)
(*                                                                         *)
(* A source block may fall back to what it was before an unflushed write   *)
(* although its copy is durable: no order between the two is promised.     *)
(*                                                                         *)
(* Not modelled: table swaps (Tables = {1}), a flush that reaches less     *)
(* than all that the device has in its cache, copies after a power failure.*)
(***************************************************************************)
EXTENDS CopySound

VARIABLES
    possible,   \* device: per block the values that a power failure may leave, two at most
    contract,   \* history: what the users of the destination blocks were promised
    flush,      \* the one flush: "none", "running", "ended"
    crashes     \* power failures so far

durableVars == <<possible, contract, flush, crashes>>

Targets == Copies \X (1..Blocks)
Cell(t) == <<Dst(t[1]), 1, t[2]>>

Contract == INSTANCE DurableBlocks WITH
    Values <- [t \in Targets |-> {Value(Dst(t[1]), t[2], 0), Value(Src(t[1]), t[2], 0), Value(Src(t[1]), t[2], 1)}],
    Initial <- [t \in Targets |-> Value(Dst(t[1]), t[2], 0)],
    contract <- contract,
    reads <- [t \in Targets |-> {disk[Cell(t)]}]

DurableTypeOK ==
    /\ SoundTypeOK
    /\ DOMAIN possible = DOMAIN disk
    /\ \A k \in DOMAIN disk : disk[k] \in possible[k] /\ Cardinality(possible[k]) <= 2
    /\ flush \in {"none", "running", "ended"} /\ crashes \in {0, 1}

DurableInit ==
    /\ SoundInit
    /\ possible = [k \in DOMAIN disk |-> {disk[k]}]
    /\ contract = Contract!Promise
    /\ flush = "none"
    /\ crashes = 0

----------------------------------------------------------------------------
(* What the device writes goes to its cache. *)
Cached == possible' = [k \in DOMAIN disk |-> IF disk'[k] = disk[k] THEN possible[k] ELSE possible[k] \cup {disk'[k]}]

ProtocolStep == Protocol /\ UNCHANGED durableVars

(* The device copies a block: to the contract, a write begins. *)
WriteTarget(device) ==
    /\ CopyBlock(device)
    /\ Cached
    /\ contract' = LET written == CHOOSE t \in Targets : disk'[Cell(t)] # disk[Cell(t)]
                   IN  Contract!WriteSubmitted(contract, written, disk'[Cell(written)])
    /\ UNCHANGED <<flush, crashes>>

\* Correction (CO-H31): at its end the blocks of a copy are written; they are durable after a later flush.
Acknowledge(t) == Contract!WriteAcked(contract, t, disk[Cell(t)])

InFlightTo(c) == {t \in Targets : t[1] = c /\ contract[t].flight # {}}

(* The end of a copy, block by block as the contract has it. *)
AcknowledgeBlock ==
    /\ \E r \in driver :
        /\ r.done = Blocks
        /\ \E t \in InFlightTo(r.parts[2].half[1]) :
            /\ \A u \in InFlightTo(t[1]) : t[2] <= u[2]
            /\ contract' = Acknowledge(t)
    /\ UNCHANGED <<vars, possible, flush, crashes>>

FinishAcknowledged ==
    /\ Finish
    /\ \A c \in Copies : bio'[Dst(c)].status = "ok" => InFlightTo(c) = {}
    /\ UNCHANGED durableVars

----------------------------------------------------------------------------
(* blkdev_issue_flush: what had been acknowledged when it was submitted is durable when it ends. *)
FlushBegins ==
    /\ flush = "none"
    /\ flush' = "running"
    /\ contract' = Contract!FlushSubmitted(contract)
    /\ UNCHANGED <<vars, possible, crashes>>

FlushEnds ==
    /\ flush = "running"
    /\ flush' = "ended"
    /\ possible' = [k \in DOMAIN disk |-> {disk[k]}]
    /\ contract' = Contract!FlushAcked(contract)
    /\ UNCHANGED <<vars, crashes>>

EnvironmentStep == Environment /\ Cached /\ UNCHANGED <<contract, flush, crashes>>

(***************************************************************************)
(* Power failure: each block takes one of its possible values, everything  *)
(* in memory is gone, and no caller is told anything any more.             *)
(***************************************************************************)
Crash ==
    /\ crashes = 0 /\ crashes' = 1
    /\ \E lost \in SUBSET {k \in DOMAIN disk : Cardinality(possible[k]) = 2} :
        disk' = [k \in DOMAIN disk |-> IF k \in lost THEN CHOOSE v \in possible[k] : v # disk[k] ELSE disk[k]]
    /\ possible' = [k \in DOMAIN disk |-> {disk'[k]}]
    /\ contract' = Contract!PowerFailed(contract)
    /\ End(Halves, "error")
    /\ copy' = [c \in Copies |-> IF Told(c) THEN copy[c] ELSE [result |-> "error", moved |-> 0]]
    /\ driver' = {} /\ left' = {} /\ flush' = "ended"
    /\ UNCHANGED <<held, dm, queue, design>>

DurableNext ==
    \/ ProtocolStep
    \/ \E d \in Devices : WriteTarget(d)
    \/ AcknowledgeBlock
    \/ FinishAcknowledged
    \/ FlushBegins \/ FlushEnds
    \/ EnvironmentStep
    \/ Crash
    \/ Terminated /\ UNCHANGED durableVars

DurableSpec == DurableInit /\ [][DurableNext]_<<vars, durableVars>>

----------------------------------------------------------------------------
RefinesDurableBlocks == Contract!Spec
AdmissibleInv == Contract!ReadsInv
=============================================================================
