package powercut.writecache.published;

import powercut.writecache.StatusLine;
import powercut.writecache.WritecacheOptions;
import powercut.writecache.WritecacheState;

/**
 * WC-44: the table line shows percentages computed back from free blocks; in a cache of less than 100 blocks they may
 * differ from those given.
 */
public final class WatermarksRecomputed extends StatusLine {
    public WatermarksRecomputed(WritecacheState wc) {
        super(wc);
    }

    @Override
    protected WritecacheOptions options() {
        WritecacheOptions given = super.options();
        return given.withWatermarks(percent(given.highWatermark(), freelistHighWatermark()),
                percent(given.lowWatermark(), freelistLowWatermark()));
    }

    private long percent(long given, int freeBlocks) {
        return given == WritecacheOptions.NOT_GIVEN ? given : 100 - (freeBlocks * 100L + nBlocks() / 2) / nBlocks();
    }
}
