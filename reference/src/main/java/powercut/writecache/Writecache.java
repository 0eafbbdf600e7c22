package powercut.writecache;

import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.Status;
import powercut.dm.Errno;
import powercut.dm.StateDigest;
import powercut.dm.Target;
import powercut.dm.TargetContext;

/** The target as device mapper sees it: the operations of writecache_target. */
final class Writecache implements Target {
    private final TargetContext context;
    private final WritecacheState wc;
    private final Writeback writeback;
    private final Mapping mapping;
    private final Recovery recovery;
    private final StatusLine status;

    Writecache(TargetContext context, WritecacheState wc) {
        this.context = context;
        this.wc = wc;
        writeback = wc.steps.writeback.apply(wc);
        mapping = new Mapping(wc, wc.mode.dataPath(wc, new BlockAllocator(wc, writeback)));
        recovery = wc.steps.recovery.apply(wc);
        status = wc.steps.status.apply(wc);
    }

    @Override
    public void resume() {
        wc.lock.lock();
        recovery.resume();
        writeback.resume();
        wc.lock.unlock();
    }

    @Override
    public MapResult map(Bio bio) {
        return mapping.map(bio);
    }

    @Override
    public boolean servesReads() {
        return wc.mode.servesReads();
    }

    @Override
    public EndResult endIo(Bio bio, Status status) {
        return mapping.endIo(bio, status);
    }

    /** writecache_suspend (rule 30). After an error it commits nothing (WC-06). */
    @Override
    public void postsuspend() {
        wc.autocommitTimer.cancelSync();
        wc.lock.lock();
        wc.commit.flush();
        boolean flushOnSuspend = wc.flushOnSuspend;
        if (flushOnSuspend) {
            wc.flushOnSuspend = false;
            wc.writebackAll++;
            writeback.queue();
        }
        wc.lock.unlock();

        writeback.drain();

        wc.lock.lock();
        if (flushOnSuspend) {
            wc.writebackAll--;
        }
        wc.waitForWriteback();
        wc.lock.unlock();
    }

    @Override
    public void destroy() {
        writeback.stop();
        mapping.stop();
    }

    /** Rule 32. */
    @Override
    public int message(String[] words) {
        if (words[0].equalsIgnoreCase("flush")) {
            return words.length == 1 ? flushMessage() : Errno.EINVAL;
        }
        if (words[0].equalsIgnoreCase("flush_on_suspend")) {
            return words.length == 1 ? flushOnSuspendMessage() : Errno.EINVAL;
        }
        wc.logError("unrecognised message received: " + words[0]);
        return Errno.EINVAL;
    }

    private int flushMessage() {
        wc.lock.lock();
        int refused = context.suspended().getAsBoolean() ? Errno.EBUSY : wc.hasError() ? Errno.EIO : 0;
        if (refused != 0) {
            wc.lock.unlock();
            return refused;
        }
        wc.commit.flush();
        wc.writebackAll++;
        writeback.queue();
        wc.lock.unlock();

        wc.writebackWq.flush();

        wc.lock.lock();
        wc.writebackAll--;
        int result = wc.hasError() ? Errno.EIO : 0;
        wc.lock.unlock();
        return result;
    }

    private int flushOnSuspendMessage() {
        wc.lock.lock();
        wc.flushOnSuspend = true;
        wc.lock.unlock();
        return 0;
    }

    @Override
    public String status(StatusType type) {
        return switch (type) {
            case INFO -> status.info();
            case TABLE -> status.table();
        };
    }

    /** The origin only: FLUSH is not forwarded to it, because nothing but writeback writes it (rule 17). */
    @Override
    public List<BlockDevice> iterateDevices() {
        return List.of(wc.origin);
    }

    @Override
    public Limits ioHints(Limits stacked) {
        return stacked.atLeast(wc.geometry.blockSize());
    }

    @Override
    public void digest(StateDigest digest) {
        wc.digest(digest);
        recovery.digest(digest);
    }
}
