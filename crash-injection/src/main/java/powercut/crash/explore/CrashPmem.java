package powercut.crash.explore;

import powercut.block.Bio;
import powercut.block.Limits;
import powercut.block.PersistentMemory;
import powercut.block.PmemDisk;
import powercut.block.Sectors;

/** Persistent memory after a power failure: a load of an atom that may hold several values decides it. */
final class CrashPmem implements CrashDevice, PersistentMemory {
    private final CrashMedium medium;

    CrashPmem(CrashMedium medium) {
        this.medium = medium;
    }

    @Override
    public CrashMedium medium() {
        return medium;
    }

    @Override
    public String name() {
        return medium.disk().name();
    }

    @Override
    public long sectors() {
        return medium.disk().sectors();
    }

    @Override
    public Limits limits() {
        return PmemDisk.LIMITS;
    }

    @Override
    public void submit(Bio bio) {
        bio.end(PmemDisk.serve(bio, this));
    }

    @Override
    public PersistentMemory dax() {
        return this;
    }

    @Override
    public long bytes() {
        return Sectors.toBytes(sectors());
    }

    @Override
    public void load(long offset, byte[] into, int at, int length) {
        requireInside(offset, length);
        long first = offset / ATOM_BYTES;
        int atoms = (int) ((offset + length + ATOM_BYTES - 1) / ATOM_BYTES - first);
        byte[] whole = new byte[atoms * ATOM_BYTES];
        medium.read(first, atoms, whole, 0);
        System.arraycopy(whole, (int) (offset % ATOM_BYTES), into, at, length);
    }

    @Override
    public void store(long offset, byte[] from, int at, int length) {
        requireAtoms(offset, length);
        medium.write(Bio.Op.WRITE, false, false, offset / ATOM_BYTES, length / ATOM_BYTES, from, at);
    }

    @Override
    public void barrier() {
        medium.write(Bio.Op.FLUSH, true, false, 0, 0, null, 0);
    }
}
