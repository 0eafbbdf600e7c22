package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskOptionsTest {
    @Test
    void defaultIsAConsumerDrive() {
        assertThat(DiskOptions.DEFAULT).isEqualTo(new DiskOptions(512, true, false));
    }

    @Test
    void eachOptionChangesItselfAlone() {
        assertThat(DiskOptions.DEFAULT.withLogicalBlockBytes(4096)).isEqualTo(new DiskOptions(4096, true, false));
        assertThat(DiskOptions.DEFAULT.withoutVolatileCache()).isEqualTo(new DiskOptions(512, false, false));
        assertThat(DiskOptions.DEFAULT.withLyingFlush()).isEqualTo(new DiskOptions(512, true, true));
        assertThat(DiskOptions.DEFAULT.withLogicalBlockBytes(4096).withoutVolatileCache().withLyingFlush())
                .isEqualTo(new DiskOptions(4096, false, true));
    }
}
