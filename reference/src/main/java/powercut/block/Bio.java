package powercut.block;

import java.util.function.Consumer;

/**
 * One request to a block device: the kernel's struct bio, with its operation and flags fixed and its place mutable,
 * because a stacking driver remaps it.
 *
 * <p>{@link Op#FLUSH} is the empty flush. A WRITE with {@link #preflush()} is a flush followed by the write; a WRITE
 * with {@link #fua()} is durable, itself alone, when it ends. Data is a window of a byte array that the submitter must
 * leave alone until the bio has ended.
 *
 * <p>A bio ends once: {@link #end} sets the status and runs the handler, in interrupt context (the handler must not
 * block).
 */
public final class Bio {
    /** What the bio asks for. */
    public enum Op { READ, WRITE, FLUSH, DISCARD }

    private final Op op;
    private final boolean preflush;
    private final boolean fua;
    private final byte[] data; // null for FLUSH and DISCARD
    private final int dataOffset; // of the first byte, in data
    private BlockDevice device; // where a remapped bio goes next
    private long sector;
    private long sectors;
    private Consumer<Bio> endHandler = bio -> {};
    private Status status; // null while the bio is under way
    private Object perBioData; // the owning target's, as dm_per_bio_data

    private Bio(Op op, boolean preflush, boolean fua, long sector, long sectors, byte[] data, int dataOffset) {
        if (sector < 0 || sectors < 0) {
            throw new IllegalArgumentException(op + " at sector " + sector + ", " + sectors
                    + " sectors: must not be negative");
        }
        if (sector > Long.MAX_VALUE - sectors) {
            throw new IllegalArgumentException(op + " at sector " + sector + ", " + sectors
                    + " sectors: ends beyond 2^63 - 1");
        }
        if (data != null && Sectors.toBytes(sectors) > data.length - dataOffset) {
            throw new IllegalArgumentException(
                    op + " of " + sectors + " sectors with " + (data.length - dataOffset) + " bytes of data");
        }
        this.op = op;
        this.preflush = preflush;
        this.fua = fua;
        this.sector = sector;
        this.sectors = sectors;
        this.data = data;
        this.dataOffset = dataOffset;
    }

    /** A read that fills {@code into}, a whole number of sectors. */
    public static Bio read(long sector, byte[] into) {
        return read(sector, Sectors.fromBytes(into.length), into, 0);
    }

    /** A read of {@code sectors} into {@code into} from byte {@code offset} on. */
    public static Bio read(long sector, long sectors, byte[] into, int offset) {
        return new Bio(Op.READ, false, false, sector, sectors, into, offset);
    }

    /** A read that is only ever mapped, never submitted: to learn where its data lies. */
    public static Bio probe(long sector, long sectors) {
        return new Bio(Op.READ, false, false, sector, sectors, null, 0);
    }

    /** A plain write of all of {@code data}, a whole number of sectors. */
    public static Bio write(long sector, byte[] data) {
        return write(sector, Sectors.fromBytes(data.length), data, 0, false, false);
    }

    /** A write that is durable when it ends. */
    public static Bio writeFua(long sector, byte[] data) {
        return write(sector, Sectors.fromBytes(data.length), data, 0, false, true);
    }

    /** A write of {@code sectors} from byte {@code offset} of {@code data} on, with its flags. */
    public static Bio write(long sector, long sectors, byte[] data, int offset, boolean preflush, boolean fua) {
        return new Bio(Op.WRITE, preflush, fua, sector, sectors, data, offset);
    }

    /** The empty flush: all writes that ended before it was submitted are durable when it ends. */
    public static Bio flush() {
        return new Bio(Op.FLUSH, true, false, 0, 0, null, 0);
    }

    public static Bio discard(long sector, long sectors) {
        return new Bio(Op.DISCARD, false, false, sector, sectors, null, 0);
    }

    /**
     * A bio of the same operation for a part of this one: from {@code skipSectors} on, {@code length} sectors, without
     * PREFLUSH.
     */
    public Bio part(long skipSectors, long length) {
        if (skipSectors < 0 || length < 0 || length > sectors - skipSectors) {
            throw new IllegalArgumentException("no part " + skipSectors + "+" + length + " in " + this);
        }
        return new Bio(op, op == Op.FLUSH, fua, sector + skipSectors, length, data,
                dataOffset + (data == null ? 0 : Math.toIntExact(Sectors.toBytes(skipSectors))));
    }

    public Op op() {
        return op;
    }

    public boolean preflush() {
        return preflush;
    }

    public boolean fua() {
        return fua;
    }

    public long sector() {
        return sector;
    }

    /** Length in sectors; 0 for FLUSH. */
    public long sectors() {
        return sectors;
    }

    /** One past the last sector. */
    public long endSector() {
        return sector + sectors;
    }

    /** Length in bytes. */
    public int bytes() {
        return Math.toIntExact(Sectors.toBytes(sectors));
    }

    /** The array that holds the data from {@link #dataOffset()} on; null for FLUSH and DISCARD. */
    public byte[] data() {
        return data;
    }

    /** Index in {@link #data()} of the bio's first byte. */
    public int dataOffset() {
        return dataOffset;
    }

    /** The device that a REMAPPED bio goes to; null before. */
    public BlockDevice device() {
        return device;
    }

    /** Sends the bio elsewhere: bio_set_dev and bi_sector in one. For stacking drivers, before they return REMAPPED. */
    public void remap(BlockDevice device, long sector) {
        this.device = device;
        this.sector = sector;
    }

    /**
     * Keeps only the first {@code accepted} sectors, as dm_accept_partial_bio; the caller of map sends the rest again.
     */
    public void acceptPartial(long accepted) {
        if (accepted <= 0 || accepted > sectors) {
            throw new IllegalArgumentException("cannot accept " + accepted + " of " + sectors + " sectors");
        }
        sectors = accepted;
    }

    public Object perBioData() {
        return perBioData;
    }

    public void setPerBioData(Object perBioData) {
        this.perBioData = perBioData;
    }

    /** Sets what runs when the bio ends. For the submitter, before it submits. */
    public Bio onEnd(Consumer<Bio> handler) {
        endHandler = handler;
        return this;
    }

    /** Ends the bio, as bio_endio. For the device or target that owns it now; once. */
    public void end(Status result) {
        if (status != null) {
            throw new IllegalStateException(this + " ended twice: first " + status + ", then " + result);
        }
        status = result;
        endHandler.accept(this);
    }

    /**
     * Allows the bio to end once more. For the dm core only, in the end handler and before it asks the target, which
     * may answer DM_ENDIO_INCOMPLETE and have another thread end the bio at once.
     */
    public void reopen() {
        status = null;
    }

    /** How it ended; null while under way. */
    public Status status() {
        return status;
    }

    @Override
    public String toString() {
        return op + (preflush && op != Op.FLUSH ? " PREFLUSH" : "") + (fua ? " FUA" : "")
                + (op == Op.FLUSH ? "" : " " + sector + "+" + sectors);
    }
}
