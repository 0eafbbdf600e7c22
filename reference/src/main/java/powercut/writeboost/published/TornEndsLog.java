package powercut.writeboost.published;

import powercut.writeboost.Geometry;

/**
 * WB-A5: a header that does not hold together ends the log, even in the slot that was being overwritten, where the
 * driver begins.
 */
public final class TornEndsLog extends RingScan {
    /** See {@link powercut.writeboost.LogScan#LogScan}. */
    public TornEndsLog(Geometry geometry, long record, int unit, Reader reader) {
        super(geometry, record, unit, reader);
    }

    @Override
    protected boolean goesOn(long before, long id) {
        return id == before + 1 || before == 0;
    }
}
