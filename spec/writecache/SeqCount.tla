------------------------------ MODULE SeqCount ------------------------------
(***************************************************************************)
(* What the sequence count of dm-writecache must do by itself: make a      *)
(* group of entries valid at once, order the versions of a sector, and     *)
(* survive a power failure in the middle of formatting.  The medium is the *)
(* hardest one, atoms of 8 bytes that persist in any order, so an entry    *)
(* tears between its sector and its count.  Data is not the question here: *)
(* a block holds its version as soon as it is assigned.                    *)
(*                                                                         *)
(* The contract is stronger than DurableBlocks: after a power failure the  *)
(* volume is exactly as the last commit left it, or as the one in progress *)
(* would have: never half of a group (AtomicInv).                          *)
(*                                                                         *)
(* Modelled: init_memory, the constructor's checks, writecache_resume,     *)
(* writecache_flush, writeback of an old version while a newer one exists. *)
(* Not modelled: data, flushes, FUA, discards (Commit, CommitPmem).        *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets, TLC

CONSTANTS Sectors,   \* 0 .. n: sector 0 is where a zeroed entry points
          Block,     \* cache blocks
          Infinity   \* the count of a free entry: never lower than any count

VARIABLES memory,    \* the atoms: "magic", "version", "count", and per block <<b, "sector">>, <<b, "seq">>
          state,     \* "down", "formatting", "up", "refused"
          todo,      \* the steps that are left to do under wc->lock
          seqCount,  \* wc->seq_count
          holds,     \* block -> the version that lies in it
          back,      \* blocks under writeback
          origin,    \* sector -> the version that the origin has durably
          settled,   \* history: sector -> version, as the last commit left it
          target,    \* history: sector -> version, as the commit in progress will leave it
          atomic,    \* history: every recovery found one of the two
          events     \* history: how many versions and power failures there were
vars == <<memory, state, todo, seqCount, holds, back, origin, settled, target, atomic, events>>

P == INSTANCE PersistentMemory WITH Poison <- Infinity

\* How much the environment does; a model bounds it, kind by kind.
MayHappen(kind) == TRUE
Count(kind)    == MayHappen(kind) /\ events' = [events EXCEPT ![kind] = @ + 1]

Single(name)   == <<name, "superblock">>
EntryAtoms     == Block \X {"sector", "seq"}
Now(a)         == CHOOSE v \in P!Loads(memory, a) : TRUE
SectorOf(b)    == Now(<<b, "sector">>)
SeqOf(b)       == Now(<<b, "seq">>)
Used(b)        == SeqOf(b) # Infinity
Committed(b)   == SeqOf(b) < seqCount
Uncommitted    == {b \in Block : SeqOf(b) = seqCount}
Versions(s)    == {b \in Block : Used(b) /\ SectorOf(b) = s}
NewestOf(B)    == CHOOSE b \in B : \A c \in B : SeqOf(c) <= SeqOf(b)
OlderThan(b)   == Versions(SectorOf(b)) \ {b}
Idle           == todo = << >>
Step(name)     == ~Idle /\ Head(todo) = name
Then(steps)    == todo' = steps \o Tail(todo)
Stores(f)      == memory' = P!StoreAll(memory, f)
Volume(seq, sec, B) ==  \* what the volume holds when exactly the entries of B count
  [s \in Sectors |-> LET V == {b \in B : sec[b] = s} IN
     IF V = {} THEN origin[s] ELSE holds[CHOOSE b \in V : \A c \in V : seq[c] <= seq[b]]]
Current        == Volume([b \in Block |-> SeqOf(b)], [b \in Block |-> SectorOf(b)], {b \in Block : Used(b)})

----------------------------------------------------------------------------
(* The decisions that a must-fail model replaces, one at a time *)

\* Correction (WC-11): while the magic is missing, the format is not finished and starts again.
MayFormat(version) == TRUE

\* Correction (rule 15): the entries persist before the count that commits them.
CommitOrder == << "barrier", "advance", "barrier", "finish" >>

\* Correction (rule 31): of two committed versions the one with the higher count wins.
Wins(n, seq, sec, b) ==
  seq[b] < n /\ \A c \in Block : seq[c] < n /\ sec[c] = sec[b] => seq[c] <= seq[b]

\* Correction (rule 31): what does not win is cleared on the medium.
ClearedAtResume(seq, kept) == {b \in Block \ kept : seq[b] # Infinity}

----------------------------------------------------------------------------
TypeOK ==
  /\ \A a \in DOMAIN memory : P!AtomOK(memory[a])
  /\ state \in {"down", "formatting", "up", "refused"} /\ seqCount \in Nat /\ back \subseteq Block
  /\ \A f \in {origin, settled, target} : f \in [Sectors -> Nat]
  /\ holds \in [Block -> Nat] /\ atomic \in BOOLEAN

\* A zeroed device: every entry looks like a committed one of sector 0 as soon as the count is above 0.
Init ==
  /\ memory = P!Memory([a \in EntryAtoms \cup {Single("magic"), Single("version"), Single("count")} |-> 0])
  /\ state = "down" /\ todo = << >> /\ seqCount = 0 /\ holds = [b \in Block |-> 0] /\ back = {}
  /\ origin = [s \in Sectors |-> 0] /\ settled = origin /\ target = origin
  /\ atomic = TRUE /\ events = [versions |-> 0, crashes |-> 0]

\* writecache_ctr reads the first sector and formats the device if it has to; else init_memory is done long ago.
Construct ==
  /\ state = "down" /\ Idle
  /\ \E magic \in P!Loads(memory, Single("magic")), version \in P!Loads(memory, Single("version")) :
       LET known == P!Load(P!Load(memory, Single("magic"), magic), Single("version"), version) IN
       IF magic = 1 THEN memory' = known /\ state' = "down" /\ todo' = << "resume" >>
       ELSE IF ~MayFormat(version) THEN memory' = known /\ state' = "refused" /\ todo' = << >>
       ELSE /\ memory' = P!StoreAll(known, [a \in EntryAtoms |-> Infinity]
                                          @@ Single("version") :> 1 @@ Single("count") :> 0)
            /\ state' = "formatting" /\ todo' = << "barrier", "magic", "barrier", "resume" >>
  /\ UNCHANGED <<seqCount, holds, back, origin, settled, target, atomic, events>>

\* The second half of init_memory
WriteMagic ==
  /\ Step("magic") /\ Then(<< >>) /\ Stores(Single("magic") :> 1)
  /\ UNCHANGED <<state, seqCount, holds, back, origin, settled, target, atomic, events>>

Barrier ==
  /\ Step("barrier") /\ Then(<< >>) /\ memory' = P!Barrier(memory)
  /\ UNCHANGED <<state, seqCount, holds, back, origin, settled, target, atomic, events>>

\* writecache_resume: loads everything, keeps the winners, clears the others.
Resume ==
  /\ Step("resume")
  /\ \E n \in P!Loads(memory, Single("count")) :
     \E sec \in {f \in [Block -> UNION {P!Loads(memory, <<b, "sector">>) : b \in Block}] :
                   \A b \in Block : f[b] \in P!Loads(memory, <<b, "sector">>)} :
     \E seq \in {f \in [Block -> UNION {P!Loads(memory, <<b, "seq">>) : b \in Block}] :
                   \A b \in Block : f[b] \in P!Loads(memory, <<b, "seq">>)} :
       LET kept    == {b \in Block : Wins(n, seq, sec, b)}
           cleared == ClearedAtResume(seq, kept)
           found   == Volume(seq, sec, kept)
           known   == [a \in DOMAIN memory |-> IF a \notin EntryAtoms THEN memory[a]
                         ELSE P!Load(memory, a, IF a[2] = "seq" THEN seq[a[1]] ELSE sec[a[1]])[a]]
       IN /\ memory' = P!StoreAll(P!Load(known, Single("count"), n), [a \in cleared \X {"seq"} |-> Infinity])
          /\ seqCount' = n /\ Then(IF cleared = {} THEN << >> ELSE << "barrier" >>)
          /\ atomic' = (atomic /\ found \in {settled, target}) /\ settled' = found /\ target' = found
  /\ state' = "up" /\ UNCHANGED <<holds, back, origin, events>>

\* writecache_map: a new version of s, in place while the newest one is uncommitted.
Assign(s) ==
  LET inPlace == Versions(s) # {} /\ NewestOf(Versions(s)) \in Uncommitted
      version == events.versions + 1
  IN /\ state = "up" /\ Idle /\ Count("versions")
     /\ \E b \in IF inPlace THEN {NewestOf(Versions(s))} ELSE {c \in Block : ~Used(c)} :
          /\ holds' = [holds EXCEPT ![b] = version]
          /\ Stores(<<b, "sector">> :> s @@ <<b, "seq">> :> seqCount)
     /\ UNCHANGED <<state, todo, seqCount, back, origin, settled, target, atomic>>

\* writecache_flush begins.
Commit ==
  /\ state = "up" /\ Idle /\ Uncommitted # {} /\ todo' = CommitOrder /\ target' = Current
  /\ UNCHANGED <<memory, state, seqCount, holds, back, origin, settled, atomic, events>>

Advance ==
  /\ Step("advance") /\ Then(<< >>) /\ seqCount' = seqCount + 1 /\ Stores(Single("count") :> seqCount + 1)
  /\ UNCHANGED <<state, holds, back, origin, settled, target, atomic, events>>

\* writecache_flush ends: from now on only the new state is right.  Older versions are freed unless under writeback.
Finish ==
  /\ Step("finish") /\ settled' = target
  /\ LET older == {b \in Block \ back : Used(b) /\ \E c \in OlderThan(b) : SeqOf(c) > SeqOf(b)} IN
     /\ Stores([a \in older \X {"seq"} |-> Infinity]) /\ Then(IF older = {} THEN << >> ELSE << "barrier" >>)
  /\ UNCHANGED <<state, seqCount, holds, back, origin, target, atomic, events>>

\* Writeback of the only version, or of the older of two while the newer one is already there.
Writeback(b) ==
  /\ state = "up" /\ Idle /\ Used(b) /\ Committed(b) /\ Versions(SectorOf(b)) \cap back = {}
  /\ back' = back \cup {b} /\ origin' = [origin EXCEPT ![SectorOf(b)] = holds[b]]
  /\ UNCHANGED <<memory, state, todo, seqCount, holds, settled, target, atomic, events>>

EndWriteback(b) ==
  /\ Idle /\ b \in back /\ back' = back \ {b} /\ Stores(<<b, "seq">> :> Infinity) /\ todo' = << "barrier" >>
  /\ UNCHANGED <<state, seqCount, holds, origin, settled, target, atomic, events>>

PowerFailure ==
  /\ state # "refused" /\ memory' = P!PowerFailure(memory) /\ Count("crashes")
  /\ state' = "down" /\ todo' = << >> /\ seqCount' = 0 /\ back' = {}
  /\ UNCHANGED <<holds, origin, settled, target, atomic>>

Next ==
  \/ Construct \/ WriteMagic \/ Barrier \/ Resume \/ Commit \/ Advance \/ Finish \/ PowerFailure
  \/ \E s \in Sectors : Assign(s)
  \/ \E b \in Block : Writeback(b) \/ EndWriteback(b)
Spec == Init /\ [][Next]_vars

----------------------------------------------------------------------------
\* A commit is all or nothing.
AtomicInv == atomic

\* A device that was formatted, or was about to be, can always be used again.
NeverRefusedInv == state # "refused"

\* No two versions of a sector have the same count, and no entry is from the future.
CountInv ==
  state = "up" => \A b, c \in Block :
    /\ Used(b) => SeqOf(b) <= seqCount
    /\ Used(b) /\ Used(c) /\ SectorOf(b) = SectorOf(c) /\ SeqOf(b) = SeqOf(c) => b = c

\* A state that the models must reach: recovery with two committed versions of one sector.
TwoVersionsNotReachedInv ==
  state = "up" \/ Cardinality({b \in Block : \A n \in P!Loads(memory, Single("count")) :
                                 \A q \in P!Loads(memory, <<b, "seq">>) : q < n}) < 2
=============================================================================
