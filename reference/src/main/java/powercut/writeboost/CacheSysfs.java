package powercut.writeboost;

import java.util.List;
import java.util.Map;
import powercut.dm.Errno;
import powercut.sysfs.Attribute;
import powercut.sysfs.Kobject;
import powercut.sysfs.SysfsException;

/**
 * The directory of a cache, {@code caches/ID}: cache_default_attrs and their show and store functions. What is a hint
 * is not read by the driver; writeboost-daemon acts on it.
 */
public class CacheSysfs {
    private static final long UINT_MAX = 0xFFFFFFFFL;

    /** Adds the directory of a cache that is up (WB-B16). */
    final Kobject add(WbCache cache) {
        try {
            return cache.registry.sysfs().add(cache.runtime, "caches/" + cache.id, attributes(cache),
                    Map.of("device", DeviceSysfs.LINK_PREFIX + cache.device.name()));
        } catch (SysfsException e) {
            throw new IllegalStateException("the directory of a cache is free while it has its id", e);
        }
    }

    private List<Attribute> attributes(WbCache cache) {
        Tunables tunables = cache.tunables;
        return List.of(
                flag("allow_migrate", () -> tunables.allowMigrate, cache::setAllowMigrate),
                flag("force_migrate", () -> tunables.forceMigrate, x -> tunables.forceMigrate = x),
                Attribute.number("nr_max_batched_migration", () -> tunables.nrMaxBatchedMigration, x -> {
                    validateNrMaxBatchedMigration(x);
                    tunables.nrMaxBatchedMigration = (int) Math.min(x, Integer.MAX_VALUE);
                }),
                Attribute.number("barrier_deadline_ms", () -> tunables.barrierDeadlineMs, x -> {
                    Attribute.validate(x >= 1 && x <= UINT_MAX, "1 <= x && x <= UINT_MAX"); // msecs_to_jiffies
                    tunables.barrierDeadlineMs = x;
                }),
                Attribute.number("update_interval", () -> tunables.updateInterval, x -> tunables.updateInterval = x),
                Attribute.number("flush_current_buffer_interval", () -> tunables.flushCurrentBufferInterval,
                        x -> tunables.flushCurrentBufferInterval = x),
                Attribute.number("commit_super_block_interval", () -> tunables.commitSuperBlockInterval,
                        x -> tunables.commitSuperBlockInterval = x),
                action("flush_current_buffer", () -> cache.currentBuffer.flushSync().isOk()),
                action("commit_super_block", cache.superblock::commit),
                Attribute.number("last_flushed_segment_id", () -> cache.lastFlushedSegmentId),
                Attribute.number("last_migrated_segment_id", () -> cache.lastMigratedSegmentId));
    }

    /** WB-C15. */
    protected void validateNrMaxBatchedMigration(long x) throws SysfsException {
        Attribute.validate(x >= 1 && x <= Tunables.NR_MAX_BATCHED_MIGRATION,
                "1 <= x && x <= " + Tunables.NR_MAX_BATCHED_MIGRATION);
    }

    private interface Flag {
        boolean get();
    }

    private interface SetFlag {
        void set(boolean x);
    }

    private static Attribute flag(String name, Flag flag, SetFlag set) {
        return Attribute.number(name, () -> flag.get() ? 1 : 0, x -> {
            Attribute.validate(x == 0 || x == 1, "x == 0 || x == 1");
            set.set(x == 1);
        });
    }

    /** Writing 1 does it, and returns when it is done; the driver keeps its failure to itself. */
    private static Attribute action(String name, Flag succeeds) {
        return Attribute.number(name, () -> 0, x -> {
            Attribute.validate(x == 1, "x == 1");
            if (!succeeds.get()) {
                throw new SysfsException(Errno.EIO, "I/O error");
            }
        });
    }
}
