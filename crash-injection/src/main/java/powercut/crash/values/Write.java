package powercut.crash.values;

/**
 * A write or discard on its way: under way, then ended, then perhaps known durable. Made by {@link SectorSets#begin}.
 *
 * <p>Times are positions in the order of events of its {@link SectorSets}.
 */
public final class Write {
    static final long NEVER = Long.MAX_VALUE;

    final long sector;
    final int[] values; // one per sector; null: a discard
    final int sectors;
    final long begun;
    long ended = NEVER;
    boolean failed;
    boolean durable;
    private final Object what;
    private Object durableBy;

    Write(Object what, long sector, int sectors, int[] values, long begun) {
        this.what = what;
        this.sector = sector;
        this.sectors = sectors;
        this.values = values;
        this.begun = begun;
    }

    /** What the submitter calls it, for reports. */
    public Object what() {
        return what;
    }

    /** What made it durable, for reports: the flush, or the write itself (FUA); null while nothing has. */
    public Object durableBy() {
        return durableBy;
    }

    public long sector() {
        return sector;
    }

    /** Length in sectors. */
    public int sectors() {
        return sectors;
    }

    public boolean isDiscard() {
        return values == null;
    }

    public boolean isDurable() {
        return durable;
    }

    public boolean hasEnded() {
        return ended != NEVER;
    }

    void setDurable(Object by) {
        durable = true;
        durableBy = by;
    }

    /** The value it gives to sector {@code at}; negative for a discard. */
    public int valueAt(long at) {
        return values == null ? SectorSets.DISCARDED : values[(int) (at - sector)];
    }
}
