package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LimitsTest {
    @ParameterizedTest
    @ValueSource(ints = {0, -512, 1, 256, 513, 1536, Integer.MIN_VALUE})
    void logicalBlockSizeIsAPowerOfTwoFrom512(int bytes) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Limits(bytes, 512, 512, true))
                .withMessage("logical block size " + bytes + " is not a power of two from 512");
    }

    @Test
    void raisingLowersNothing() {
        Limits limits = new Limits(1024, 4096, 8192, false);
        assertThat(limits.atLeast(512)).isEqualTo(limits);
        assertThat(limits.atLeast(4096)).isEqualTo(new Limits(4096, 4096, 8192, false));
    }

    @Test
    void stackPromisesWhatBothCan() {
        Limits above = new Limits(512, 4096, 512, true);
        Limits below = new Limits(1024, 1024, 2048, false);
        assertThat(above.stack(below)).isEqualTo(new Limits(1024, 4096, 2048, false)).isEqualTo(below.stack(above));
        assertThat(above.stack(Limits.DEFAULT)).isEqualTo(above);
    }
}
