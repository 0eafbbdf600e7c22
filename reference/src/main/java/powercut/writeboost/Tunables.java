package powercut.writeboost;

/**
 * The writable attributes of a cache, caches/ID in sysfs, at the driver's defaults. Whoever writes one has checked it;
 * {@link WbCache#setAllowMigrate} also wakes the daemon.
 */
final class Tunables {
    /** The largest batch of the migration daemon (WB-C15). */
    static final int NR_MAX_BATCHED_MIGRATION = 32;

    volatile boolean allowMigrate;
    volatile boolean forceMigrate; // a hint for userland
    volatile int nrMaxBatchedMigration = 1; // segments, 1 to 32
    volatile long barrierDeadlineMs = 3;
    volatile long updateInterval = 1; // seconds; this one and the next two are hints for userland
    volatile long flushCurrentBufferInterval; // seconds, 0: off
    volatile long commitSuperBlockInterval; // seconds, 0: off
}
