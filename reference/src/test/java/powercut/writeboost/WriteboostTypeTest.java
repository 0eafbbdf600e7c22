package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;

/** The constructor, and how devices and caches find each other. */
class WriteboostTypeTest {
    private final Bench bench = new Bench(5, 4);

    /** WB-C10, C11, C13, C4. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {
        "1 backing; Invalid argument count, expected <device-id> <backing device> <cache-id> [<cache device>]; -22",
        "1 backing 3 cache 5; Invalid argument count, expected <device-id> <backing device> <cache-id>"
                + " [<cache device>]; -22",
        "0 backing 0; Invalid device id 0, expected 1 to 127; -22",
        "128 backing 0; Invalid device id 128, expected 1 to 127; -22",
        "x backing 0; Invalid device id x, expected 1 to 127; -22",
        "99999999999 backing 0; Invalid device id 99999999999, expected 1 to 127; -22",
        "1 nowhere 0; Cannot find backing device nowhere; -22",
        "1 backing 128; Invalid cache id 128, expected 0 to 127; -22",
        "1 backing -1; Invalid cache id -1, expected 0 to 127; -22",
        "1 backing 3; cache is not set for id(3); -22",
        "1 backing 3 nowhere; Cannot find cache device nowhere; -22",
        "1 backing 0 cache; A cache device needs a cache id, expected 1 to 127; -22",
        "1 backing 3 backing; Cache device backing is the backing device; -22"})
    void argumentsThatCannotBeAreRefused(String arguments, String text, int errno) {
        bench.runBare(() -> assertThatThrownBy(() -> bench.device("0 64 writeboost " + arguments))
                .isInstanceOfSatisfying(TargetException.class, e -> {
                    assertThat(e).hasMessage(text);
                    assertThat(e.errno()).isEqualTo(errno);
                }));
        assertThat(bench.registry.wbDevice(1)).isNull();
    }

    @Test
    void targetLongerThanItsBackingDeviceIsRefused() {
        bench.runBare(() -> assertThatThrownBy(() -> bench.device("0 65 writeboost 1 backing 0"))
                .hasMessage("Backing device backing too small: 64 sectors, the target has 65"));
    }

    /** WB-C5. */
    @Test
    void cacheDeviceForOneSegmentIsRefused() {
        Bench tiny = new Bench(5, 1);
        tiny.runBare(() -> assertThatThrownBy(() -> tiny.device("0 64 writeboost 1 backing 3 cache"))
                .hasMessage("Cache device too small: 64 sectors, expected at least 96"));
        assertThat(tiny.registry.cache(3)).isNull();
        assertThat(tiny.registry.wbDevice(1)).isNull();
    }

