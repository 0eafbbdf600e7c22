package powercut.writecache;

/**
 * The target's part of a status line: writecache_status (rules 33 and 34). Takes no lock, so that it never waits for
 * I/O. The protected methods are the steps that a published defect replaces.
 */
public class StatusLine {
    private final WritecacheState wc;

    protected StatusLine(WritecacheState wc) {
        this.wc = wc;
    }

    final String info() {
        return error() + " " + wc.geometry.nBlocks() + " " + wc.freelist.size() + " " + wc.writebackSize;
    }

    final String table() {
        return wc.mode.letter() + " " + wc.origin.name() + " " + wc.cache.name() + " " + wc.geometry.blockSize() + " "
                + options().print();
    }

    /** The negative errno itself, 0 for none (WC-43). */
    protected long error() {
        return wc.error();
    }

    /** The options as they were given (WC-44). */
    protected WritecacheOptions options() {
        return wc.options;
    }

    // ---- queries

    protected final long nBlocks() {
        return wc.geometry.nBlocks();
    }

    /** Free blocks at the high watermark. */
    protected final int freelistHighWatermark() {
        return wc.freelistHighWatermark;
    }

    /** Free blocks at the low watermark. */
    protected final int freelistLowWatermark() {
        return wc.freelistLowWatermark;
    }
}
