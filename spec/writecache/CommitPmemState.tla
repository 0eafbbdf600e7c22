--------------------------- MODULE CommitPmemState ---------------------------
(***************************************************************************)
(* The state of dm-writecache on persistent memory, and the decisions of   *)
(* its protocol as one operator each, so that a must-fail model can        *)
(* replace just one.  What the driver does with them is in CommitPmem;     *)
(* read that first.                                                        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS Sectors,   \* blocks of the volume
          NoSector,  \* not a sector
          Block,     \* cache blocks
          Values,    \* sector -> the values written to it: <<sector, number of the write>>
          Initial,   \* sector -> what the origin holds in the beginning
          Poison     \* what a load of memory with a hardware error finds

VARIABLES memory,    \* <<"count">>, and for each block b <<b, "sector">>, <<b, "seq">>, <<b, "data">>: one atom each
          origin,    \* sector -> its content; only FUA writes come here, so what it holds is durable
          state,     \* "down", "up", "suspended", "failed"
          error,     \* wc->error: only a new table resets it
          ghosts,    \* blocks that are free in core, whatever memory says
          todo,      \* the steps that the holder of wc->lock still has to do
          seqCount,  \* wc->seq_count
          back,      \* the blocks under writeback
          discarding,\* the sector that the lock holder discards
          contract,  \* history: what the user was promised
          events     \* history: how many writes, discards and power failures there were

table    == <<state, error, ghosts>>
requests == <<discarding, contract>>
vars     == <<memory, origin, table, todo, seqCount, back, requests, events>>

P == INSTANCE PersistentMemory

\* How much the environment does; a model bounds it, kind by kind.
MayHappen(kind) == TRUE

Free         == 0  \* the count of a free entry; real counts begin with 1
Now(a)       == CHOOSE v \in P!Loads(memory, a) : TRUE  \* metadata has one value while the table is active
Used(b)      == b \notin ghosts /\ Now(<<b, "seq">>) # Free
Committed(b) == Used(b) /\ Now(<<b, "seq">>) < seqCount
Uncommitted  == {b \in Block : Used(b) /\ Now(<<b, "seq">>) = seqCount}
Versions(s)  == {b \in Block : Used(b) /\ Now(<<b, "sector">>) = s}
Newest(s)    == CHOOSE b \in Versions(s) : \A c \in Versions(s) : Now(<<c, "seq">>) <= Now(<<b, "seq">>)
Older        == {b \in Block : Used(b) /\ b # Newest(Now(<<b, "sector">>))}
Idle         == todo = << >>
Serving      == state = "up" /\ Idle
Accepting    == Serving /\ ~error
Step(name)   == ~Idle /\ Head(todo) = name
Then(steps)  == todo' = steps \o Tail(todo)
Count(kind)  == MayHappen(kind) /\ events' = [events EXCEPT ![kind] = @ + 1]
FreeAll(m, B) == P!StoreAll(m, [a \in B \X {"seq"} |-> Free])  \* freeing changes the count only

\* What a read returns now; a load that finds poison fails the read.
ReadsOf(s) == IF Versions(s) = {} THEN {origin[s]} ELSE P!Loads(memory, <<Newest(s), "data">>) \ {Poison}
Top == INSTANCE DurableBlocks WITH reads <- [s \in Sectors |-> IF Serving THEN ReadsOf(s) ELSE {}]

----------------------------------------------------------------------------
(* The decisions that a must-fail model replaces, one at a time *)

\* Correction (rule 15): data and entries persist before the count that commits them.
CommitOrder == << "barrier", "advance", "barrier", "finish" >>

\* Correction (WC-02): a FUA write is acknowledged after the commit that covers it.
FuaSteps == CommitOrder \o << "ackFua" >>

\* Correction (rule 21): on persistent memory a committed block is not overwritten: it is the only durable version.
InPlace(b) == b \in Uncommitted

\* Correction (rule 16): a freed entry is free durably before its block is used again and before a discard goes on.
AfterFreeing == << "barrier" >>

\* Correction (rule 30): suspend commits, for the next table erases what it does not find committed.
SuspendSteps == CommitOrder

\* Correction (rule 31): resume erases what it does not keep, durably, before the count can advance again.
Erased(kept, seqs) == {b \in DOMAIN seqs \ kept : seqs[b] # Free}

----------------------------------------------------------------------------
TypeOK ==
  /\ \A a \in DOMAIN memory : P!AtomOK(memory[a])
  /\ state \in {"down", "up", "suspended", "failed"} /\ error \in BOOLEAN /\ ghosts \subseteq Block
  /\ seqCount \in Nat /\ back \subseteq Block /\ discarding \in Sectors \cup {NoSector}
  /\ \A s \in Sectors : origin[s] \in Values[s]
  /\ Top!TypeOK

Init ==  \* a formatted cache, in use
  /\ memory = P!Memory([a \in {<<"count">>} \cup (Block \X {"sector", "seq", "data"}) |->
                         IF a = <<"count">> THEN 1 ELSE IF a[2] = "seq" THEN Free ELSE NoSector])
  /\ origin = Initial /\ state = "up" /\ error = FALSE /\ ghosts = {} /\ todo = << >> /\ seqCount = 1 /\ back = {}
  /\ discarding = NoSector /\ contract = Top!Promise /\ events = [writes |-> 0, discards |-> 0, crashes |-> 0]
=============================================================================
