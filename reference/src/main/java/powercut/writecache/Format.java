package powercut.writecache;

import powercut.dm.TargetException;

/**
 * Formats a cache device: init_memory (rule 38). First everything with magic 0, then the magic: a device with a magic
 * is complete, and one without is formatted again (WC-11). A published defect replaces the protected step.
 */
public class Format {
    protected Format() {}

    /** Whether the device is to be formatted. Magic alone decides: a torn format leaves the version behind (WC-11). */
    protected boolean isUnformatted(Superblock superblock) {
        return superblock.magic() == 0;
    }

    /** What a formatted device is divided into; "Unable to initialize device" if not even one block fits. */
    static Geometry geometry(long deviceBytes, int blockSize) throws TargetException {
        try {
            return Geometry.ofDevice(deviceBytes, blockSize);
        } catch (TargetException e) {
            throw new TargetException("Unable to initialize device", e.errno());
        }
    }

    /**
     * Formats the device that {@code wc} was made for; "Unable to initialize device" if it does not take it. Task
     * context.
     */
    final void initMemory(WritecacheState wc) throws TargetException {
        Geometry geometry = wc.geometry;
        wc.lock.lock();
        wc.metadata.format(new Superblock(0, Superblock.VERSION, geometry.blockSize(), geometry.nBlocks(), 0));
        if (wc.commit.commitFlushed()) {
            wc.metadata.storeMagic(
                    new Superblock(Superblock.MAGIC, Superblock.VERSION, geometry.blockSize(), geometry.nBlocks(), 0));
            wc.commit.commitFlushed();
        }
        wc.lock.unlock();
        if (wc.hasError()) {
            throw new TargetException("Unable to initialize device", wc.error());
        }
    }
}
