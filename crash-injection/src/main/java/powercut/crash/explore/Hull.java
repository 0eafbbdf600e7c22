package powercut.crash.explore;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import powercut.crash.values.SectorSets;
import powercut.crash.values.ValueSet;

/** Media that include all those which several recoveries, crashed at the same stop, leave behind. */
final class Hull {
    private final List<SectorSets> before; // what the recoveries began with
    private final List<SectorSets> media;
    private boolean empty = true;

    Hull(List<SectorSets> before) {
        this.before = before;
        media = before.stream().map(SectorSets::above).toList();
    }

    void add(List<SectorSets> crashed) {
        for (int i = 0; i < media.size(); i++) {
            SectorSets hull = media.get(i);
            SectorSets more = crashed.get(i);
            long[] touched = LongStream.concat(Arrays.stream(hull.touchedHere()), Arrays.stream(more.touchedHere()))
                    .distinct().toArray();
            for (long sector : touched) {
                int[] added = more.possible(sector);
                hull.settle(sector, empty ? added : ValueSet.union(hull.possible(sector), added));
            }
        }
        empty = false;
    }

    List<SectorSets> media() {
        return media;
    }

    /** Whether there are states here that the media before did not have; those have been explored. */
    boolean addsStates() {
        for (int i = 0; i < media.size(); i++) {
            for (long sector : media.get(i).touchedHere()) {
                int[] known = before.get(i).possible(sector);
                if (ValueSet.union(known, media.get(i).possible(sector)).length > known.length) {
                    return true;
                }
            }
        }
        return false;
    }
}
