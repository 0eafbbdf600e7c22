package powercut.crash.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Each fault meets the writecache target at one of the first bios that it concerns. A hang fails a test as a deadlock.
 */
class WritecacheUnderFaultsTest {
    private static final int SEEDS = 15;
    private static final int OPERATIONS = 36;

    @ParameterizedTest
    @CsvSource({"origin, error_reads@%d", "cache, error_reads@%d", "origin, error_writes@%d", "cache, error_writes@%d",
        "origin, error_flushes@%d", "cache, error_flushes@%d", "origin, addbadblock %d", "cache, addbadblock %d"})
    void anErrorNeverMakesAnAcknowledgementALie(String disk, String fault) throws Exception {
        long hits = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            FaultBench bench = run(disk, String.format(fault, 1 + seed % 5), seed);
            assertThat(bench.violations()).as("fault %s on %s, seed %d", fault, disk, seed).isEmpty();
            hits += bench.hits(indexOf(disk));
        }
        assertThat(hits).as("bios that the fault hit").isGreaterThanOrEqualTo(SEEDS / 3);
    }

    /**
     * No target can keep a promise on a disk that lies; what is claimed is that the lie is seen, and that nothing
     * hangs.
     */
    @ParameterizedTest
    @CsvSource({"origin, drop_writes", "cache, drop_writes@%d", "origin, corrupt_bio_byte@%d 1 w 255 0",
        "cache, corrupt_bio_byte@%d 1 w 255 0 1+5", "cache, corrupt_bio_byte@%d 1 r 255 0"})
    void aDiskThatLiesIsFoundOut(String disk, String fault) throws Exception {
        int found = 0;
        for (int seed = 1; seed <= SEEDS; seed++) {
            found += run(disk, String.format(fault, 1 + seed % 5), seed).violations().isEmpty() ? 0 : 1;
        }
        assertThat(found).as("seeds of %d that show the lie", SEEDS).isGreaterThanOrEqualTo(SEEDS / 3);
    }

    private static FaultBench run(String disk, String fault, int seed) throws Exception {
        FaultBench bench = new FaultBench(seed);
        bench.run(indexOf(disk), Fault.parse(fault), OPERATIONS, new Random(seed));
        return bench;
    }

    private static int indexOf(String disk) {
        return disk.equals("origin") ? FaultBench.ORIGIN : FaultBench.CACHE;
    }
}
