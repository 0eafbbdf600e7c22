package powercut.crash.shrink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;
import powercut.crash.run.Op;
import powercut.crash.run.Workload;
import powercut.crash.shrink.Shrinker.Limits;
import powercut.crash.shrink.Shrinker.Shrunk;

/** Shrinking what a made-up defect shows. */
class ShrinkerTest {
    private static final Limits LIMITS = new Limits(10, 100, 50_000);
    private static final Workload.Shape SHAPE = new Workload.Shape(64, 4, List.of("flush"), true);

    private final List<String> asked = new ArrayList<>();

    @Test
    void whatIsNotNeededGoes() throws BadInputException {
        Shrunk shrunk = shrink("write 8 8 preflush fua &; read 4 4; write 16 16; flush; crash; write 32 4", List.of(),
                run -> kinds(run).containsAll(List.of(Op.Kind.WRITE, Op.Kind.CRASH)));

        assertThat(shrunk.candidate()).hasToString("write 0 4; crash");
        assertThat(shrunk.cut()).isFalse();
        assertThat(shrunk.runs()).isEqualTo(asked.size());
    }

    @Test
    void randomWorkloadShrinksToWhatTheDefectNeeds() {
        for (int seed = 0; seed < 20; seed++) {
            Candidate start = new Candidate(Workload.random(seed, 200, SHAPE).ops(), List.of());
            Shrunk shrunk = shrink(start, run -> overwritesWhatIsFlushed(run.ops()));
            assertThat(shrunk.candidate()).as("seed %d", seed).hasToString("write 0 4; flush; write 0 4");
        }
    }

    @Test
    void operationsThatShareSectorsMoveTogether() throws BadInputException {
        Shrunk shrunk = shrink("write 40 12; write 44 4", List.of(),
                run -> run.ops().size() == 2 && run.ops().get(1).sector() == run.ops().get(0).sector() + 4);

        assertThat(shrunk.candidate()).hasToString("write 0 4; write 4 4");
    }

    @Test
    void oneOperationDoesTheWorkOfTwo() throws BadInputException {
        assertThat(shrink("write 8 4; flush", List.of(), run -> run.ops().stream().anyMatch(Op::fua)
                || kinds(run).containsAll(List.of(Op.Kind.WRITE, Op.Kind.FLUSH))).candidate())
                .hasToString("write 0 4 fua");
        assertThat(shrink("write 0 4; write 4 4; write 8 4", List.of(), run -> run.ops().stream()
                .mapToInt(Op::sectors).sum() == 12).candidate())
                .hasToString("write 0 12");
        assertThat(shrink("suspend; write 0 4; write 4 4; read 0 4; read 4 4; message flush", List.of(), run ->
                run.ops().size() == 6 || kinds(run).stream().filter(Op.Kind.SUSPEND::equals).count() == 2).candidate())
                .hasToString("suspend; suspend");
    }

    @Test
    void oneLongWriteDoesTheWorkOfSeveral() throws BadInputException {
        assertThat(shrink("write 0 4; write 8 4; write 20 4; flush", List.of(), run -> run.ops().stream()
                .mapToInt(Op::sectors).sum() >= 12).candidate())
                .hasToString("write 0 12");
        assertThat(shrink("write 20 4 fua; read 0 4; read 4 4; read 8 4", List.of(), run -> run.ops().size() == 4
                || run.ops().stream().anyMatch(op -> op.fua() && op.sectors() >= 12)).candidate())
                .hasToString("write 0 12 fua");
    }

    @Test
    void faultsAreDroppedOrHitEarlier() throws BadInputException {
        Shrunk shrunk = shrink("write 0 4; write 4 4; write 8 4; write 12 4; write 16 4; flush",
                List.of("cache:error_reads@9", "cache:error_writes@5-7 1+8"),
                run -> kinds(run).contains(Op.Kind.FLUSH) && run.faults().stream()
                        .anyMatch(fault -> fault.startsWith("cache:error_writes@" + writes(run))));

        assertThat(shrunk.candidate().faults()).containsExactly("cache:error_writes@1 1+8");
        assertThat(shrunk.candidate()).hasToString("write 0 4; flush");
    }

    @Test
    void shortRunsAreTriedUnderMoreSeeds() throws BadInputException {
        Candidate start = candidate("write 0 4; write 4 4; write 8 4; flush", List.of());
        Shrunk shrunk = new Shrinker((run, seed) -> run.ops().size() == 4 || kinds(run).contains(Op.Kind.FLUSH)
                && seed == 7, LIMITS, 4).shrink(start, 1);

        assertThat(shrunk.candidate()).hasToString("flush");
        assertThat(shrunk.seed()).isEqualTo(7);
        assertThat(LIMITS.seedsFor(200)).isEqualTo(1);
        assertThat(LIMITS.seedsFor(20)).isEqualTo(5);
        assertThat(LIMITS.seedsFor(2)).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 500_000})
    @Timeout(60)
    void whatTheLimitCutsOffIsSaid(int length) {
        List<Op> ops = new ArrayList<>(Collections.nCopies(length, Op.simple(Op.Kind.WAIT)));
        ops.addAll(Workload.random(1, 200, SHAPE).ops());
        Candidate start = new Candidate(ops, List.of());
        Shrunk shrunk = new Shrinker((run, seed) -> overwritesWhatIsFlushed(run.ops()), new Limits(10, 100, 300), 4)
                .shrink(start, 1);

        assertThat(shrunk.cut()).isTrue();
        assertThat(overwritesWhatIsFlushed(shrunk.candidate().ops())).isTrue();
    }

    @Test
    void nothingIsTriedTwiceUnderTheSameSeed() {
        shrink(new Candidate(Workload.random(3, 60, SHAPE).ops(), List.of("cache:error_writes@9")),
                run -> overwritesWhatIsFlushed(run.ops()));

        assertThat(asked).doesNotHaveDuplicates();
    }

    /** Of one sector: written, then flushed, then written again. */
    private static boolean overwritesWhatIsFlushed(List<Op> ops) {
        for (int i = 0; i < ops.size(); i++) {
            for (int j = i + 1; j < ops.size() && ops.get(i).kind() == Op.Kind.WRITE; j++) {
                if (ops.get(j).kind() == Op.Kind.WRITE && ops.get(i).sector() == ops.get(j).sector()
                        && ops.subList(i, j).contains(Op.simple(Op.Kind.FLUSH))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Op.Kind> kinds(Candidate run) {
        return run.ops().stream().map(Op::kind).toList();
    }

    private static long writes(Candidate run) {
        return kinds(run).stream().filter(Op.Kind.WRITE::equals).count();
    }

    private Shrunk shrink(String ops, List<String> faults, Predicate<Candidate> shows) throws BadInputException {
        return shrink(candidate(ops, faults), shows);
    }

    private Shrunk shrink(Candidate start, Predicate<Candidate> shows) {
        asked.clear();
        return new Shrinker((run, seed) -> {
            asked.add(seed + ": " + run + " " + run.faults());
            return shows.test(run);
        }, LIMITS, 4).shrink(start, 1);
    }

    private static Candidate candidate(String ops, List<String> faults) throws BadInputException {
        return new Candidate(Workload.parse(ops.replace("; ", "\n"), "W").ops(), faults);
    }
}
