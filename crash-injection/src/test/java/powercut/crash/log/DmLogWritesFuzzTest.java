package powercut.crash.log;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import powercut.crash.values.ContentPool;

/**
 * A damaged log is read or refused in one line: no other exception, and neither memory nor time beyond what its bytes
 * justify.
 * A failure names its seed, which alone makes the log again.
 */
class DmLogWritesFuzzTest {
    private static final int SEEDS = 2000;
    private static final long ALLOCATED_BYTES_MAX = 4 << 20; // the log has 24 KiB; buffers take 200 KiB
    private static final long CPU_NS_MAX = 1_000_000_000; // typical: 0.1 ms; the rest is for a busy machine
    private static final long[] EXTREMES = {
        0, 1, 2, 511, 512, 513, 65536, Integer.MAX_VALUE, 1L << 31, 0xffffffffL, 1L << 32, 1L << 40, 1L << 54, 1L << 55,
        1L << 60, Long.MAX_VALUE - 1, Long.MAX_VALUE, Long.MIN_VALUE, -2, -1,
    };

    @Test
    void damagedLogIsReadOrRefusedInOneLine() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        refusal(log(0), 0); // classes are loaded before anything is measured
        int readCount = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            byte[] log = log(seed);
            long allocated = threads.getCurrentThreadAllocatedBytes();
            long cpu = threads.getCurrentThreadCpuTime();
            String refusal = refusal(log, seed);
            assertThat(threads.getCurrentThreadCpuTime() - cpu).as("CPU ns, seed %d", seed).isLessThan(CPU_NS_MAX);
            assertThat(threads.getCurrentThreadAllocatedBytes() - allocated).as("bytes, seed %d", seed)
                    .isLessThan(ALLOCATED_BYTES_MAX);
            if (refusal == null) {
                readCount++;
            } else {
                assertThat(refusal).as("seed %d", seed).startsWith("F: ").hasSizeLessThan(400)
                        .doesNotContainPattern("\\p{Cntrl}");
            }
        }
        assertThat(readCount).as("both verdicts must be frequent").isBetween(SEEDS / 5, SEEDS * 4 / 5);
    }

    /** The one line, or null if the log was read. */
    private static String refusal(byte[] log, int seed) {
        try {
            RawLog.read(log, new ContentPool(), LogLimits.defaults());
            return null;
        } catch (BadLogException e) {
            return e.getMessage();
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private static byte[] log(int seed) {
        Random random = new Random(seed * 0x9E3779B97F4A7C15L); // neighbouring seeds alone would draw alike
        byte[] mutant = mutant(random);
        if (random.nextInt(3) > 0) {
            return mutant;
        }
        byte[] packed = RawLog.gzip(mutant);
        return random.nextBoolean() ? flip(random, packed, packed.length) : packed;
    }

    private static byte[] mutant(Random random) {
        byte[] log = new RawLog(512).write(8, 0, 'a', 'b').write(16, LogEntry.FLUSH | LogEntry.FUA, 'c').mark("mark")
                .entry(0, 8, LogEntry.DISCARD, 0).entry(0, 0, LogEntry.FLUSH, 0).write(24, 0, new int[32]).bytes();
        int[] entryOffsets = {512, 2048, 3072, 3584, 4096, 4608};
        return switch (random.nextInt(4)) {
            case 0 -> flip(random, log, log.length);
            case 1 -> flip(random, log, 28); // superblock
            case 2 -> Arrays.copyOf(log, random.nextInt(log.length + 1));
            default -> overwriteField(random, log, entryOffsets[random.nextInt(entryOffsets.length)]);
        };
    }

    private static byte[] flip(Random random, byte[] log, int length) {
        for (int i = random.nextInt(4); i >= 0; i--) {
            log[random.nextInt(length)] ^= (byte) (1 << random.nextInt(8));
        }
        return log;
    }

    private static byte[] overwriteField(Random random, byte[] log, int entry) {
        long extreme = EXTREMES[random.nextInt(EXTREMES.length)];
        int field = random.nextInt(4) * Long.BYTES;
        int at = random.nextInt(4) == 0 ? field : entry + field; // of the superblock, or of an entry
        ByteBuffer.wrap(log).order(ByteOrder.LITTLE_ENDIAN).putLong(at, extreme);
        return log;
    }
}
