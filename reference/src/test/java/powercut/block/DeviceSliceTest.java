package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
}
