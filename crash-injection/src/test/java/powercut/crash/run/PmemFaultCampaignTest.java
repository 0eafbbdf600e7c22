package powercut.crash.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.block.Sectors;
import powercut.crash.explore.Stack;
import powercut.dm.TargetTypes;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.WritecacheDefects;

/**
 * dm-writecache on persistent memory that fails, or over an origin that fails: nothing hangs, no read shows what it
 * must not, and after each power failure recovery, on devices that work again, shows what was promised. One line of the
 * memory after another is poisoned, at each power on; one bio of the origin after another fails, and all from it on.
 */
class PmemFaultCampaignTest {
    private static final int LINE_BYTES = 64;
    private static final int LINES_OF_ENTRIES = 2;
    private static final int BLOCKS = 8;
    private static final int OPS = 30;
    private static final int SEEDS = 2;
    private static final Subject PMEM = Subjects.WRITECACHE_PMEM;
    /** A full cache, whose writeback ends with a FLUSH of the origin. */
    private static final Subject FULL = PMEM.withTable(
            "0 16 writecache p origin cache 512 5 high_watermark 100 low_watermark 100 nofua");

    /** Every block is cached and durable when the power fails; then all are read, written back and read again. */
    private static final String CACHED = "write 0 8\nflush\ncrash\nread 0 8\nread 4 1\nmessage flush\nread 0 8\n"
            + "write 2 3\nflush\nread 0 8\nsuspend\nread 0 8";

    /**
     * A poisoned superblock refuses the device, an entry's line its operations: from the first resume on, because the
     * format stores less than a line at a time. Poison that comes later is in {@code PmemAsPublishedTest} (WC-10).
     */
    @Test
    void poisonedMetadataIsNoLie() throws Exception {
        for (int line = 0; line <= LINES_OF_ENTRIES; line++) {
            assertThat(hitsOfFullCache(line * LINE_BYTES)).as("line %d", line).isPositive();
        }
    }

    /** The campaign sees the hang of WC-24: nothing wakes for the end of a writeback after another has failed. */
    @Test
    void hangAfterAFailedWritebackIsFoundOut() throws Exception {
        Stack stack = PMEM.stack(new TargetTypes(WritecacheDefects.type("WC-24")));
        List<DiskFault> fault = List.of(DiskFault.parse("origin:error_writes@1", stack));
        List<String> found = new ArrayList<>();
        for (long seed = 1; seed <= 20; seed++) {
            Workload workload = Workload.parse("write 0 1\nwrite 2 1\nmessage flush\nsuspend", "workload");
            Explored.of(stack, fault, workload, seed).violations().forEach(one -> found.add(one.promised()));
        }
        assertThat(found).isNotEmpty().containsOnly("every operation ends");
    }

    @Test
    void poisonedDataIsNoLie() throws Exception {
        for (int line = 0; line < BLOCKS * Sectors.BYTES / LINE_BYTES; line++) {
            assertThat(hitsOfFullCache(Sectors.BYTES + line * LINE_BYTES)).as("line %d", line).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"error_reads@%d", "error_writes@%d", "error_after_writes@%d", "error_flushes@%d",
        "error_reads@%d-1000000000", "error_writes@%d-1000000000", "error_after_writes@%d-1000000000",
        "error_flushes@%d-1000000000"})
    void failingOriginIsNoLie(String form) throws Exception {
        Subject subject = form.contains("flushes") ? FULL : PMEM;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Workload workload = Workload.random(seed, OPS, PMEM.shape());
            int count = 1;
            while (hits(subject, "origin:" + String.format(form, count), workload, seed) > 0) {
                count++;
            }
            assertThat(count).as("bios of the origin that failed and one, seed %d", seed).isGreaterThan(1);
        }
    }

    private static long hitsOfFullCache(int poisoned) throws Exception {
        long hits = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            hits += hits(FULL, "cache:poison " + poisoned, cached(), seed);
        }
        return hits;
    }

    private static Workload cached() throws Exception {
        return Workload.parse(CACHED, "workload");
    }

    /** How many loads or bios met the fault, in a run that holds. */
    private static long hits(Subject subject, String fault, Workload workload, long seed) throws Exception {
        Stack stack = subject.stack(new TargetTypes(new WritecacheType()));
        Explored explored = Explored.of(stack, List.of(DiskFault.parse(fault, stack)), workload, seed);
        assertThat(explored.violations()).as("%s, seed %d", fault, seed).isEmpty();
        assertThat(explored.funnel().exhaustive()).as("%s, seed %d", fault, seed).isTrue();
        return explored.run().faultHits();
    }
}
