package powercut.writecache.published;

import powercut.writecache.ArgumentRules;

/**
 * WC-42: the high watermark may be below the low one.
 */
public final class WatermarksUnchecked extends ArgumentRules {
    @Override
    protected void checkWatermarks(int high, int low) {
    }
}
