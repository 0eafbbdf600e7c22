package powercut.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;

class FaultTest {
    @ParameterizedTest
    @ValueSource(strings = {"error_reads", "error_reads@3-5", "error_writes@17", "error_writes 8+16",
        "error_after_writes@3 8+16", "error_reads@2 8+16", "drop_writes@1-2 0+1",
        "error_flushes@1", "corrupt_bio_byte 224 w 7 0",
        "corrupt_bio_byte@2 1 r 255 3 8+16",
        "addbadblock 8", "poison 64"})
    void textIsPrintedBackExactly(String text) throws BadInputException {
        assertThat(Fault.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', ignoreLeadingAndTrailingWhitespace = false, value = {
        "''~\"\" is not a fault's name, with @COUNT or @FROM-TO or without",
        "error_reads@~\"error_reads@\" is not a fault's name, with @COUNT or @FROM-TO or without",
        "error_reads@01~\"error_reads@01\" is not a fault's name, with @COUNT or @FROM-TO or without",
        "error_read~unknown fault; known are error_reads, error_writes, error_after_writes, drop_writes, "
            + "error_flushes, corrupt_bio_byte, addbadblock, poison",
        "error_reads@0~COUNT is \"0\", expected a number not below 1",
        "error_reads@3-3~TO is \"3\", expected a number not below 4",
        "error_reads 8~\"8\" is not a range START+SECTORS",
        "error_reads 8+0~SECTORS is \"0\", expected a number not below 1",
        "error_reads 9999999999999999999+1~\"9999999999999999999+1\" is not a range START+SECTORS",
        "error_reads  8+1~unexpected \"8+1\"",
        "error_flushes 8+1~a flush has no sectors; only @COUNT or @FROM-TO can follow",
        "corrupt_bio_byte 1 w 7~expected corrupt_bio_byte NTH_BYTE r|w VALUE FLAGS",
        "corrupt_bio_byte 0 w 7 0~NTH_BYTE is \"0\", expected a number from 1 to 2147483647",
        "corrupt_bio_byte 1 w 256 0~VALUE is \"256\", expected a number from 0 to 255",
        "corrupt_bio_byte 1 w 7 4~FLAGS is \"4\", expected a number from 0 to 3",
        "addbadblock@1 8~expected addbadblock BLOCK",
        "addbadblock~expected addbadblock BLOCK",
        "poison@1 8~expected poison BYTE",
        "poison x~BYTE is \"x\", expected a number not below 0"})
    void whatIsNotAFaultIsRefusedInOneLine(String text, String error) {
        assertThatThrownBy(() -> Fault.parse(text)).isInstanceOf(BadInputException.class)
                .hasMessage("fault \"" + text + "\": " + error);
    }
}
