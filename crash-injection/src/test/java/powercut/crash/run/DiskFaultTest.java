package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheType;

/** Faults and kinds of disks, as they are given on the command line. */
class DiskFaultTest {
    private static final int OPS = 40;

    @ParameterizedTest
    @CsvSource({"writecache-ssd, cache:error_writes@3", "writecache-ssd, cache:error_flushes@2-3",
        "writecache-ssd, origin:error_writes", "writecache-ssd, origin:error_flushes",
        "writecache-ssd, cache:error_reads@4",
        "writecache-pmem, origin:error_writes@2", "writecache-pmem, cache:poison 64"})
    void whatIsAcknowledgedHoldsWhateverFails(String subject, String fault) throws Exception {
        Subject tested = Subjects.find(subject);
        long hits = 0;
        for (long seed = 1; seed <= 3; seed++) {
            Stack stack = stack(tested);
            Explored explored = Explored.of(stack, List.of(DiskFault.parse(fault, stack)),
                    Workload.random(seed, OPS, tested.shape()), seed);
            assertThat(explored.violations()).as("seed %d", seed).isEmpty();
            hits += explored.run().faultHits();
        }
        assertThat(hits).as("bios and loads that met the fault").isPositive();
    }

    @Test
    void diskThatDropsWritesIsFoundOut() throws Exception {
        Stack stack = stack(Subjects.WRITECACHE_SSD);
        Explored explored = Explored.of(stack, List.of(DiskFault.parse("cache:drop_writes", stack)),
                Workload.random(1, OPS, Subjects.WRITECACHE_SSD.shape()), 1);
        assertThat(explored.violations()).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "cache~fault \"cache\": expected DEVICE:WORDS, as in \"origin:error_writes@3\"",
        "disk:error_reads~there is no disk \"disk\", expected one of origin, cache",
        "origin:poison 8~fault \"origin:poison 8\": expected a byte of persistent memory, origin: 16 sectors, volatile"
            + " cache, a write may persist in part",
        "cache:poison 4608~fault \"cache:poison 4608\": expected a byte of persistent memory, cache: 9 sectors of"
            + " persistent memory, a store may persist in part"})
    void faultThatDoesNotFitIsRefused(String text, String error) throws Exception {
        Stack stack = stack(Subjects.WRITECACHE_PMEM);
        assertThatThrownBy(() -> DiskFault.parse(text, stack)).isInstanceOf(BadInputException.class).hasMessage(error);
        assertThat(DiskFault.parse("cache:poison 4607", stack)).hasToString("cache:poison 4607");
    }

    @Test
    void diskIsAsItsWordsSay() throws Exception {
        Subject subject = Subjects.WRITECACHE_SSD.withDisk("cache:block=4096,no-volatile-cache")
                .withDisk("origin:lying-flush");
        assertThat(subject.disks()).extracting(Stack.Disk::toString).containsExactly(
                "origin: 16 sectors, volatile cache, flushes make nothing durable, a write may persist in part",
                "cache: 9 sectors, blocks of 4096 bytes, no volatile cache, a write may persist in part");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
        "cache~disk \"cache\": expected DEVICE:OPTIONS, where DEVICE is one of origin, cache",
        "disk:lying-flush~disk \"disk:lying-flush\": expected DEVICE:OPTIONS, where DEVICE is one of origin, cache",
        "origin:fast~disk option \"fast\" of origin: unknown, expected block=BYTES, no-volatile-cache or lying-flush",
        "origin:block=513~disk option \"block=513\": expected a power of two from 512 to 32768",
        "origin:block=65536~disk option \"block=65536\": expected a power of two from 512 to 32768",
        "cache:lying-flush~disk option \"lying-flush\" of cache: unknown, expected asynchronous"})
    void diskThatCannotBeIsRefused(String words, String error) {
        assertThatThrownBy(() -> Subjects.WRITECACHE_PMEM.withDisk(words)).isInstanceOf(BadInputException.class)
                .hasMessage(error);
    }

    private static Stack stack(Subject subject) throws Exception {
        return subject.stack(new TargetTypes(new WritecacheType()));
    }
}
