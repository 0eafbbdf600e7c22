package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.writeboost.userland.AdminBench;

/** The messages and the status of writeboost-mgr. */
class WriteboostMgrTest {
    private final AdminBench bench = new AdminBench();

    @Test
    void messagesAreUnderstoodInAnyCase() {
        bench.run(() -> {
            assertThat(bench.mgr("FORMAT_cache_device", "cache")).isZero();
            assertThat(bench.mgr("Switch_To", "3")).isZero();
            assertThat(bench.mgr("RESUME_CACHE", "cache")).isZero();
            assertThat(bench.mgr("CLEAR_stat")).isZero();
            assertThat(bench.mgr("free_CACHE")).isZero();
        });
        assertThat(bench.errors).isEmpty();
    }

    /** WB-C11, WB-C12, WB-C13. */
    @ParameterizedTest
    @ValueSource(strings = {"format_cache_device", "format_cache_device cache x", "format_cache_device nothing",
        "format_cache_device tiny", "switch_to", "switch_to 3 3", "switch_to 128", "switch_to -1", "switch_to x",
        "switch_to 99999999999999999999", "clear_stat", "clear_stat 3", "clear_stat 3 3", "resume_cache",
        "resume_cache cache", "resume_cache cache 0", "resume_cache nothing 3", "resume_cache tiny 3",
        "resume_cache cache 3 x", "free_cache", "free_cache 3", "free_cache 3 3", "resume-cache cache", "destroy"})
    void whatMakesNoSenseIsInvalidAndLogged(String message) {
        bench.run(() -> {
            assertThat(bench.tools.formatCache("cache")).isZero();
            assertThat(bench.mgr(message.split(" "))).isEqualTo(Errno.EINVAL);
            assertThat(bench.errors).hasSize(1);
        });
    }

    /** WB-C9: the seed took the id away from the cache that had it. */
    @Test
    void cacheIdAndDeviceInUseAreRefusedAndWhoHasThemGoesOn() {
        bench.runAttached(() -> {
            assertThat(bench.mgr("format_cache_device", "spare")).isZero();
            assertThat(bench.mgr("resume_cache", "cache", "3")).as("again").isEqualTo(Errno.EBUSY);
            assertThat(bench.mgr("resume_cache", "spare", "3")).isEqualTo(Errno.EBUSY);
            assertThat(bench.mgr("resume_cache", "cache", "4")).isEqualTo(Errno.EBUSY);
            assertThat(bench.mgr("format_cache_device", "cache")).isEqualTo(Errno.EBUSY);
            assertThat(bench.mgr("format_cache_device", "backing")).isEqualTo(Errno.EBUSY);

            bench.write(1, 7);
            bench.flush();
            assertThat(bench.read(1)).isEqualTo(7);
            assertThat(bench.tools.sysfs().list("caches").keySet()).containsExactly("3");
        });
    }

