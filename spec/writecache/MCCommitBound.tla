---------------------------- MODULE MCCommitBound ----------------------------
(***************************************************************************)
(* The largest bound of Commit, with the behaviours that cannot show more  *)
(* than others left out.  Left out is only what some other behaviour       *)
(* covers: it has the same disks (or disks on which more is possible) and  *)
(* a contract that promises the same or more.  MCCommit leaves out nothing.*)
(* Discards are counted in MCCommit; here they come last, on a quiet cache.*)
(***************************************************************************)
EXTENDS MCCommit

LOCAL FuaInFlight == \E s \in InFlight : bio[s].fua
LOCAL AllIdle     == \A b \in Block : back[b] = "idle"
LOCAL Quiet       == Idle /\ Uncommitted = {} /\ InFlight = {} /\ AllIdle

\* A power failure here is covered by one elsewhere:
Covered ==
  \/ state \in {"down", "suspended"}  \* nothing has changed since the last one; a flush leaves the same as a suspend
  \* by the next step: it only adds possible values to the SSD, or changes memory only, or promises more
  \/ ~Idle /\ Head(todo) \in {"writeMetadata", "advance", "finish", "freeDiscarded", "ackFlush"}
  \* by the commit that could begin now, after its first half; plain bios that land on the way change nothing
  \/ ~FuaInFlight /\ IF Idle THEN Uncommitted # {} ELSE Head(todo) = "waitForIos"
  \* by the same without the flush of the origin
  \/ \E b \in Block : back[b] = "durable"

BoundMayHappen(kind) ==
  /\ MCMayHappen(kind)
  /\ kind = "crashes" => ~Covered
  /\ kind = "discards" => events.writes = MaxWrites /\ events.crashes = MaxCrashes /\ Quiet

\* Which steps are left out (an action constraint):
Narrow ==
  /\ ~Idle => \/ state' = "down"
              \* the flush of the origin touches nothing that the lock holder does: it can wait for the lock
              \/ /\ back' = back
                 \* these steps commute with the end of a bio
                 /\ Head(todo) \in {"writeMetadata", "advance", "finish", "freeDiscarded", "ackFlush"} => todo' # todo
  \* what commits without being asked is covered by a FLUSH, which does the same and promises more
  /\ Idle /\ state = "up" /\ state' = "up" => todo' # CommitOrder
  \* a FUA bio that may end does: that disables nothing and promises more
  /\ Idle /\ (\E s \in Sectors : bio[s].landed /\ FuaMayEnd(s)) =>
       \E s \in Sectors : bio[s].landed /\ bio'[s] = NoBio /\ state' = state
  \* the commit of a suspend, and the writeback it waits for, are covered by a FLUSH and a suspend after them
  /\ state = "up" /\ state' = "suspended" => AllIdle /\ todo' = << >>

\* A write brings the least value that nobody holds: values are only ever compared.
Unknown(s) == {k \in 1 .. MaxWrites : /\ <<s, k>> \notin origin[s].medium
                                      /\ \A b \in Block : <<s, k>> \notin data[b].medium
                                      /\ contract[s].medium = Values[s] \/ <<s, k>> \notin contract[s].medium}
BoundValue(s) == <<s, CHOOSE k \in Unknown(s) : \A j \in Unknown(s) : k <= j>>

\* What a block holds that is free in memory and on the SSD has no effect; a new entry finds the worst there.
FreeForEver(b) == ~Used(b) /\ meta[b].medium = {FreeEntry}
Garbage        == [cache |-> {NoSector}, medium |-> {NoSector}, flight |-> {}, leaving |-> {}]
BoundReused(b) == IF FreeForEver(b) THEN Garbage ELSE data[b]

\* What makes two states different (a view).  Counts below every superblock that may be found are only compared with
\* each other: their ranks suffice.  What may be found after a power failure does not matter when no other comes.
View ==
  LET low    == CHOOSE n \in meta[0].medium : \A m \in meta[0].medium : n <= m
      counts == {e.seq : e \in UNION {meta[b].medium : b \in Block} \cup {entry[b] : b \in Block}}
      old    == {n \in counts : 0 < n /\ n < low}
      Rank   == [n \in counts \cup meta[0].medium \cup {seqCount} |->
                   IF n = 0 THEN 0 ELSE IF n < low THEN 1 + Cardinality({m \in old : m < n})
                   ELSE n - low + 1 + Cardinality(old)]
      last       == events.crashes = MaxCrashes
      Ranked(e)  == <<e.sector, Rank[e.seq]>>
      Known(x)   == IF last THEN <<x.cache, x.flight>> ELSE <<x.cache, x.medium, x.flight, x.leaving>>
  IN << [b \in Block |-> << {Ranked(e) : e \in meta[b].cache}, IF last THEN {} ELSE {Ranked(e) : e \in meta[b].medium},
                            Ranked(entry[b]), back[b], IF FreeForEver(b) THEN << >> ELSE Known(data[b]) >>],
        {Rank[n] : n \in meta[0].cache}, IF last THEN {} ELSE {Rank[n] : n \in meta[0].medium}, Rank[seqCount],
        [s \in Sectors |-> <<Known(origin[s]), Known(contract[s]), bio[s]>>],
        state, todo, dirty, overwrote, discarding, error, events >>
=============================================================================
