package powercut.writeboost.published;

import powercut.runtime.Timer;
import powercut.writeboost.MigrateDaemon;
import powercut.writeboost.WbCache;

/** WB-B12: the migration daemon looks once a second whether there is something to do, and nobody wakes it. */
public final class DaemonSleeps extends MigrateDaemon {
    private static final long SLEEP_MS = 1000;

    private final Timer sleep;

    public DaemonSleeps(WbCache cache) {
        super(cache);
        sleep = cache.runtime.timer("migrate_proc", super::wake);
    }

    @Override
    protected void wake() {
        if (!sleep.pending()) {
            sleep.arm(SLEEP_MS);
        }
    }
}
