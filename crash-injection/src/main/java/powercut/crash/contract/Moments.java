package powercut.crash.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import powercut.crash.values.SectorSets;

/**
 * The moments of one disk in an interval of its log: its turning points, the last of them the end, and before each the
 * <em>low</em>, when nothing had begun of what it adds. On the way from a low to its turning point nothing is possible
 * that is not at the turning point, and neither on the way to the next low.
 *
 * <p>A low is of no interest while its turning points are good. So it is listed behind one that includes it, the begin
 * of the interval too.
 */
final class Moments {
    private final List<Moment> moments = new ArrayList<>();
    private final Moment begin;
    private int turningPoint = -1; // index of the last one

    /**
     * A moment.
     *
     * @param when in words
     * @param medium what may be on the disk
     * @param includedIn index of an earlier one in the list at which all that is possible here is possible too; -1 if
     *     none is known
     */
    record Moment(String when, SectorSets medium, int includedIn) {}

    Moments(String when, SectorSets begin) {
        this.begin = new Moment(when, begin, 0);
    }

    /** A disk to which nothing happens. */
    static Moments only(SectorSets medium) {
        Moments only = new Moments("", medium);
        only.moments.add(new Moment("", medium, -1));
        return only;
    }

    /** A turning point, or the end. */
    void addTurningPoint(String when, SectorSets medium) {
        boolean isFirst = turningPoint < 0;
        boolean isWithinLast = !isFirst && isWithin(medium, moments.get(turningPoint).medium());
        int includedIn = isWithinLast ? turningPoint : -1;
        turningPoint = moments.size();
        moments.add(new Moment(when, medium, includedIn));
        if (isFirst) {
            moments.add(begin);
        }
    }

    /** What has become of the last turning point. */
    void addLow(String when, SectorSets medium) {
        moments.add(new Moment(when, medium, turningPoint));
    }

    int count() {
        return moments.size();
    }

    /** By index. */
    Moment get(int index) {
        return moments.get(index);
    }

    /** Index of the moment that is the n-th in time. */
    int inTime(int n) {
        return n < 2 && moments.size() > 1 ? 1 - n : n;
    }

    private static boolean isWithin(SectorSets now, SectorSets earlier) {
        return Arrays.stream(now.touchedHere()).allMatch(sector ->
                Arrays.stream(now.possible(sector)).allMatch(value -> earlier.admits(sector, value)));
    }
}
