----------------------------- MODULE MCSeqCount -----------------------------
(***************************************************************************)
(* Bounds for SeqCount, and variants of its decisions.                     *)
(***************************************************************************)
EXTENDS SeqCount

CONSTANTS MaxVersions, MaxCrashes

Bound == [versions |-> MaxVersions, crashes |-> MaxCrashes]
MCMayHappen(kind) == events[kind] < Bound[kind]

MayFormatWC11(version) == version = 0
CommitOrderRule15 == << "advance", "barrier", "finish" >>
OlderWins(n, seq, sec, b) ==
  seq[b] < n /\ \A c \in Block : seq[c] < n /\ sec[c] = sec[b] => seq[c] >= seq[b]
NothingCleared(seq, kept) == {}
=============================================================================
