package powercut.crash.explore;

import java.util.List;
import powercut.crash.values.SectorSets;

/** Sees every recovered device of an exploration; how the two engines are compared. */
interface LeafObserver {
    /** Ignores them. */
    LeafObserver NONE = (depth, state, runs, media) -> {};

    /**
     * @param depth how many power failures it took
     * @param state digest of the recovered target
     * @param runs where the device finds its sectors
     * @param media on which undecided sectors still have all their values
     */
    void recovered(int depth, long state, List<Located> runs, List<SectorSets> media);
}
