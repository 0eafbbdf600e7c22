package powercut.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import powercut.dm.Errno;
import powercut.runtime.ExhaustiveChooser;
import powercut.runtime.FirstChooser;
import powercut.runtime.Runtime;
import powercut.runtime.SimulatedRuntime;
import powercut.runtime.Task;

/** The tree, as an administrator reads and writes it. */
class SysfsTest {
    private final Runtime runtime = new SimulatedRuntime(new FirstChooser());
    private final Sysfs sysfs = new Sysfs();
    private Kobject three;
    private long threshold = 70;
    private int stores;

    @BeforeEach
    void mount() throws SysfsException {
        sysfs.add(runtime, "caches", List.of(), Map.of());
        three = sysfs.add(runtime, "caches/3", List.of(Attribute.number("id", () -> 3),
                Attribute.number("threshold", () -> threshold, x -> {
                    Attribute.validate(Long.compareUnsigned(x, 100) <= 0, "x <= 100");
                    threshold = x;
                    stores++;
                }), Attribute.text("dev", () -> "254:0")), Map.of("device", "../../sda"));
    }

    @Test
    void filesAreReadAndWrittenByPath() throws SysfsException {
        sysfs.write("caches/3/threshold", "20\n");

        assertThat(sysfs.read("caches/3/threshold")).isEqualTo("20\n");
        assertThat(sysfs.read("caches/3/dev")).isEqualTo("254:0\n");
        assertThat(sysfs.readLink("caches/3/device")).isEqualTo("../../sda");
    }

    @Test
    void numbersAreUnsigned() throws SysfsException {
        threshold = -1;

        assertThat(sysfs.read("caches/3/threshold")).isEqualTo("18446744073709551615\n");
    }

    @Test
    void directoriesAreListedByNameWithPermissions() throws SysfsException {
        assertThat(sysfs.list("")).containsExactly(Map.entry("caches", Sysfs.Kind.DIRECTORY));
        assertThat(sysfs.list("caches").keySet()).containsExactly("3");
        assertThat(sysfs.list("caches/3").toString())
                .isEqualTo("{dev=READ_ONLY, device=LINK, id=READ_ONLY, threshold=READ_WRITE}");
        assertThat(Sysfs.Kind.READ_WRITE.permissions()).isEqualTo("-rw-r--r--");
    }

    @Test
    void refusedValueChangesNothing() {
        assertErrno(Errno.EINVAL, () -> sysfs.write("caches/3/threshold", "101"));
        assertErrno(Errno.EINVAL, () -> sysfs.write("caches/3/threshold", "x"));
        assertErrno(Errno.ERANGE, () -> sysfs.write("caches/3/threshold", "99999999999999999999"));
        assertThat(threshold).isEqualTo(70);
    }

    @Test
    void emptyWriteNeverReachesTheDriver() throws SysfsException {
        sysfs.write("caches/3/threshold", "");

        assertThat(stores).isZero();
    }

    @Test
    void wrongPathsFailAsSystemCallsDo() {
        assertErrno(Errno.EACCES, () -> sysfs.write("caches/3/id", "4"));
        assertErrno(Errno.ENOENT, () -> sysfs.read("caches/4/id"));
        assertErrno(Errno.ENOENT, () -> sysfs.read("caches/3/none"));
        assertErrno(Errno.ENOENT, () -> sysfs.read(""));
        assertErrno(Errno.ENOENT, () -> sysfs.list("/caches"));
        assertErrno(Errno.EISDIR, () -> sysfs.read("caches/3"));
        assertErrno(Errno.EISDIR, () -> sysfs.write("caches/3/device", "1"));
        assertErrno(Errno.ENOTDIR, () -> sysfs.list("caches/3/id"));
        assertErrno(Errno.ENOTDIR, () -> sysfs.read("caches/3/id/x"));
        assertErrno(Errno.EINVAL, () -> sysfs.readLink("caches/3/id"));
    }

    @Test
    void secondDirectoryOfANameIsRefusedAndTheFirstStays() throws SysfsException {
        assertErrno(Errno.EEXIST, () -> sysfs.add(runtime, "caches/3", List.of(), Map.of()));
        assertErrno(Errno.ENOENT, () -> sysfs.add(runtime, "devices/5", List.of(), Map.of()));
        assertThat(sysfs.read("caches/3/id")).isEqualTo("3\n");
    }

    @Test
    void removedDirectoryIsGoneAndItsNameIsFree() throws SysfsException {
        three.del();

        assertErrno(Errno.ENOENT, () -> sysfs.read("caches/3/id"));
        sysfs.add(runtime, "caches/3", List.of(), Map.of());
        assertThat(sysfs.list("caches/3")).isEmpty();
    }

    /** A store may look at what the remover frees next: removal waits for it, under every schedule. */
    @Test
    void removalWaitsForWhoeverIsInsideAndLetsNobodyElseIn() {
        ExhaustiveChooser chooser = new ExhaustiveChooser();
        int storesSeen = 0;
        while (chooser.nextRun()) {
            SimulatedRuntime simulated = new SimulatedRuntime(chooser);
            int[] storesDone = {0};
            simulated.run(() -> storeWhileRemoving(simulated, storesDone));
            storesSeen += storesDone[0];
        }
        assertThat(storesSeen).as("schedules in which the store came first").isPositive();
    }

    private static void storeWhileRemoving(Runtime runtime, int[] storesDone) {
        Sysfs tree = new Sysfs();
        boolean[] freed = {false};
        Kobject kobject;
        try {
            kobject = tree.add(runtime, "caches", List.of(new Attribute("flush", () -> "0\n", text -> {
                runtime.reschedule();
                assertThat(freed[0]).as("freed while a store runs").isFalse();
                storesDone[0]++;
            })), Map.of());
        } catch (SysfsException e) {
            throw new AssertionError(e);
        }
        Task writer = runtime.spawn("writer", () -> {
            try {
                tree.write("caches/flush", "1");
            } catch (SysfsException e) {
                assertThat(e.errno()).isIn(Errno.ENOENT, Errno.ENODEV);
            }
        });
        kobject.del();
        freed[0] = true;
        writer.join();
    }

    private static void assertErrno(int errno, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SysfsException.class,
                e -> assertThat(e.errno()).as(e.getMessage()).isEqualTo(errno));
    }
}
