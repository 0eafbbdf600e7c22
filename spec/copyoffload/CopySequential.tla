---------------------------- MODULE CopySequential ----------------------------
(***************************************************************************)
(* Sequential COPY_IN, COPY_OUT (design e): the phases of CopyToken; what  *)
(* the first phase leaves behind depends on the device.  For a device with *)
(* one copy command it is a cookie that names the source, as CopyToken's.  *)
(* A device with tokens of its own (POPULATE TOKEN) keeps the source data  *)
(* of that moment under the token, which may expire.                       *)
(***************************************************************************)
EXTENDS CopyToken

CONSTANT DeviceTokens      \* the device has tokens of its own (ROD)

(* POPULATE TOKEN: a point-in-time image of the source. *)
PopulateToken(c) ==
    /\ DeviceTokens
    /\ AtDriver(Src(c)) /\ ~TooLong(Src(c))
    /\ design' = [design EXCEPT ![c] =
                    {[half |-> Src(c), table |-> bio[Src(c)].table, device |-> bio[Src(c)].device, epoch |-> 0,
                      data |-> [i \in 1..Blocks |-> disk[Src(c), bio[Src(c)].table, i]]]}]
    /\ End({Src(c)}, "ok")
    /\ UNCHANGED <<disk, held, dm, queue, left, driver, copy>>

(* COPY_IN on a device with one command: nothing to do but to see that the half arrived whole. *)
ReturnCookie(c) == ~DeviceTokens /\ FillToken(c)

(* WRITE USING TOKEN: the next block of the image. *)
WriteUsingToken ==
    /\ DeviceTokens
    /\ \E r \in driver :
        /\ r.done < Blocks
        /\ disk' = [disk EXCEPT ![Place(r.parts[2], r.done + 1)] = r.parts[1].data[r.done + 1]]
        /\ driver' = (driver \ {r}) \cup {[r EXCEPT !.done = @ + 1]}
    /\ UNCHANGED <<held, dm, queue, left, bio, copy, design>>

(* EXTENDED COPY, NVMe Copy *)
CopyInOneCommand == ~DeviceTokens /\ CopyBlock

(* The device drops a token that is not used in time. *)
ExpireToken(c) ==
    /\ DeviceTokens /\ "expire" \in Stresses
    /\ design[c] # {} /\ design' = [design EXCEPT ![c] = {}]
    /\ UNCHANGED <<disk, held, dm, queue, left, bio, driver, copy>>

SequentialSystem ==
    \/ Phases
    \/ \E c \in Copies : PopulateToken(c) \/ ReturnCookie(c)
    \/ WriteUsingToken \/ CopyInOneCommand

SequentialNext == SequentialSystem \/ Environment \/ (\E c \in Copies : ExpireToken(c)) \/ Terminated

SequentialSpec == TokenInit /\ [][SequentialNext]_vars /\ WF_vars(SequentialSystem)
=============================================================================
