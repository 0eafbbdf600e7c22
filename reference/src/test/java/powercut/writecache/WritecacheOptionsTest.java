package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.dm.Errno;
import powercut.dm.TargetException;

class WritecacheOptionsTest {
    private static final ArgumentRules RULES = new ArgumentRules();

    @ParameterizedTest
    @ValueSource(strings = {
        "0", "2 high_watermark 100", "2 low_watermark 0", "2 writeback_jobs 4294967295", "2 autocommit_blocks 0",
        "2 autocommit_time 3600000", "4 high_watermark 6 low_watermark 5",
        "10 high_watermark 50 low_watermark 45 writeback_jobs 0 autocommit_blocks 64 autocommit_time 1000"})
    void whatWasGivenIsPrintedAgain(String options) throws TargetException {
        assertThat(WritecacheOptions.parse(options.split(" "), 0, true, RULES).print()).isEqualTo(options);
    }

    @ParameterizedTest
    @CsvSource({
        "'4 LOW_WATERMARK 1 High_Watermark 2', '4 high_watermark 2 low_watermark 1'",
        "'4 writeback_jobs 1 writeback_jobs 2', '2 writeback_jobs 2'",
        "'0 high_watermark 3', '0'",
        "'16 autocommit_blocks 1 autocommit_blocks 2 autocommit_blocks 3 autocommit_blocks 4 autocommit_blocks 5"
            + " autocommit_blocks 6 autocommit_blocks 7 autocommit_blocks 8', '2 autocommit_blocks 8'"})
    void orderCaseAndRepetitionDoNotMatter(String given, String printed) throws TargetException {
        assertThat(WritecacheOptions.parse(given.split(" "), 0, true, RULES).print()).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "-1", "1x", "17", "1", "4 high_watermark 3"})
    void aWrongCountIsRefused(String options) {
        refused(options, "Invalid number of feature args");
    }

    @Test
    void anEmptyWordIsNoNumber() {
        assertThat(WritecacheOptions.parseUnsigned("", 5)).isEqualTo(WritecacheOptions.NOT_GIVEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "2 high_watermark 101", "2 high_watermark -1", "2 low_watermark 1x", "1 high_watermark",
        "2 writeback_jobs 4294967296",
        "2 autocommit_blocks x", "2 autocommit_time 3600001", "1 fua", "1 nofua", "2 fua nofua", "2 cleaner 1",
        "3 writeback_jobs 1 autocommit_time"})
    void aWrongOptionIsRefused(String options) {
        refused(options, "Invalid optional argument");
    }

    @ParameterizedTest
    @ValueSource(strings = {"2 high_watermark 44", "2 low_watermark 51", "4 low_watermark 30 high_watermark 29"})
    void theHighWatermarkMustNotBeBelowTheLowOne(String options) {
        refused(options, "High watermark must be greater than or equal to low watermark");
    }

    private static void refused(String options, String error) {
        String[] words = options.isEmpty() ? new String[0] : options.split(" ");
        assertThatThrownBy(() -> WritecacheOptions.parse(words, 0, false, RULES)).hasMessage(error)
                .extracting("errno").isEqualTo(Errno.EINVAL);
    }
}
