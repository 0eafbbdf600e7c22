package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskOptionsTest {
    @Test
    void defaultIsAConsumerDrive() {
        assertThat(DiskOptions.DEFAULT).isEqualTo(new DiskOptions(512, true, false, true));
    }

    @Test
    void eachOptionChangesItselfAlone() {
        DiskOptions all = new DiskOptions(4096, false, true, false);
        assertThat(DiskOptions.DEFAULT.withLogicalBlockBytes(4096)).isEqualTo(new DiskOptions(4096, true, false, true));
        assertThat(DiskOptions.DEFAULT.withoutVolatileCache()).isEqualTo(new DiskOptions(512, false, false, true));
        assertThat(DiskOptions.DEFAULT.withLyingFlush()).isEqualTo(new DiskOptions(512, true, true, true));
        assertThat(DiskOptions.DEFAULT.withoutTearing()).isEqualTo(new DiskOptions(512, true, false, false));
        assertThat(DiskOptions.DEFAULT.withLogicalBlockBytes(4096).withoutVolatileCache().withLyingFlush().withoutTearing())
                .isEqualTo(all);
    }
}
