package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

class DeviceSliceTest {
    private final SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private final List<String> submitted = new ArrayList<>();
    private final VolatileDisk whole = new VolatileDisk("disk", 16, DiskOptions.DEFAULT.withLogicalBlockBytes(1024),
            runtime,
            IoObserver.NONE);
    private final DeviceSlice slice = new DeviceSlice("disk@4+8", new Recorder(), 4, 8);

    @Test
    void sliceHasItsOwnNameAndSizeAndTheLimitsOfTheWhole() {
        assertThat(slice.name()).isEqualTo("disk@4+8");
        assertThat(slice.sectors()).isEqualTo(8);
        assertThat(slice.start()).isEqualTo(4);
        assertThat(slice.limits()).isEqualTo(whole.limits());
    }

    @Test
    void bioIsMovedByTheStart() {
        slice.submit(Bio.write(6, Fill.sectors(1, 2)));
        slice.submit(Bio.discard(0, 8));
        assertThat(submitted).containsExactly("WRITE 10+2", "DISCARD 4+8");
    }

    @Test
    void flushGoesToTheWhole() {
        slice.submit(Bio.flush());
        assertThat(submitted).containsExactly("FLUSH");
    }

    @Test
    void bioBeyondTheSliceFailsEvenWhereTheWholeGoesOn() {
        Bio bio = Bio.write(7, Fill.sectors(1, 2));
        slice.submit(bio);
        assertThat(bio.status()).isEqualTo(Status.IOERR);
        assertThat(submitted).isEmpty();
    }

    @Test
    void sliceMustLieOnTheWhole() {
        assertThat(new DeviceSlice("all", whole, 0, 16).sectors()).isEqualTo(16);
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceSlice("part", whole, 9, 8))
                .withMessage("part: sectors 9+8 are not all on disk, which has 16");
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceSlice("part", whole, -1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceSlice("part", whole, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> new DeviceSlice("part", whole, Long.MAX_VALUE,
                Long.MAX_VALUE));
    }

    private final class Recorder implements BlockDevice {
        @Override
        public String name() {
            return whole.name();
        }

        @Override
        public long sectors() {
            return whole.sectors();
        }

        @Override
        public Limits limits() {
            return whole.limits();
        }

        @Override
        public void submit(Bio bio) {
            submitted.add(bio.toString());
        }
    }

    @Test
    void memoryIsThatOfThePart() throws HardwareMemoryError {
        PmemDisk whole = new PmemDisk("pmem", 4, IoObserver.NONE);
        PersistentMemory memory = new DeviceSlice("part", whole, 1, 2).dax();
        assertThat(memory.bytes()).isEqualTo(1024);
        memory.store(512, Fill.sectors(5), 0, 512);
        memory.barrier();
        assertThat(Fill.cells(whole.peek(0, 4))).containsExactly(0, 0, 5, 0);
        byte[] loaded = new byte[512];
        memory.load(512, loaded, 0, 512);
        assertThat(loaded).containsOnly(5);
        whole.poison(1024);
        assertThatThrownBy(() -> memory.load(510, loaded, 0, 4)).hasMessage("poisoned memory at byte 512");
        assertThatThrownBy(() -> memory.load(1020, loaded, 0, 8)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> memory.store(1024, loaded, 0, 8)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void partOfADiskHasNoMemory() {
        assertThat(slice.whole().dax()).isNull();
        assertThat(slice.dax()).isNull();
    }
}
