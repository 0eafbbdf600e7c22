package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is wrong with a command line or a file: exit code 2 and one line that says what. */
class BadInputTest {
    private static final String SSD = "samples/writecache-6.1-ssd-a.dmlw.gz";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            -                                                | powercut: no verb given, \
            expected explore, shrink, check, recover, inspect, defects
            frobnicate                                       | powercut: Unmatched argument at index 0: 'frobnicate'
            defects --frobnicate                             | powercut defects: Unknown option: '--frobnicate'
            explore                                          | powercut explore: Missing required parameter: 'TARGET'
            explore floppy                                   | TARGET floppy: unknown, expected one of writecache-ssd
            explore writecache-ssd --as-published WC-99      | --as-published WC-99: unknown defect, \
            powercut defects lists them all
            explore writecache-ssd --as-published WC-20      | --as-published WC-20: there is no such target, because \
            a BitSet has no memory behind its end
            explore writecache-ssd --seeds 0                 | --seeds 0: expected 1 to 100000
            defects WC-99                                    | ID WC-99: unknown defect, powercut defects lists them all
            explore writecache-ssd --ops 0                   | --ops 0: expected 1 to 1000000
            explore writecache-ssd --ops many                | Invalid value for option '--ops': 'many' is not an int
            explore writecache-ssd --seed 1 --seed 2         | option '--seed' (S) should be specified only once
            explore writecache-ssd --schedule fair           | Invalid value for option '--schedule'
            explore writecache-ssd --workload no-such-file   | no-such-file: cannot be read as text: no such file
            explore writecache-ssd --workload samples        | samples: cannot be read as text: Is a directory
            explore writecache-ssd --workload /dev/zero      | /dev/zero: more than 67108864 bytes
            explore writecache-ssd --ops 5 --workload f      | --ops and --workload: expected one of them
            explore writecache-ssd --out samples             | samples: exists and is not a bundle
            explore writecache-ssd --out no/such/place       | there is no directory
            explore writecache-ssd --table 0_16_writecache_s_origin_nowhere_512_0 | Cache data device lookup failed
            explore writecache-ssd --table 0_16_floppy       | unknown target type "floppy"; \
            known are linear, writeboost, writeboost-mgr, writecache
            explore writecache-ssd --table 0_32_writecache_s_origin_cache_512_0 | its last sector cannot be read
            inspect floppy samples                           | floppy: unknown kind of device, expected writecache
            inspect writecache samples                       | samples: is a directory, expected a disk image
            inspect writecache no-such-file                  | no-such-file: cannot be opened: no such file
            inspect writecache pom.xml@x                     | start 'x' is not a number
            inspect writecache pom.xml@1000000               | the file has
            inspect writecache pom.xml --origin-sectors 0    | --origin-sectors 0: expected at least 1
            recover --table 0_8_linear_no-such-file_0 --out x | no-such-file: cannot be opened: no such file
            recover --table 0_8_writecache_s_pom.xml_pom.xml_512_0 --out x | overlap, expected slices
            recover --table 0_8_linear_pom.xml@1+2_0 --out x | the volume cannot be read at 0+8; is an image too small?
            recover --table 0_8_writecache_s --out x         | writecache needs more arguments, its devices among them
            recover --table 0_8_linear_samples_0 --out x     | samples: is a directory, expected a disk image
            recover --table 8_8_linear_pom.xml_0 --out x     | begins at sector 8, the previous one ends at 0
            recover --table 0_9000000000000000_linear_pom.xml_0 --out x | may take 9000000000000000 sectors, but
            recover --table 0_8_linear_pom.xml_0             | --out is missing, expected --out IMG or --dry-run
            """)
    void wrongCommandIsRefusedInOneLine(String command, String expected) {
        String[] args = command.equals("-") ? new String[0] : command.split(" +");
        for (int i = 0; i < args.length; i++) {
            args[i] = args[i].replace('_', ' ');
        }
        requireRefusal(expected, args);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            0 32768 writecache s log@0+32768 log@32700 4096 0    | overlap, expected slices that share no sector
            0 32768 writecache s log log 4096 0                  | overlap, expected slices that share no sector
            0 32768 writecache s log@0+100 log@32768 4096 0      | its last sector cannot be read
            0 32768 writecache s log@0+32768 log@90000 4096 0    | touches nothing from sector 90000 on
            0 32768 writecache s log@0+x log@32768 4096 0        | length 'x' is not a number
            0 32768 writecache s a b 4096 0                      | device a of the table: there is no log of it
            0 32768 writecache s log@0+32768 log@32768 777 0     | Invalid block size
            0 32768 writecache s log@0+32768 log@32768 4096 1 floppy | Invalid optional argument
            0 48 writeboost 1 log@0+48 3 log@48                  | writeboost is only for explore and inspect
            0 8 linear log@0+8 0; 16 8 linear log@16+8 0         | begins at sector 16, the previous one ends at 8
            0 16 linear log 0                                    | lies beyond the mapped device, which has 16 sectors
            """)
    void wrongTableIsRefusedInOneLine(String table, String expected) {
        requireRefusal(expected, "check", "--table", table, "--log", SSD);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            writecache-ssd | 0 16 writecache s origin origin 512 0                  | devices origin and origin overlap
            writecache-ssd | 0 16 writecache s origin@0+16 origin@8+16 512 0        | overlap, expected slices that
            writecache-ssd | 0 8 linear origin@0+8 0; 8 8 linear origin@4+8 0       | origin@4+8 overlap
            writeboost     | 0 48 writeboost 1 backing 3 backing@0+48               | devices backing and backing@0+48
            writeboost     | 0 48 writeboost 1 backing 3 cache@0+16                 | Cache device too small: 16 sectors
            writeboost     | 0 48 writeboost 1 backing 3 cache@0+131073             | expected at most 131072
            writeboost     | 0 48 writeboost-mgr                                    | no line of it maps a device
            writeboost     | 0 8 writeboost-mgr; 8 8 writeboost-mgr                 | no line of it maps a device
            """)
    void wrongTableToExploreIsRefusedInOneLine(String target, String table, String expected) {
        requireRefusal(expected, "explore", target, "--ops", "9", "--table", table);
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            samples                              | tags             | samples: is a directory, \
            expected a dm-log-writes log
            no-such-file                         | tags             | no-such-file: no such file, \
            expected a dm-log-writes log
            /dev/null                            | tags             | /dev/null: is not a regular file, \
            expected a dm-log-writes log
            pom.xml                              | tags             | pom.xml: not a dm-log-writes log
            samples/writecache-pmem-6.1.image.gz | tags             | not a dm-log-writes log
            samples/ext4-sqlite.dmlw.gz          | tags             | no mark of the form w:BLOCK:GENERATION
            samples/writecache-6.1-ssd-a.dmlw.gz | top:no-such-file | no-such-file: no such file
            samples/writecache-6.1-ssd-a.dmlw.gz | top:             | --contract top:: expected tags or top:LOG
            samples/writecache-6.1-ssd-a.dmlw.gz | promises         | --contract promises: expected tags or top:LOG
            samples/writecache-6.1-ssd-a.dmlw.gz | top:samples/ext4-on-writecache-6.1.top.dmlw.gz \
            | the same marks in the same order
            """)
    void wrongLogIsRefusedInOneLine(String log, String contract, String expected) {
        requireRefusal(expected, "check", "--table", Cli.TABLE, "--log", log, "--contract", contract);
    }

    @ParameterizedTest
    @CsvSource({
        "log@32768 log@0+32768 4096, 'cache log@0+32768: the log writes the superblock to log@32768: origin and cache'",
        "log@0+32768 log@32768 512, 'the log has blocks of 4096 bytes, the table says 512'"})
    void tableThatDoesNotFitTheLogIsNoViolation(String arguments, String expected) {
        requireRefusal(expected, "check", "--table", "0 32768 writecache s " + arguments + " 0", "--log", SSD);
    }

    @Test
    void missingContractIsExplained() {
        requireRefusal("--contract is missing and samples/ext4-on-writecache-6.1.bottom.dmlw.gz"
                        + " has no marks w:BLOCK:GENERATION",
                "check", "--table", Cli.TABLE, "--log", "samples/ext4-on-writecache-6.1.bottom.dmlw.gz");
    }

    @Test
    void tooLargeALogIsRefused() {
        requireRefusal("larger than the limit of 1000 bytes", "check", "--table", Cli.TABLE, "--log", SSD,
                "--max-log-bytes", "1000");
    }

    @Test
    void helpIsNoError() {
        for (String verb : List.of("explore", "shrink", "check", "recover", "inspect", "defects")) {
            Cli.Result result = Cli.run(directory, verb, "--help");
            assertThat(result.code()).as(verb).isZero();
            assertThat(result.out()).as(verb).contains("Usage: powercut " + verb).contains("Example");
            assertThat(result.err()).as(verb).isEmpty();
        }
    }

    private void requireRefusal(String expected, String... args) {
        Cli.Result result = Cli.run(directory, args);
        assertThat(result.err()).contains(expected).hasLineCount(1).doesNotContain("Exception", "\tat ");
        assertThat(result.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(directory).isEmptyDirectory();
    }
}
