package powercut.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.Fill;
import powercut.block.Limits;
import powercut.block.Status;
import powercut.dm.Target.EndResult;
import powercut.dm.Target.MapResult;

/** What happens to a bio on its way through the core, under many schedules. */
class MappedDeviceTest {
    private static final int SEEDS = 40;

    @Test
    void bioOverTwoTargetsIsSplitAtTheirBorder() {
        FakeBench.run(SEEDS, bench -> {
            assertThat(bench.execute(Bio.write(2, Fill.sectors(1, 2, 3, 4)))).isEqualTo(Status.OK);
            assertThat(bench.type.log).contains("map a WRITE 2+2", "map b WRITE 0+2").doesNotContain("map b WRITE 4+2");
            assertThat(Fill.cells(bench.disk.peek(0, 5))).containsExactly(0, 0, 1, 2, 0);
            assertThat(Fill.cells(bench.disk.peek(32, 3))).containsExactly(3, 4, 0);
            byte[] read = new byte[4 * 512];
            bench.execute(Bio.read(2, read));
            assertThat(Fill.cells(read)).containsExactly(1, 2, 3, 4);
        });
    }

    @Test
    void restOfAPartlyAcceptedBioIsMappedAgain() {
        FakeBench.run(SEEDS, bench -> {
            bench.target("a").mapping = bio -> {
                bio.acceptPartial(1);
                return bench.target("a").linear(bio);
            };
            assertThat(bench.execute(Bio.write(1, Fill.sectors(1, 2, 3, 4)))).isEqualTo(Status.OK);
            assertThat(maps(bench)).containsExactly("map a WRITE 1+3", "map a WRITE 2+2", "map a WRITE 3+1",
                    "map b WRITE 0+1");
            assertThat(Fill.cells(bench.disk.peek(1, 3))).containsExactly(1, 2, 3);
            assertThat(Fill.cells(bench.disk.peek(32, 1))).containsExactly(4);
        });
    }

    @Test
    void flushGoesToEachTargetAsOftenAsItAsks() {
        FakeBench.run(SEEDS, bench -> {
            bench.target("a").flushBios = 2;
            bench.target("b").flushBios = 0;
            assertThat(bench.execute(Bio.flush())).isEqualTo(Status.OK);
            assertThat(maps(bench)).containsExactly("map a FLUSH", "map a FLUSH");
        });
    }

    @Test
    void flushWithoutATakerEndsWell() {
        FakeBench.run(1, bench -> {
            bench.target("a").flushBios = 0;
            bench.target("b").flushBios = 0;
            assertThat(bench.execute(Bio.flush())).isEqualTo(Status.OK);
        });
    }

    @Test
    void dataBehindAFlushIsMappedWhenTheFlushesOfAllTargetsHaveEnded() {
        FakeBench.run(SEEDS, bench -> {
            bench.target("b").flushBios = 2;
            assertThat(bench.execute(Bio.write(0, 1, Fill.sectors(7), 0, true, true))).isEqualTo(Status.OK);
            assertThat(bench.type.log).endsWith("map a WRITE FUA 0+1", "end a WRITE OK", "ended WRITE OK");
            assertThat(bench.type.log.subList(0, 6)).containsOnlyOnce("end a FLUSH OK").contains("end b FLUSH OK")
                    .allMatch(line -> line.contains("FLUSH"));
        });
    }

    @Test
    void failedFlushKeepsItsDataBack() {
        FakeBench.run(SEEDS, bench -> {
            bench.target("b").mapping = bio -> MapResult.KILL;
            assertThat(bench.execute(Bio.write(0, 1, Fill.sectors(7), 0, true, false))).isEqualTo(Status.IOERR);
            assertThat(maps(bench)).containsExactly("map a FLUSH", "map b FLUSH");
        });
    }

    @Test
    void bioEndsOnceWithItsLastCloneAndTheFirstError() {
        FakeBench.run(1, bench -> {
            List<Bio> held = hold(bench);
            Bio bio = Bio.write(3, Fill.sectors(1, 2));
            bench.device.submit(bio);
            held.get(1).end(Status.NOTSUPP);
            assertThat(bio.status()).isNull();
            held.get(0).end(Status.IOERR);
            assertThat(bio.status()).isEqualTo(Status.NOTSUPP);
        });
    }

    @Test
    void killedBioFailsAndReachesNoDevice() {
        FakeBench.run(SEEDS, bench -> {
            bench.target("a").mapping = bio -> MapResult.KILL;
            assertThat(bench.execute(Bio.write(3, Fill.sectors(1, 2)))).isEqualTo(Status.IOERR);
            assertThat(Fill.cells(bench.disk.peek(3, 1))).containsExactly(0);
            assertThat(bench.type.log).noneMatch(line -> line.startsWith("end a "));
        });
    }

    @Test
    void incompleteBioEndsWhenTheTargetEndsItAgain() {
        FakeBench.run(SEEDS, bench -> {
            List<Bio> kept = new ArrayList<>();
            bench.target("a").ending = (bio, status) -> {
                if (kept.isEmpty()) {
                    kept.add(bio);
                    bench.runtime.interrupt("again", () -> bio.end(Status.OK));
                    return EndResult.INCOMPLETE;
                }
                return EndResult.DONE;
            };
            assertThat(bench.execute(Bio.write(0, Fill.sectors(1)))).isEqualTo(Status.OK);
            assertThat(bench.type.log).containsExactly("map a WRITE 0+1", "end a WRITE OK", "end a WRITE OK",
                    "ended WRITE OK");
        });
    }

    @Test
    void cloneEndedTwiceIsNoticedAtOnceAndDoesNotEndTheOthers() {
        FakeBench.run(1, bench -> {
            List<Bio> held = hold(bench);
            Bio bio = Bio.write(3, Fill.sectors(1, 2));
            bench.device.submit(bio);
            held.get(0).end(Status.OK);
            assertThatIllegalStateException().isThrownBy(() -> held.get(0).end(Status.OK))
                    .withMessage("WRITE 3+2: clone WRITE 3+1 ended twice");
            assertThat(bio.status()).isNull();
            held.get(1).end(Status.OK);
            assertThat(bio.status()).isEqualTo(Status.OK);
        });
    }

    @Test
    void bioAcrossTheEndFailsAndWritesNothing() {
        FakeBench.run(1, bench -> {
            assertThat(bench.execute(Bio.write(10, Fill.sectors(1, 2, 3)))).isEqualTo(Status.IOERR);
            assertThat(bench.execute(Bio.discard(12, 1))).isEqualTo(Status.IOERR);
            assertThat(maps(bench)).isEmpty();
        });
    }

    @Test
    void limitsAreThoseOfAllTargetsStacked() {
        FakeBench.run(1, bench -> {
            bench.target("a").hints = Limits.DEFAULT.atLeast(1024);
            bench.target("b").hints = new Limits(512, 4096, 512, false);
            assertThat(bench.device.limits()).isEqualTo(new Limits(1024, 4096, 1024, false));
        });
    }

    private static List<String> maps(FakeBench bench) {
        return bench.type.log.stream().filter(line -> line.startsWith("map")).toList();
    }

    /** Both targets keep what they are given. */
    private static List<Bio> hold(FakeBench bench) {
        List<Bio> held = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            bench.target(name).mapping = bio -> {
                held.add(bio);
                return MapResult.SUBMITTED;
            };
        }
        return held;
    }
}
