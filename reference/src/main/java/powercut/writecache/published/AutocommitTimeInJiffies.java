package powercut.writecache.published;

import powercut.writecache.ArgumentRules;

/**
 * WC-40: autocommit_time goes through the conversion of the wrong direction. At 250 ticks a second 1000 ms become
 * 4000 ticks, 16 seconds, and a table that was printed multiplies them again.
 */
public final class AutocommitTimeInJiffies extends ArgumentRules {
    private static final int HZ = 250;
    private static final int MS_PER_TICK = 1000 / HZ;

    @Override
    protected long autocommitTimeMs(long given) {
        long ticks = given * MS_PER_TICK; // jiffies_to_msecs
        return ticks * MS_PER_TICK;
    }
}
