package powercut.crash.run;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import powercut.block.Sectors;

/** The data of a workload's writes: no two sectors of two operations are equal, and each says where it is from. */
final class Payload {
    private Payload() {}

    /**
     * {@code sectors} of data for operation {@code op} at {@code sector}: (operation + 1, sector) as u64 pairs,
     * repeated.
     */
    static byte[] of(int op, long sector, int sectors) {
        ByteBuffer data = ByteBuffer.allocate(sectors * Sectors.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (data.hasRemaining()) {
            data.putLong(op + 1L).putLong(sector + data.position() / Sectors.BYTES);
        }
        return data.array();
    }
}
