package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;
import powercut.crash.run.Op.Kind;

class WorkloadTest {
    private static final Workload.Shape SHAPE = new Workload.Shape(32, 4,
            List.of("flush", "sysfs caches/3/allow_migrate 1", "mgr switch_to 3"), true);

    @ParameterizedTest
    @ValueSource(strings = {"write 8 16", "write 8 16 preflush", "write 0 1 fua &", "write 8 16 preflush fua &",
        "read 0 8 &", "discard 999999999 1", "flush", "flush &", "wait", "pause 1000", "wake top wait", "suspend",
        "message flush", "message a b c &", "mgr free_cache", "reload", "reload 0 8 linear a 0; 8 8 linear b 0",
        "sysfs caches/3/allow_migrate 1", "sysfs caches/3/flush_current_buffer 1 &", "crash"})
    void operationPrintsAsItIsWritten(String line) throws BadInputException {
        assertThat(Op.parse(line, "W line 1")).hasToString(line);
    }

    @Test
    void flagsMayStandInAnyOrderAndSpacesDoNotCount() throws BadInputException {
        assertThat(Op.parse("  WRITE  8\t16 & fua preflush ", "W line 1"))
                .isEqualTo(new Op(Kind.WRITE, 8, 16, true, true, true, ""));
    }

    @Test
    void commentsAndEmptyLinesAreIgnored() throws BadInputException {
        assertThat(Workload.parse("# all\n\nflush # now\r\n  # nothing\nwait", "W").ops())
                .containsExactly(Op.simple(Kind.FLUSH), Op.simple(Kind.WAIT));
    }

    @Test
    void randomWorkloadsPrintAndParseToThemselves() throws BadInputException {
        for (int seed = 0; seed < 100; seed++) {
            Workload workload = Workload.random(seed, 50, SHAPE);
            assertThat(workload.ops()).as("seed %d", seed).hasSize(50);
            assertThat(Workload.parse(workload.toString(), "W")).as("seed %d", seed).isEqualTo(workload);
            assertThat(Workload.random(seed, 50, SHAPE)).as("seed %d", seed).isEqualTo(workload);
        }
    }

    @Test
    void randomRangesAreBlocksOfTheDevice() {
        for (Op op : Workload.random(1, 2000, SHAPE).ops()) {
            if (op.kind().hasRange()) {
                assertThat(op.sector() % 4 + op.sectors() % 4).as("%s", op).isZero();
                assertThat(op.sectors()).as("%s", op).isPositive();
                assertThat(op.sector() + op.sectors()).as("%s", op).isLessThanOrEqualTo(32);
            }
        }
    }

    @Test
    void everyKindOfOperationButReloadFaultPauseAndWakeIsRandomlyMade() {
        assertThat(Workload.random(1, 2000, SHAPE).ops()).extracting(Op::kind)
                .containsAll(EnumSet.complementOf(EnumSet.of(Kind.RELOAD, Kind.FAULT, Kind.PAUSE, Kind.WAKE)));
        assertThat(Workload.random(1, 2000, new Workload.Shape(32, 4, List.of(), false)).ops()).extracting(Op::kind)
                .doesNotContain(Kind.MESSAGE, Kind.CRASH);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "erase 0 8       | unknown operation \"erase\"; known are write, read, discard, flush, wait, suspend, reload,"
                + " message, mgr, sysfs, fault, pause, wake, crash",
        "fault           | a fault needs DEVICE:WORDS, as in \"fault cache:error_writes@3\"",
        "pause           | pause needs milliseconds, 0 to 3600000, as in \"pause 1000\"",
        "pause 1 &       | pause needs milliseconds, 0 to 3600000, as in \"pause 1000\"",
        "pause -1        | pause needs milliseconds, 0 to 3600000, as in \"pause 1000\"",
        "pause 3600001   | pause needs milliseconds, 0 to 3600000, as in \"pause 1000\"",
        "wake            | wake needs a wait queue, as in \"wake freelist_wait\"",
        "sysfs           | sysfs needs PATH VALUE, as in \"sysfs caches/3/allow_migrate 1\"",
        "sysfs a 1 2     | sysfs needs PATH VALUE, as in \"sysfs caches/3/allow_migrate 1\"",
        "sysfs a &       | sysfs needs PATH VALUE, as in \"sysfs caches/3/allow_migrate 1\"",
        "write 8         | write needs SECTOR SECTORS",
        "read            | read needs SECTOR SECTORS",
        "write x 8       | \"x\" is not a number of sectors",
        "write -1 8      | \"-1\" is not a number of sectors",
        "discard 0 1k    | \"1k\" is not a number of sectors",
        "write 1000000000 8 | \"1000000000\" is not a number of sectors",
        "write 0 8 sync  | unexpected \"sync\" after write",
        "flush 8         | unexpected \"8\" after flush",
        "flush fua       | only write takes preflush and fua, and flush cannot take all of these",
        "read 0 8 preflush | only write takes preflush and fua, and read cannot take all of these",
        "wait &          | only write takes preflush and fua, and wait cannot take all of these",
        "crash &         | only write takes preflush and fua, and crash cannot take all of these",
        "message         | a message needs words, as in \"message flush\"",
        "message &       | a message needs words, as in \"message flush\"",
        "mgr             | a message needs words, as in \"mgr switch_to 3\"",
        "reload &        | table line \"&\" is not START LENGTH TARGET ARGUMENTS...",
        "reload 8 8 x    | table line \"8 8 x\" begins at sector 8, the previous one ends at 0",
    })
    void badLineIsNamedWithItsNumberAndWhatIsWrong(String line, String wrong) {
        assertThatThrownBy(() -> Workload.parse("flush\n\n" + line, "W")).isInstanceOf(BadInputException.class)
                .hasMessage("W line 3: " + wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# nothing"})
    void workloadWithoutOperationsIsRefused(String text) {
        assertThatThrownBy(() -> Workload.parse(text, "W")).isInstanceOf(BadInputException.class)
                .hasMessage("W: no operation in it; a line looks like \"write 8 8 fua\"");
    }
}
