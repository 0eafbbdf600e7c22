package powercut.crash.explore;

import powercut.block.BlockDevice;

/** A device below the target, after a power failure. */
sealed interface CrashDevice extends BlockDevice permits CrashDisk, CrashPmem {
    /** What it holds. */
    CrashMedium medium();

    /** The device over a medium, by its kind. */
    static CrashDevice over(CrashMedium medium) {
        return switch (medium.disk().kind()) {
            case DISK -> new CrashDisk(medium);
            case PMEM -> new CrashPmem(medium);
        };
    }
}