    /** WB-B9: the published driver freed the cache under its devices. */
    @Test
    void cacheWithDevicesIsNotFreed() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            assertThat(bench.tools.freeCache(3)).isEqualTo(Errno.EBUSY);
            assertThat(bench.read(1)).isEqualTo(7);
        });
    }

    /** Messages may overtake each other, and the directory of a cache must not outlive it. */
    @Test
    void cacheThatIsBeingResumedIsNotFreed() {
        Bench machine = new Bench(4, 4);
        int[] resumed = {1};
        machine.runBare(() -> {
            MappedDevice mgr = machine.mgr();
            machine.cache.holding = WatchedDisk.op(Bio.Op.READ);
            machine.runtime.spawn("administrator", () -> resumed[0] = mgr.message(0, "resume_cache", "cache", "3"));
            machine.pass(1);
            assertThat(mgr.message(0, "free_cache", "3")).isEqualTo(Errno.EBUSY);

            machine.cache.holding = bio -> false;
            machine.cache.release();
            machine.pass(1);
            assertThat(resumed[0]).isZero();
            assertThat(mgr.message(0, "free_cache", "3")).isZero();
            assertThat(mgr.message(0, "resume_cache", "cache", "3")).isZero();
        });
    }

    /** WB-A17, and the log is still there for the next resume. */
    @Test
    void whatWasOnlyInRamIsInTheLogAfterFree() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            forceDetach();
            assertThat(bench.tools.freeCache(3)).isZero();
            assertThat(bench.tools.sysfs().list("caches")).isEmpty();
            assertThat(bench.tagOn("backing", 1)).isZero();

            assertThat(bench.tools.resumeCache(3, "cache")).isZero();
            bench.tools.attach(5, 3);
            assertThat(bench.read(1)).isEqualTo(7);
        });
    }

    /** D2: the published driver ran into a BUG_ON; D3: in between the volume would show what is older than the log. */
    @Test
    void logOfADeviceThatDoesNotExistIsRefusedAndDetachedDeviceWithALogFails() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            forceDetach();
            assertThat(bench.submit(Bio.read(1, new byte[512]))).isEqualTo(Status.IOERR);
            bench.tools.freeCache(3);
            bench.tools.remove(5);

            assertThat(bench.tools.resumeCache(3, "cache")).isEqualTo(Errno.ENODEV);
            assertThat(bench.tools.sysfs().list("caches")).as("of a cache that is not there").isEmpty();
            bench.tools.create("perflv", 5, "backing");
            assertThat(bench.tools.resumeCache(3, "cache")).isZero();
        });
    }

    @Test
    void deviceThatCannotBeReadOrWrittenIsAnIoError() {
        bench.run(() -> {
            assertThat(bench.tools.formatCache("cache")).isZero();
            bench.disks.get("cache").failing = true;
            assertThat(bench.tools.formatCache("cache")).isEqualTo(Errno.EIO);
            assertThat(bench.tools.resumeCache(3, "cache")).isEqualTo(Errno.EIO);
            bench.disks.get("cache").failing = false;
            assertThat(bench.tools.formatCache("cache")).as("after a failed format").isZero();
            assertThat(bench.tools.resumeCache(3, "cache")).as("after a failed resume").isZero();
        });
    }

    /** WB-A16. */
    @Test
    void deviceThatWasNeverFormattedIsRefused() {
        bench.disks.get("cache").content.load(0, AdminBench.sector(0x55));
        bench.run(() -> assertThat(bench.tools.resumeCache(3, "cache")).isEqualTo(Errno.EINVAL));
        assertThat(bench.errors).singleElement().asString().contains("not a writeboost cache device, format it first");
    }

    /** WB-B15: what another administrator switches to does not matter to who names the cache. */
    @Test
    void idInTheMessageLeavesTheChoiceAlone() {
        bench.run(() -> {
            bench.tools.formatCache("cache");
            bench.tools.formatCache("spare");
            bench.mgr("switch_to", "9");
            assertThat(bench.mgr("resume_cache", "cache", "3")).isZero();
            assertThat(bench.mgr("resume_cache", "spare", "4")).isZero();
            assertThat(bench.mgr("clear_stat", "4")).isZero();
            assertThat(bench.mgr("free_cache", "3")).isZero();
            assertThat(bench.tools.sysfs().list("caches").keySet()).containsExactly("4");
            assertThat(info()).isEqualTo("\ncurrent cache_id_ptr: 9");
        });
    }

    /** WB-B10: the published driver took the device out of wb_devices, and migration followed a null pointer. */
    @Test
    void deviceWithoutDirectoryIsStillMigratedTo() {
        bench.runAttached(() -> {
            bench.write(1, 7);
            bench.tools.volume(5).message(0, "remove_sysfs");
            bench.tools.sysfs().write("caches/3/flush_current_buffer", "1");
            bench.tools.sysfs().write("caches/3/allow_migrate", "1");
            bench.tools.pass(1000);
            assertThat(bench.tagOn("backing", 1)).isEqualTo(7);
        });
    }

    @Test
    void sysfsMessagesOfADeviceCannotBeMixedUp() {
        bench.runAttached(() -> {
            assertThat(bench.tools.volume(5).message(0, "add_sysfs")).isEqualTo(Errno.EEXIST);
            assertThat(bench.tools.volume(5).message(0, "add_sysfs", "x")).isEqualTo(Errno.EINVAL);
            assertThat(bench.tools.volume(5).message(0, "Remove_Sysfs")).isZero();
            assertThat(bench.tools.volume(5).message(0, "remove_sysfs")).isEqualTo(Errno.EINVAL);
            assertThat(bench.tools.sysfs().list("devices")).isEmpty();
            assertThat(bench.tools.volume(5).message(0, "ADD_SYSFS")).isZero();
            bench.tools.volume(5).remove();
            assertThat(bench.tools.sysfs().list("devices")).as("after the last target").isEmpty();
        });
    }

    @Test
    void mgrMapsNothing() {
        bench.run(() -> {
            Bio read = Bio.read(0, new byte[512]);
            bench.tools.mgr().submit(read);
            assertThat(read.status()).isEqualTo(Status.OK);
            assertThat(bench.tools.mgr().status(StatusType.TABLE)).containsExactly("0 1 writeboost-mgr");
        });
    }

    @Test
    void statusOfNoCacheIsTheSizesOfTheStructures() {
        bench.run(() -> assertThat(info()).isEqualTo("""

                current cache_id_ptr: 0
                sizeof struct
                metablock: 40
                metablock_device: 14
                segment_header: 392
                segment_header_device: 111 (<= 4096)"""));
    }

    /** The figures of the driver's default order, as the compiler has laid them out on x86-64. */
    @Test
    void sizesAtTheDefaultOrderAreTheDriversOwn() throws TargetException {
        assertThat(DriverSizes.status(11)).contains("segment_header: 10312\n", "segment_header_device: 3583 ");
        assertThat(DriverSizes.staticRam(Geometry.ofDevice(3 << 11, 11), 1))
                .isEqualTo(2 * 10312 + 2 * 255 * 8 + (64 << 20) + 255 * 4096);
    }

    @Test
    void statusOfACacheHasAllSixteenCounters() {
        bench.runAttached(() -> {
            bench.mgr("clear_stat");
            for (int block = 0; block < 8; block++) {
                bench.submit(Bio.write(8 * block, new byte[4096]));
            }
            bench.submit(Bio.write(56, new byte[4096])); // full, in the current buffer
            bench.write(8, 1);
            bench.read(200);
            bench.flush();

            assertThat(info()).isEqualTo("""

                    current cache_id_ptr: 3
                    static RAM(approx.): 2129408 (byte)
                    allow_migrate: 0
                    nr_segments: 8
                    last_migrated_segment_id: 0
                    last_flushed_segment_id: 2
                    current segment id: 3
                    cursor: 13

                    write? hit? on_buffer? fullsize?
                    0 0 0 0 1
                    1 0 0 0 0
                    0 1 0 0 0
                    1 1 0 0 1
                    0 0 1 0 0
                    1 0 1 0 0
                    0 1 1 0 0
                    1 1 1 0 0
                    0 0 0 1 0
                    1 0 0 1 8
                    0 1 0 1 0
                    1 1 0 1 0
                    0 0 1 1 0
                    1 0 1 1 0
                    0 1 1 1 0
                    1 1 1 1 1""");
        });
    }

    private String info() {
        String line = bench.tools.mgr().status(StatusType.INFO).get(0);
        assertThat(line).startsWith("0 1 writeboost-mgr ");
        return line.substring("0 1 writeboost-mgr ".length());
    }

    /** What dmsetup can do and the tools no longer do: to detach with dirty blocks in the log. */
    private void forceDetach() throws TableException, TargetException {
        bench.tools.volume(5).load(Table.parse("0 " + AdminBench.BACKING_SECTORS + " writeboost 5 backing 0"));
        bench.tools.volume(5).resume();
    }
}
