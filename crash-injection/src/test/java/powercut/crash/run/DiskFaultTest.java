package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;
import powercut.crash.explore.Stack;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheType;

/** Faults and kinds of disks, as they are given on the command line. */
class DiskFaultTest {
    private static final int OPS = 40;
    private static final int SEEDS = 15;
    private static final int BAD_BLOCKS = 8; // writes soon clear one

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

    /** From the middle of a workload on; at one of the first bios that the fault concerns. */
    @ParameterizedTest
    @ValueSource(strings = {"origin:error_reads@%d", "cache:error_reads@%d", "origin:error_writes@%d",
        "cache:error_writes@%d", "origin:error_flushes@%d", "cache:error_flushes@%d", "origin:addbadblock %d",
        "cache:addbadblock %d"})
    void anErrorNeverMakesAnAcknowledgementALie(String fault) throws Exception {
        int hit = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            Explored explored = explored(fault, seed);
            assertThat(explored.violations()).as("seed %d", seed).isEmpty();
            hit += explored.run().faultHits() > 0 ? 1 : 0;
        }
        assertThat(hit).as("seeds of %d in which a bio met the fault", SEEDS).isGreaterThanOrEqualTo(SEEDS / 3);
    }

    /** No target can keep a promise on a disk that lies; what is claimed is that the lie is seen. */
    @ParameterizedTest
    @ValueSource(strings = {"origin:drop_writes", "cache:drop_writes@%d", "origin:corrupt_bio_byte@%d 1 w 255 0",
        "cache:corrupt_bio_byte@%d 1 w 255 0 1+8", "cache:corrupt_bio_byte@%d 1 r 255 0 1+8"})
    void diskThatLiesIsFoundOut(String fault) throws Exception {
        int found = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            found += explored(fault, seed).violations().isEmpty() ? 0 : 1;
        }
        assertThat(found).as("seeds of %d that show the lie", SEEDS).isGreaterThanOrEqualTo(SEEDS / 3);
    }

    private static Explored explored(String fault, int seed) throws Exception {
        Subject ssd = Subjects.WRITECACHE_SSD;
        Workload.Shape shape = new Workload.Shape(ssd.shape().sectors(), 1, ssd.shape().messages(), false);
        List<Op> ops = new ArrayList<>(Workload.random(seed, 2 * OPS, shape).ops());
        int blocks = fault.contains("addbadblock") ? BAD_BLOCKS : 1;
        for (int i = 0; i < blocks; i++) {
            ops.add(OPS / 2, Op.parse("fault " + String.format(fault, 1 + seed % 5 + i), "op"));
        }
        return Explored.of(stack(ssd), List.of(), new Workload(ops), seed);
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

    /** Bytes of the memory go bad while it is used: what was cached there is lost with an error, not with a lie. */
    @Test
    void poisonMayComeLater() throws Exception {
        Stack stack = stack(Subjects.WRITECACHE_PMEM);
        Explored explored = Explored.of(stack, List.of(),
                Workload.parse("write 0 1\nflush\nfault cache:poison 512\nread 0 1", "workload"), 1);
        assertThat(explored.run().faultHits()).isEqualTo(1);
        assertThat(explored.run().faults()).hasToString("[cache:poison 512]");
        assertThat(explored.violations()).isEmpty();
    }

    @Test
    void faultOfAnOperationEndsWhenThePowerFails() throws Exception {
        Stack stack = stack(Subjects.WRITECACHE_SSD);
        Workload workload = Workload.parse("fault cache:error_flushes\nwrite 0 1 fua\ncrash\nwrite 1 1 fua",
                "workload");
        assertThat(Explored.of(stack, List.of(), workload, 1).run().faultHits()).isEqualTo(1);
    }

    @Test
    void faultOperationThatDoesNotFitIsOneLine() throws Exception {
        Stack stack = stack(Subjects.WRITECACHE_SSD);
        assertThatThrownBy(() -> Explored.of(stack, List.of(),
                Workload.parse("flush\nfault disk:error_reads", "workload"), 1)).isInstanceOf(TargetException.class)
                .hasMessage("op 1 (fault disk:error_reads): there is no disk \"disk\", expected one of origin, cache");
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