    @Test
    void idBelongsToOneDevice() {
        bench.run(() -> {
            assertThatThrownBy(() -> bench.device("0 64 writeboost 1 second 3 cache"))
                    .hasMessage("Device id 1 belongs to backing");
            assertThatThrownBy(() -> bench.device("0 64 writeboost 2 cache 3 second"))
                    .hasMessage("Cache id 3 belongs to cache");
            assertThatThrownBy(() -> bench.device("0 64 writeboost 2 second 4 cache"))
                    .isInstanceOfSatisfying(TargetException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EBUSY))
                    .hasMessage("Cache device cache is in use by cache 3");
        });
    }

    @Test
    void statusIsTheTable() {
        bench.run(() -> {
            assertThat(bench.device.status(StatusType.INFO)).containsExactly("0 64 writeboost");
            assertThat(bench.device.status(StatusType.TABLE)).containsExactly("0 64 writeboost 1 backing 3 cache");
            assertThat(bench.device("0 8 writeboost 2 second 3").status(StatusType.TABLE))
                    .containsExactly("0 8 writeboost 2 second 3");
            assertThat(bench.device("0 8 writeboost 4 second 0").status(StatusType.TABLE))
                    .containsExactly("0 8 writeboost 4 second 0");
        });
    }

    @Test
    void machineThatComesUpKnowsNoCache() throws Exception {
        TargetTypes types = new TargetTypes(new WriteboostModule(5));
        bench.runBare(() -> {
            MappedDevice first = new MappedDevice("a", bench.runtime, types, name -> bench.backing, line -> { });
            assertThatThrownBy(() -> first.load(Table.parse("0 8 writeboost 1 backing 0 cache")));
            first.load(Table.parse("0 8 writeboost 1 backing 0"));
            MappedDevice second = new MappedDevice("b", bench.runtime, types, name -> bench.second, line -> { });
            assertThatThrownBy(() -> second.load(Table.parse("0 8 writeboost 1 x 0")))
                    .hasMessage("Device id 1 belongs to backing");
            MappedDevice after = new MappedDevice("c", bench.runtime, types.boot(), name -> bench.second, line -> { });
            after.load(Table.parse("0 8 writeboost 1 x 0"));
        });
    }

    // ---- attach, detach, suspend

    /** Cache id 0. */
    @Test
    void detachedDeviceIsTheBackingDevice() {
        bench.runBare(() -> {
            bench.device = bench.device("0 64 writeboost 1 backing 0");
            bench.io.clear();
            bench.write(4, 8, 1);
            assertThat(bench.submit(Bio.discard(8, 1)).await()).isEqualTo(Status.OK);
            assertThat(bench.read(4, 8)).isEqualTo("1 1 1 1 0 1 1 1");
            bench.flush();
            assertThat(bench.io).containsExactly("backing WRITE 4+8", "backing DISCARD 8+1", "backing READ 4+8",
                    "backing FLUSH");
        });
    }

    /** WB-A14. */
    @Test
    void attachMakesDurableWhatWasWrittenBefore() {
        bench.runBare(() -> {
            bench.device = bench.device("0 64 writeboost 1 backing 0");
            bench.write(4, 8, 1);
            bench.device.load(Table.parse("0 64 writeboost 1 backing 3 cache"));
            bench.io.clear();
            bench.device.resume();
            assertThat(bench.io).contains("backing FLUSH");
            bench.io.clear();
            bench.flush();
            assertThat(bench.io).containsExactly("cache FLUSH");
        });
    }

    /** WB-A17. */
    @Test
    void suspendAndRemoveBringTheBufferToTheLog() {
        bench.run(() -> {
            bench.write(0, 8, 1);
            bench.device.suspend();
            assertThat(bench.io).containsExactly("cache WRITE 40+8", "cache FLUSH", "cache WRITE 32+8",
                    "cache FLUSH");
            bench.device.resume();
            bench.write(8, 8, 2);
            bench.device.remove();
            assertThat(bench.registry.cache(3)).isNull();
            assertThat(bench.registry.wbDevice(1)).isNull();
            bench.device = bench.device("0 64 writeboost 1 backing 3 cache");
            assertThat(bench.read(7, 2)).isEqualTo("1 2");
        });
    }

    @Test
    void reloadKeepsTheCacheAndItsCounters() {
        bench.run(() -> {
            bench.segment(0, 1);
            WbCache before = bench.wbCache();
            bench.device.load(Table.parse("0 64 writeboost 1 backing 3 cache"));
            bench.write(8, 8, 2);
            bench.device.resume();
            assertThat(bench.wbCache()).isSameAs(before);
            assertThat(bench.registry.wbDevice(1).nrDirtyCaches()).isEqualTo(2);
            assertThat(bench.read(7, 2)).isEqualTo("1 2");
        });
    }

    /** D3, D4: what is newer than the backing device is in the cache. */
    @Test
    void detachedDeviceFailsWhileItsCacheIsDirty() {
        bench.run(() -> {
            MappedDevice other = bench.device("0 8 writeboost 2 second 3");
            bench.segment(0, 1);
            bench.device.load(Table.parse("0 64 writeboost 1 backing 0"));
            bench.device.resume();
            assertThat(bench.tryRead(0)).isEqualTo(Status.IOERR);
            bench.migrateAll();
            assertThat(bench.read(0, 1)).isEqualTo("1");
            other.remove();
        });
    }

    /** WB-B10: a removed device's dirty blocks can still be migrated. */
    @Test
    void backingDeviceOutlivesItsTargetWhileBlocksAreDirty() {
        bench.run(() -> {
            MappedDevice other = bench.device("0 8 writeboost 2 second 3");
            bench.segment(0, 1);
            bench.device.remove();
            assertThatThrownBy(() -> bench.device("0 8 writeboost 1 second 3"))
                    .hasMessage("Device id 1 belongs to backing");
            bench.migrateAll();
            assertThat(bench.backing(0, 1)).isEqualTo("1");
            bench.device("0 8 writeboost 1 second 3");
            other.remove();
        });
    }

    @Test
    void backingDeviceThatCannotBeFlushedIsNotAttached() {
        bench.runBare(() -> {
            bench.backing.failing = WatchedDisk.op(Bio.Op.FLUSH);
            bench.device = bench.device("0 64 writeboost 1 backing 3 cache");
            assertThat(bench.errors).containsExactly("writeboost: backing device backing: FLUSH failed");
            assertThat(bench.tryRead(0)).isEqualTo(Status.IOERR);
        });
    }
}
