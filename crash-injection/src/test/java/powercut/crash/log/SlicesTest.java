package powercut.crash.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;

/** A device word means one slice of one device or is refused; slices that overlap are refused. */
class SlicesTest {
    @Test
    void deviceWordNamesAWholeDeviceOrASlice() throws Exception {
        assertThat(Slices.parse("a.img")).isEqualTo(new DeviceWord("a.img", 0, OptionalLong.empty()));
        assertThat(Slices.parse("log@32768")).isEqualTo(new DeviceWord("log", 32768, OptionalLong.empty()));
        assertThat(Slices.parse("log@0+32768")).isEqualTo(new DeviceWord("log", 0, OptionalLong.of(32768)));
        assertThat(Slices.parse("dir/a@b+c@8+1")).isEqualTo(new DeviceWord("dir/a@b+c", 8, OptionalLong.of(1)));
        assertThat(Slices.parse("f@1+18014398509481982").sectors()).hasValue((Long.MAX_VALUE >> 9) - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.img", "log@7", "log@0+8", "a@b@0", "a@b@0+1"})
    void deviceWordPrintsAsItWasGiven(String word) throws Exception {
        assertThat(Slices.parse(word)).hasToString(word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "@0+8                   | no name, expected FILE, FILE@START or FILE@START+SECTORS",
        "''                     | no name, expected FILE, FILE@START or FILE@START+SECTORS",
        "f@                     | start '' is not a number",
        "f@x                    | start 'x' is not a number",
        "f@-1+8                 | start '-1' is not a number",
        "f@0x10                 | start '0x10' is not a number",
        "f@1+                   | length '' is not a number",
        "f@1+-8                 | length '-8' is not a number",
        "f@1+2+3                | length '2+3' is not a number",
        "f@1+0                  | length 0, expected at least 1 sector",
        "f@18014398509481984    | start 18014398509481984 is too large, expected at most 18014398509481983",
        "f@0+99999999999999999999 | length 99999999999999999999 is too large, expected at most 18014398509481983",
        "f@2+18014398509481982  | ends behind sector 18014398509481983, the last there can be",
    })
    void wordThatIsNoDeviceIsRefused(String word, String why) {
        assertThatThrownBy(() -> Slices.parse(word)).isExactlyInstanceOf(BadInputException.class)
                .message().startsWith("device " + word + ": " + why).doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "log@0+8, log@7+1", "log@7+1, log@0+8", "log@0+8, log@0+8", "log, log", "log@5, log@100+1", "log, log@9",
        "a/../b@0+8, b@4+8",
    })
    void slicesThatShareASectorAreRefused(String first, String second) throws Exception {
        List<DeviceWord> words = parse("other@0+8", first, second);
        assertThatThrownBy(() -> Slices.requireDisjoint(words)).isExactlyInstanceOf(BadInputException.class)
                .hasMessage("devices " + first + " and " + second + " overlap, expected slices that share no sector");
    }

    @Test
    void slicesThatShareNoSectorAreAllowed() throws Exception {
        List<DeviceWord> words = parse("log@0+8", "log@8+8", "log@16", "cache", "origin@0+8");
        assertThatCode(() -> Slices.requireDisjoint(words)).doesNotThrowAnyException();
        Collections.reverse(words);
        assertThatCode(() -> Slices.requireDisjoint(words)).doesNotThrowAnyException();
    }

    private static List<DeviceWord> parse(String... words) throws BadInputException {
        List<DeviceWord> parsed = new ArrayList<>();
        for (String word : words) {
            parsed.add(Slices.parse(word));
        }
        return parsed;
    }
}
