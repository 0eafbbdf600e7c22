package powercut.writecache;

import java.util.function.Consumer;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.IoObserver;
import powercut.block.Status;

/** Says what reaches persistent memory: "store OFFSET+LENGTH" in bytes, and "barrier". */
record PmemLog(Consumer<String> log) implements IoObserver {
    @Override
    public int submitted(BlockDevice device, Bio bio) {
        return 0;
    }

    @Override
    public void ended(int io, Bio bio, Status status) {}

    @Override
    public void stored(BlockDevice device, long offset, byte[] from, int at, int length) {
        log.accept("store " + offset + "+" + length);
    }

    @Override
    public void barrier(BlockDevice device) {
        log.accept("barrier");
    }
}
