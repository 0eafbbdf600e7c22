package powercut.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.Fill;
import powercut.block.Status;
import powercut.dm.Target.StatusType;
import powercut.runtime.Completion;

/** Load, suspend, resume, remove, message and status, under many schedules. */
class MappedDeviceTableTest {
    private static final int SEEDS = 40;
    private static final String OTHER = "0 12 fake c disk 16";

    @Test
    void newDeviceIsSuspendedAndEmpty() {
        FakeBench.runBare(1, bench -> {
            assertThat(bench.device.isSuspended()).isTrue();
            assertThat(bench.device.sectors()).isZero();
            assertThat(bench.device.status(StatusType.INFO)).isEmpty();
        });
    }

    @Test
    void reloadConstructsTheNewThenSuspendsTheOldResumesTheNewAndDestroysTheOld() {
        FakeBench.run(SEEDS, bench -> {
            bench.device.load(Table.parse(OTHER));
            bench.device.resume();
            assertThat(bench.type.log).containsExactly("ctr c", "presuspend a", "presuspend b", "postsuspend a",
                    "postsuspend b",
                    "resume c", "destroy a", "destroy b");
            assertThat(bench.device.status(StatusType.TABLE)).containsExactly("0 12 fake c 16");
        });
    }

    @Test
    void failedLoadLeavesTheOldTableAndDestroysWhatWasConstructed() {
        FakeBench.run(1, bench -> {
            assertThatThrownBy(() -> bench.device.load(Table.parse("0 4 fake c disk 0\n4 4 fake bad disk 0")))
                    .isInstanceOf(TargetException.class).hasMessage("Bad fake");
            assertThatThrownBy(() -> bench.device.load(Table.parse("0 4 fake d disk 0\n4 4 unknown disk 0")))
                    .isInstanceOf(TableException.class).hasMessageStartingWith("unknown target type \"unknown\"");
            bench.device.resume();
            assertThat(bench.type.log).containsExactly("ctr c", "destroy c", "ctr d", "destroy d");
            assertThat(bench.execute(Bio.write(0, Fill.sectors(1)))).isEqualTo(Status.OK);
        });
    }

    @Test
    void secondLoadDropsTheFirst() {
        FakeBench.runBare(1, bench -> {
            bench.device.load(Table.parse(OTHER));
            bench.device.load(Table.parse(FakeBench.TABLE));
            assertThat(bench.type.log).containsExactly("ctr c while suspended", "ctr a while suspended",
                    "ctr b while suspended", "destroy c");
        });
    }

    @Test
    void failedLoadKeepsTheTableLoadedBefore() {
        FakeBench.run(1, bench -> {
            bench.device.load(Table.parse(OTHER));
            assertThatThrownBy(() -> bench.device.load(Table.parse("0 4 fake bad disk 0"))).hasMessage("Bad fake");
            bench.device.resume();
            assertThat(bench.device.status(StatusType.TABLE)).containsExactly("0 12 fake c 16");
        });
    }

    @Test
    void bioSubmittedWhileSuspendedWaitsForTheResume() {
        FakeBench.run(SEEDS, bench -> {
            bench.device.suspend();
            Bio bio = Bio.write(0, Fill.sectors(5));
            Completion done = bench.start(bio);
            bench.runtime.reschedule();
            bench.device.load(Table.parse(OTHER));
            assertThat(bio.status()).isNull();
            bench.device.resume();
            done.await();
            assertThat(bio.status()).isEqualTo(Status.OK);
            assertThat(bench.type.log).containsSubsequence("resume c", "map c WRITE 0+1").doesNotContain(
                    "map a WRITE 0+1");
            assertThat(Fill.cells(bench.disk.peek(16, 1))).containsExactly(5);
        });
    }

    @Test
    void suspendWaitsForBiosInFlight() {
        int[] mapped = {0};
        FakeBench.run(SEEDS, bench -> {
            List<Completion> bios = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                bios.add(bench.start(Bio.write(3, 2, Fill.sectors(i, i), 0, true, false)));
            }
            bench.device.suspend();
            List<String> log = bench.type.log;
            long maps = log.stream().filter(line -> line.startsWith("map")).count();
            long ends = log.stream().filter(line -> line.startsWith("end ")).count();
            assertThat(ends).isEqualTo(maps);
            assertThat(log).endsWith("postsuspend a", "postsuspend b");
            mapped[0] += maps > 0 ? 1 : 0;
            bench.device.resume();
            bios.forEach(Completion::await);
        });
        assertThat(mapped[0]).as("runs with a bio under way").isGreaterThan(SEEDS / 4);
    }

    @Test
    void suspendAndResumeTwiceAreOnce() {
        FakeBench.run(1, bench -> {
            bench.device.suspend();
            bench.device.suspend();
            bench.device.resume();
            bench.device.resume();
            assertThat(bench.type.log).containsExactly("presuspend a", "presuspend b", "postsuspend a", "postsuspend b",
                    "resume a", "resume b");
        });
    }

    @Test
    void removeDestroysTheActiveAndTheLoadedTable() {
        FakeBench.run(1, bench -> {
            bench.device.load(Table.parse(OTHER));
            bench.device.remove();
            assertThat(bench.type.log).endsWith("postsuspend a", "postsuspend b", "destroy c", "destroy a",
                    "destroy b");
            assertThat(bench.device.sectors()).isZero();
        });
    }

    @Test
    void messageGoesToTheTargetOfItsSector() {
        FakeBench.run(1, bench -> {
            assertThat(bench.device.message(4, "flush", "now")).isEqualTo(Errno.EBUSY);
            assertThat(bench.device.message(12, "flush")).as("beyond the end").isEqualTo(Errno.EINVAL);
            assertThat(bench.device.message(0)).as("without words").isEqualTo(Errno.EINVAL);
            assertThat(bench.type.log).containsExactly("message b flush now");
        });
    }

    @Test
    void statusIsOneLineForEachTarget() {
        FakeBench.run(1, bench -> {
            assertThat(bench.device.status(StatusType.INFO)).containsExactly("0 4 fake", "4 8 fake");
            assertThat(bench.device.status(StatusType.TABLE)).containsExactly("0 4 fake a 0", "4 8 fake b 32");
        });
    }
}
