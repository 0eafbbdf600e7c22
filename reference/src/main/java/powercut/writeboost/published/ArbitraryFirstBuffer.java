package powercut.writeboost.published;

import powercut.writeboost.RamBuffers;

/** WB-B6: the first segment takes buffer 0, whatever its id, and the next one does not wait for it. */
public final class ArbitraryFirstBuffer extends RamBuffers {
    private long first = -1; // id

    public ArbitraryFirstBuffer(int bytes) {
        super(NR_RAMBUF_POOL, bytes);
    }

    @Override
    protected int index(long id) {
        first = first < 0 ? id : first;
        return id == first ? 0 : super.index(id);
    }

    @Override
    protected boolean isFree(long id) {
        return super.isFree(id) || id == first + 1;
    }
}
