package powercut.crash.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import powercut.block.DiskOptions;
import powercut.crash.contract.Provenance;
import powercut.crash.contract.Words;
import powercut.crash.run.IoEvent;
import powercut.crash.run.RunExplorer;
import powercut.crash.run.Session;
import powercut.crash.run.SessionWalk;
import powercut.crash.run.Workload;
import powercut.crash.run.WorkloadRun;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.Table;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.RandomChooser;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/**
 * Lazy branching says what visiting every state says: the same recovered states, in each of them the same values of
 * each sector, and so the same violations; for the reference and for each published defect.
 */
class EnginesAgreeTest {
    private static final int CASES = 200; // crash points with something to decide
    private static final int ONE_IN = 5; // of the points that qualify, so that cases come from many runs
    private static final double LOG2_STATES_MIN = 1.5;
    private static final double LOG2_STATES_MAX = 7; // of the crash point; those inside recovery come on top
    private static final int DEPTH = 2;

    private int cases;
    private int points;
    private int violated;
    private int nested;
    private long statesVisited;

    @ParameterizedTest
    @EnumSource(Stack.Kind.class)
    void lazyBranchingAndFullEnumerationAgree(Stack.Kind cacheKind) throws Exception {
        List<TargetType> types = new ArrayList<>(List.of(new WritecacheType()));
        List.of("WC-01", "WC-03", "WC-04").forEach(id -> types.add(WritecacheDefects.type(id)));
        for (long seed = 1; cases < CASES; seed++) {
            compare(seed, cacheKind, types.get((int) (seed % types.size())));
        }
        System.out.printf("engines agree on %d crash points, cache %s: %d states visited one by one, %d violated,"
                        + " %d with a crash inside recovery%n",
                cases, cacheKind, statesVisited, violated, nested);
        assertThat(violated).as("cases with a violation").isGreaterThan(CASES / 40);
        assertThat(nested).as("cases with a crash inside recovery").isGreaterThan(CASES / 20);
    }

    private void compare(long seed, Stack.Kind cacheKind, TargetType type) throws Exception {
        boolean pmem = cacheKind == Stack.Kind.PMEM;
        boolean twoMetadataSectors = seed / 4 % 2 == 0; // the second is reached after 28 allocations
        long fewSectors = pmem ? 8 : 5; // of memory at least a page
        long cacheSectors = twoMetadataSectors ? 33 : fewSectors;
        Stack stack = new Stack(Table.parse("0 6 writecache " + (pmem ? "p" : "s")
                        + " origin cache 512 4 autocommit_blocks 3 high_watermark 60"),
                new TargetTypes(type), List.of(new Stack.Disk("origin", 6, DiskOptions.DEFAULT),
                        new Stack.Disk("cache", cacheSectors, cacheKind, DiskOptions.DEFAULT)),
                Map.of("origin", new Stack.Slice(0, 0, 6), "cache", new Stack.Slice(1, 0, cacheSectors)));
        ContentPool pool = new ContentPool();
        Workload workload = Workload.random(seed, twoMetadataSectors ? 60 : 12,
                new Workload.Shape(6, 1, List.of("flush"), true));
        WorkloadRun run = new WorkloadRun(workload, stack, pool, new RandomChooser(seed), seed);
        run.run();
        for (Session session : run.sessions()) {
            new SessionWalk(stack, session, new Comparer(seed, stack, pool, run)).run();
        }
    }

    /** Compares both engines at every crash point that is small enough. */
    private final class Comparer implements SessionWalk.Visitor {
        private final long seed;
        private final Stack stack;
        private final ContentPool pool;
        private final WorkloadRun run;

        Comparer(long seed, Stack stack, ContentPool pool, WorkloadRun run) {
            this.seed = seed;
            this.stack = stack;
            this.pool = pool;
            this.run = run;
        }

        @Override
        public void wrong(IoEvent event, long sector, int value, SectorSets live) {}

        @Override
        public void crashPoint(String when, List<SectorSets> may, SectorSets contract) {
            List<SectorSets> media = new ArrayList<>();
            for (int i = 0; i < may.size(); i++) {
                media.add(stack.disks().get(i).kind() == Stack.Kind.DISK ? may.get(i) : dataNearlyDecided(may.get(i)));
            }
            double log2 = FullEnumeration.log2States(media);
            if (log2 < LOG2_STATES_MIN || log2 > LOG2_STATES_MAX || cases >= CASES || points++ % ONE_IN != 0) {
                return;
            }
            String name = "seed " + seed + ", " + when;
            Recovered all = new Recovered(pool);
            FullEnumeration full = new FullEnumeration(stack, pool, DEPTH, all);
            full.visit(media);
            Recovered lazy = new Recovered(pool);
            Words words = new Words(new Provenance(RunExplorer.sources(run)), Words.Reasons.NONE);
            CrashExplorer explorer = new CrashExplorer(stack, pool, new Bounds(DEPTH, Long.MAX_VALUE), words, lazy);
            List<Violation> exact = explorer.exploreExactly(new CrashPoint(cases, when, null), media, contract);
            assertThat(lazy.shown()).as("recovered states, %s", name).isEqualTo(all.shown());

            Set<Long> forbidden = all.forbidden(contract);
            assertThat(forbidden.isEmpty() && full.refusals().isEmpty()).as("holds, %s", name)
                    .isEqualTo(exact.isEmpty());
            Recovered mergedStates = new Recovered(pool);
            CrashExplorer merged =
                    new CrashExplorer(stack, pool, new Bounds(DEPTH, Long.MAX_VALUE), words, mergedStates);
            merged.explore(new CrashPoint(cases, when, null), media, contract);
            assertThat(mergedStates.shownAfterOneFailure()).as("recovered states with everything merged, %s", name)
                    .isEqualTo(all.shownAfterOneFailure());
            assertThat(merged.funnel().holds()).as("holds with everything merged, %s", name).isEqualTo(exact.isEmpty());
            assertThat(exact.stream().mapToLong(Violation::sector)).as("first wrong sectors, %s", name)
                    .isSubsetOf(forbidden);
            cases++;
            violated += exact.isEmpty() ? 0 : 1;
            nested += all.depth() > 1 ? 1 : 0;
            statesVisited += full.states();
        }

        /** Every write leaves a sector of 64 atoms in doubt; here they are decided but for the first two. */
        private SectorSets dataNearlyDecided(SectorSets may) {
            SectorSets decided = SectorSets.zeros(SectorSets.Rule.MEDIUM);
            Stack.Disk cache = stack.disks().get(1);
            long firstDataAtom = (cache.sectors() > 28 ? 2L : 1L) * cache.unitsPerSector();
            for (long atom = 0; atom < cache.units(); atom++) {
                int[] values = may.possible(atom);
                boolean inDoubt = atom < firstDataAtom || atom % cache.unitsPerSector() < 2;
                decided.settle(atom, inDoubt ? values : new int[] {values[values.length - 1]});
            }
            return decided;
        }
    }
}
