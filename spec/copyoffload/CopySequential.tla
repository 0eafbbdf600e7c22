---------------------------- MODULE CopySequential ----------------------------
(***************************************************************************)
(* Sequential COPY_IN, COPY_OUT (design e): the phases of CopyToken; what  *)
(* the first phase leaves behind depends on the device.  For a device with *)
(* one copy command it is a cookie that names the source, as CopyToken's.  *)
(* A device with tokens of its own (POPULATE TOKEN) keeps the source data  *)
(* of that moment under the token, which may expire.                       *)
(*                                                                         *)
(* A table swap between the phases breaks I1 only for the cookie: what a   *)
(* token stands for was read under the table of its own phase.             *)
(***************************************************************************)
EXTENDS CopyToken

CONSTANT TokenDevices      \* devices that have tokens of their own (ROD)

(* POPULATE TOKEN: a point-in-time image of the source. *)
PopulateToken(c, device) ==
    /\ bio[Src(c)].device = device
    /\ AtDriver(Src(c)) /\ ~TooLong(Src(c))
    /\ design' = [design EXCEPT ![c] =
                    {[half |-> Src(c), table |-> bio[Src(c)].table, device |-> device, epoch |-> 0,
                      data |-> [i \in 1..Blocks |-> disk[Src(c), bio[Src(c)].table, i]]]}]
    /\ End({Src(c)}, "ok")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

(* COPY_IN on a device with one command: nothing to do but to see that the half arrived whole. *)
ReturnCookie(c, device) == bio[Src(c)].device = device /\ FillToken(c)

(* WRITE USING TOKEN: the next block of the image. *)
WriteUsingToken(device) ==
    \E r \in driver :
        /\ r.device = device /\ r.done < Blocks
        /\ WriteBlock(r, r.parts[1].data[r.done + 1])

(* The device drops a token that is not used in time. *)
ExpireToken(c) ==
    /\ \E token \in design[c] : token.device \in TokenDevices
    /\ design' = [design EXCEPT ![c] = {}]
    /\ UNCHANGED <<disk, held, dm, queue, left, bio, driver, copy>>

SequentialSystem ==
    \/ Phases
    \/ \E d \in TokenDevices : WriteUsingToken(d) \/ (\E c \in Copies : PopulateToken(c, d))
    \/ \E d \in Devices \ TokenDevices : CopyBlock(d) \/ (\E c \in Copies : ReturnCookie(c, d))

SequentialNext ==
    \/ SequentialSystem
    \/ Environment
    \/ \E s \in Chosen("expire"), c \in Copies : ExpireToken(c)
    \/ Terminated

SequentialSpec == TokenInit /\ [][SequentialNext]_vars /\ WF_vars(SequentialSystem)
=============================================================================
