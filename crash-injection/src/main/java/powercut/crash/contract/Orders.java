package powercut.crash.contract;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import powercut.crash.contract.Moments.Moment;

/**
 * All orders of one interval of several logs. Each log has its moments; every combination of them may have been one
 * moment of all, and an order is a way through the combinations, one step of one disk at a time.
 */
final class Orders {
    private final List<Moments> disks;
    private final Predicate<List<Moment>> check; // whether every promise is kept in a combination
    private final Set<List<Integer>> good = new HashSet<>(); // by index; only asked for members

    Orders(List<Moments> disks, Predicate<List<Moment>> check) {
        this.disks = disks;
        this.check = check;
    }

    /**
     * Checks all combinations, but for those that include no other states than one that is good.
     *
     * @return whether an order was found that meets only good ones. That none was is no proof: a bad combination may
     *     stand for good states too
     */
    boolean check() {
        int[] at = new int[disks.size()];
        boolean all = true;
        do {
            boolean isGood = isMark(at) || isIncludedInGood(at) || check.test(chosen(at));
            all &= isGood;
            if (isGood) {
                good.add(key(at));
            }
        } while (advance(at));
        return all || leadsThrough();
    }

    /** The begin and the end of the interval are judged by what is promised there. */
    private boolean isMark(int[] at) {
        return IntStream.range(0, at.length).allMatch(i -> at[i] == disks.get(i).inTime(0))
                || IntStream.range(0, at.length).allMatch(i -> at[i] == disks.get(i).inTime(disks.get(i).count() - 1));
    }

    private boolean isIncludedInGood(int[] at) {
        for (int disk = 0; disk < at.length; disk++) {
            int includedIn = disks.get(disk).get(at[disk]).includedIn();
            if (includedIn >= 0 && good.contains(with(at, disk, includedIn))) {
                return true;
            }
        }
        return false;
    }

    private boolean leadsThrough() {
        Set<List<Integer>> reached = new HashSet<>(); // by place in time
        int[] at = new int[disks.size()];
        boolean lastReached;
        do {
            List<Integer> indexes = IntStream.range(0, at.length).mapToObj(i -> disks.get(i).inTime(at[i])).toList();
            lastReached = good.contains(indexes) && (IntStream.of(at).sum() == 0 || IntStream.range(0, at.length)
                    .anyMatch(disk -> reached.contains(with(at, disk, at[disk] - 1))));
            if (lastReached) {
                reached.add(key(at));
            }
        } while (advance(at));
        return lastReached;
    }

    /** To the next combination, the last disk first; false if that was the last one. */
    private boolean advance(int[] at) {
        for (int disk = at.length - 1; disk >= 0; disk--) {
            if (++at[disk] < disks.get(disk).count()) {
                return true;
            }
            at[disk] = 0;
        }
        return false;
    }

    private List<Moment> chosen(int[] at) {
        return IntStream.range(0, at.length).mapToObj(disk -> disks.get(disk).get(at[disk])).toList();
    }

    private static List<Integer> key(int[] at) {
        return IntStream.of(at).boxed().toList();
    }

    private static List<Integer> with(int[] at, int disk, int index) {
        int[] other = at.clone();
        other[disk] = index;
        return key(other);
    }
}
