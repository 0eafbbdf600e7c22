package powercut.crash.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;
import powercut.block.DiskOptions;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.LogEntry;
import powercut.crash.values.SectorSets;

/** The combinations that are checked, against all states of two disks after every single entry. */
class OrdersTest {
    private static final int CASES = 3000;
    private static final int SECTORS = 2;
    private static final int VALUES = 3;

    /** A pair of values, one on each disk, that must not be there together. */
    private record Forbidden(long sectorA, int valueA, long sectorB, int valueB) {
        boolean isPossible(SectorSets a, SectorSets b) {
            return a.admits(sectorA, valueA) && b.admits(sectorB, valueB);
        }
    }

    private int violated;
    private int someOrderHolds;

    @Test
    void everyStateOfEveryOrderIsCoveredAndAnOrderThatIsFoundIsOne() {
        for (int seed = 0; seed < CASES; seed++) {
            compare(seed, new Random(seed));
        }
        assertThat(violated).as("cases with a violation").isBetween(CASES / 10, CASES);
        assertThat(someOrderHolds).as("of them, cases with an order without one").isBetween(CASES / 100, violated / 2);
    }

    private void compare(int seed, Random random) {
        DeviceLog a = new DeviceLog("a", log(random).log());
        DeviceLog b = new DeviceLog("b", log(random).log());
        Forbidden forbidden = new Forbidden(random.nextInt(SECTORS), random.nextInt(VALUES), random.nextInt(SECTORS),
                random.nextInt(VALUES));
        List<SectorSets> statesA = states(a);
        List<SectorSets> statesB = states(b);
        BiPredicate<SectorSets, SectorSets> isBad = (nowA, nowB) -> forbidden.isPossible(nowA, nowB)
                && !(isWithin(nowA, statesA.get(0)) && isWithin(nowB, statesB.get(0)))
                && !(isWithin(nowA, last(statesA)) && isWithin(nowB, last(statesB)));
        boolean[] bad = {false};
        boolean found = new Orders(List.of(walk(a).pass(a.log().entries(), "begin", "end"),
                walk(b).pass(b.log().entries(), "begin", "end")), moments -> {
            boolean isBadHere = isBad.test(moments.get(0).medium(), moments.get(1).medium());
            bad[0] |= isBadHere;
            return !isBadHere;
        }).check();

        boolean[][] reached = new boolean[statesA.size()][statesB.size()];
        boolean anyBad = false;
        for (int i = 0; i < statesA.size(); i++) {
            for (int j = 0; j < statesB.size(); j++) {
                boolean isBadHere = isBad.test(statesA.get(i), statesB.get(j));
                anyBad |= isBadHere;
                reached[i][j] = !isBadHere && (i + j == 0 || i > 0 && reached[i - 1][j] || j > 0 && reached[i][j - 1]);
            }
        }
        assertThat(bad[0]).as("violated, seed " + seed).isEqualTo(anyBad);
        if (found) {
            assertThat(reached[statesA.size() - 1][statesB.size() - 1]).as("an order, seed " + seed).isTrue();
        }
        violated += anyBad ? 1 : 0;
        someOrderHolds += anyBad && found ? 1 : 0;
    }

    /** What is no more than what may be there at a mark is judged at the mark. */
    private static boolean isWithin(SectorSets now, SectorSets mark) {
        for (int sector = 0; sector < SECTORS; sector++) {
            for (int value : now.possible(sector)) {
                if (!mark.admits(sector, value)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static SectorSets last(List<SectorSets> states) {
        return states.get(states.size() - 1);
    }

    private static DiskWalk walk(DeviceLog log) {
        return new DiskWalk(log, DiskOptions.DEFAULT);
    }

    /** Before the first entry, after every entry, and where a flush or a FUA write is under way. */
    private static List<SectorSets> states(DeviceLog log) {
        DiskWalk walk = walk(log);
        List<SectorSets> states = new ArrayList<>(List.of(walk.medium().frozen()));
        for (LogEntry entry : log.log().entries()) {
            walk.pass(entry, when -> states.add(walk.medium().frozen()));
            states.add(walk.medium().frozen());
        }
        return states;
    }

    private static LogLines log(Random random) {
        LogLines log = new LogLines("log");
        int entries = 1 + random.nextInt(5);
        for (int i = 0; i < entries; i++) {
            long sector = random.nextInt(SECTORS);
            int value = random.nextInt(VALUES);
            switch (random.nextInt(5)) {
                case 0 -> log.flush();
                case 1 -> log.fua(sector, value);
                case 2 -> log.discard(sector, 1);
                default -> log.write(sector, value);
            }
        }
        return log;
    }
}
