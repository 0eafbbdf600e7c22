package powercut.sysfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.dm.Errno;

/** What the kernel takes for a number. */
class KstrtoTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "+7, 7", "007, 7", "18446744073709551615, -1", "9223372036854775808, " + Long.MIN_VALUE,
        "0000000000000000000000000000000000012, 12"})
    void decimalNumberOf64BitsIsTaken(String text, long value) throws SysfsException {
        assertThat(Kstrto.kstrtoul(text)).isEqualTo(value);
    }

    @Test
    void oneNewlineBehindIsAllowedAndNothingBehindNulIsSeen() throws SysfsException {
        assertThat(Kstrto.kstrtoul("12\n")).isEqualTo(12);
        assertThat(Kstrto.kstrtoul("12\0 x")).isEqualTo(12);
        assertThat(Kstrto.kstrtoul("12\n\0")).isEqualTo(12);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "+", "-1", "++1", " 1", "1 ", "1\n\n", "0x10", "1a", "one", "1.0", "\u0661"})
    void anythingElseIsInvalid(String text) {
        assertErrno(text, Errno.EINVAL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"18446744073709551616", "99999999999999999999", "18446744073709551616x"})
    void moreThan64BitsIsOutOfRangeWhateverFollows(String text) {
        assertErrno(text, Errno.ERANGE);
    }

    private static void assertErrno(String text, int errno) {
        assertThatThrownBy(() -> Kstrto.kstrtoul(text)).as(text).isInstanceOfSatisfying(SysfsException.class,
                e -> assertThat(e.errno()).isEqualTo(errno));
    }
}
