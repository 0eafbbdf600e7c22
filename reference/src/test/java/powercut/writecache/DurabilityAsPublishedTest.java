package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static powercut.writecache.AsPublished.FULL;
import static powercut.writecache.AsPublished.bench;
import static powercut.writecache.AsPublished.onlyThere;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import powercut.bench.WatchedDisk;
import powercut.block.Bio;
import powercut.block.Status;
import powercut.dm.TargetType;
import powercut.writecache.published.WritecacheDefects;

/** The published defects that cost data, each shown where it is put back and not in the reference. */
class DurabilityAsPublishedTest {
    private static final int NOTHING = 3; // what the origin holds before anything is written

    @Test
    void wc05AcknowledgesAFlushThatCommittedNothing() {
        onlyThere("WC-05", type -> {
            boolean[] lied = {false};
            Bench bench = bench(8, FULL, type);
            bench.run(() -> {
                bench.write(5, 7);
                bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 0, 1);
                lied[0] = bench.flush() == Status.OK && bench.superblockSeqCount() == 0;
            });
            return lied[0];
        });
    }

    /** The cache flush fails, and the superblock goes out with the entries behind it. */
    @Test
    void wc06CommitsWhatItsFailedFlushDidNotMakeDurable() {
        onlyThere("WC-06", type -> {
            boolean[] committed = {false};
            Bench bench = bench(8, FULL, type);
            bench.run(() -> {
                bench.write(5, 7);
                bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
                bench.flush();
                committed[0] = bench.superblockSeqCount() == 1 && bench.seqCountOnDisk(0) == 0;
            });
            return committed[0];
        });
    }

    /** The mended commit of WC-06 is not enough: it stops where an error comes up, not where one was there before. */
    @Test
    void wc06cCommitsAtSuspendWhatItsFailedFlushDidNotMakeDurable() {
        onlyThere("WC-06c", DurabilityAsPublishedTest::suspendCommitsAfterAnError);
        assertThat(suspendCommitsAfterAnError(WritecacheDefects.type("WC-06"))).as("WC-06 as published").isFalse();
    }

    /** A copy of block 5 fails while its newer version is not committed, and the cache's FLUSH at suspend fails too. */
    private static boolean suspendCommitsAfterAnError(TargetType type) {
        boolean[] committed = {false};
        Bench bench = bench(8, FULL, type);
        bench.run(() -> {
            bench.write(5, 1);
            bench.origin.holding = WatchedDisk.op(Bio.Op.WRITE);
            bench.runtime.spawn("message", () -> bench.device.message(0, "flush"));
            bench.pass(1);
            bench.write(5, 2);
            bench.origin.failing = WatchedDisk.op(Bio.Op.WRITE);
            bench.origin.release();
            bench.pass(1);
            bench.cache.failing = WatchedDisk.op(Bio.Op.FLUSH);
            bench.device.suspend();
            committed[0] = bench.superblockSeqCount() == 2 && bench.seqCountOnDisk(1) == 1;
        });
        return committed[0];
    }

    @Test
    void wc07DoesNotSeeWhatTheOldTableWroteLast() {
        onlyThere("WC-07", type -> {
            int[] found = {0};
            Bench bench = bench(8, FULL, type);
            bench.run(() -> {
                bench.device.load(bench.table());
                bench.write(5, 7);
                bench.flush();
                bench.device.suspend();
                bench.device.resume();
                found[0] = bench.read(5);
            });
            return found[0] != 7;
        });
    }

    @Test
    void wc08ShowsWhatAnotherSectorLeftInTheBlock() {
        onlyThere("WC-08", type -> {
            int[] found = {0};
            Bench bench = bench(8, FULL, type);
            bench.origin.disk.load(7, Bench.sector(NOTHING));
            bench.cache.disk.load(1, Bench.sector(50));
            bench.run(() -> {
                bench.cache.failing = WatchedDisk.at(Bio.Op.WRITE, 1, 9);
                bench.tryWrite(7, 2);
                bench.flush();
                found[0] = bench.read(7);
            });
            return found[0] == 50;
        });
    }

    @Test
    void wc10AnswersWithTheOriginWhatItCannotFind() {
        onlyThere("WC-10", type -> {
            boolean[] stale = {false};
            Bench bench = bench(8, FULL, type);
            bench.origin.disk.load(5, Bench.sector(NOTHING));
            bench.run(() -> {
                bench.write(5, 7);
                bench.flush();
                bench.device.suspend();
                bench.cache.failing = WatchedDisk.op(Bio.Op.READ);
                bench.device.resume();
                stale[0] = bench.tryRead(5) == Status.OK && bench.read(5) == NOTHING;
            });
            return stale[0];
        });
    }

    @Test
    void wc11RefusesAHalfFormattedDevice() {
        onlyThere("WC-11", type -> {
            byte[] half = new byte[512];
            new Superblock(0, Superblock.VERSION, 512, 8, 0).store(half);
            Bench bench = bench(8, FULL, type);
            bench.cache.disk.load(0, half);
            return isRefused(bench);
        });
    }

    @Test
    void wc15CountsADiscardedBlockForTheNextAutocommit() {
        onlyThere("WC-15", type -> {
            boolean[] early = {false};
            Bench bench = bench(8, "2 autocommit_blocks 2", type);
            bench.run(() -> {
                bench.write(5, 1);
                bench.discard(5, 1);
                bench.write(6, 1);
                bench.pass(1);
                early[0] = bench.superblockSeqCount() > 0;
            });
            return early[0];
        });
    }

    @Test
    void wc16ErasesOneOfTwoIdenticalEntries() {
        onlyThere("WC-16", type -> {
            byte[] twins = new byte[512];
            Arrays.fill(twins, (byte) Superblock.FREE);
            Arrays.fill(twins, 0, Superblock.BYTES, (byte) 0);
            new Superblock(Superblock.MAGIC, Superblock.VERSION, 512, 8, 1).store(twins);
            for (int e = 0; e < 2; e++) {
                LittleEndian.put64(twins, Superblock.BYTES + e * Superblock.ENTRY_BYTES, 5);
                LittleEndian.put64(twins, Superblock.BYTES + e * Superblock.ENTRY_BYTES + Long.BYTES, 0);
            }
            Bench bench = bench(8, FULL, type);
            bench.cache.disk.load(0, twins);
            bench.run(() -> { });
            return bench.seqCountOnDisk(0) == Superblock.FREE;
        });
    }

    private static boolean isRefused(Bench bench) {
        try {
            bench.run(() -> { });
            return false;
        } catch (AssertionError e) {
            return e.getMessage().contains("Invalid magic in the superblock");
        }
    }
}
