package powercut.stress;

import java.util.Map;
import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;
import powercut.runtime.ThreadRuntime;

/**
 * A writecache target in SSD mode with blocks of one sector, on two disks with volatile caches. Blocks hold one small
 * number.
 */
final class Rig {
    /** Where the data blocks begin on the cache device. */
    static final int METADATA_SECTORS = 1;

    private static final ThreadRuntime THREADS = new ThreadRuntime();
    private static final int ORIGIN_SECTORS = 8;

    private final Runtime runtime;
    private final VolatileDisk origin;
    private final MappedDevice device;

    /** A bio on its way. */
    record Pending(Bio bio, Completion ended) {
        Status await() {
            ended.await();
            return bio.status();
        }
    }

    /** Real threads, the same for all rigs of this JVM. */
    static Runtime threads() {
        return THREADS;
    }

    /** Formats and activates the target; task context. */
    Rig(Runtime runtime, TargetType writecache, IoObserver observer, int cacheBlocks) {
        this.runtime = runtime;
        origin = new VolatileDisk("origin", ORIGIN_SECTORS, DiskOptions.DEFAULT, runtime, observer);
        int cacheSectors = METADATA_SECTORS + cacheBlocks;
        VolatileDisk cache = new VolatileDisk("cache", cacheSectors, DiskOptions.DEFAULT, runtime, observer);
        device = new MappedDevice("top", runtime, new TargetTypes(writecache),
                Map.of("origin", origin, "cache", cache)::get, line -> { });
        try {
            device.load(Table.parse("0 " + ORIGIN_SECTORS + " writecache s origin cache 512 0"));
        } catch (TableException | TargetException e) {
            throw new IllegalStateException(e.getMessage());
        }
        device.resume();
    }

    Pending start(Bio bio) {
        Completion ended = runtime.completion("bio");
        device.submit(bio.onEnd(end -> ended.complete()));
        return new Pending(bio, ended);
    }

    Pending startWrite(long sector, int number) {
        return start(Bio.write(sector, block(number)));
    }

    boolean write(long sector, int number) {
        return startWrite(sector, number).await().isOk();
    }

    boolean flush() {
        return start(Bio.flush()).await().isOk();
    }

    boolean discard(long sector) {
        return start(Bio.discard(sector, 1)).await().isOk();
    }

    /** What the sector holds; -1 for an error. */
    int read(long sector) {
        byte[] data = new byte[Sectors.BYTES];
        return start(Bio.read(sector, data)).await().isOk() ? data[0] : -1;
    }

    /** What the origin holds now. */
    int peekOrigin(long sector) {
        return origin.peek(sector, 1)[0];
    }

    /** The "flush" message: commit, and write everything back. */
    void writeBackAll() {
        device.message(0, "flush");
    }

    /** Blocks that are neither free nor under writeback. */
    int usedBlocks() {
        String[] words = device.status(StatusType.INFO).get(0).split(" ");
        return number(words[4]) - number(words[5]) - number(words[6]);
    }

    /** Stops the target's threads; an exception on one of the runtime's threads comes out here. */
    void remove() {
        device.remove();
        if (THREADS.failure() != null) {
            throw new IllegalStateException(THREADS.failure());
        }
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static byte[] block(int number) {
        byte[] block = new byte[Sectors.BYTES];
        block[0] = (byte) number;
        return block;
    }
}
