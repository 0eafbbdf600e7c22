package powercut.crash.cli;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A dm-writeboost cache device of some slots, written byte by byte; its data areas are zeros. */
final class LogImage {
    private static final int SECTOR = 512;

    private final int order;
    private final ByteBuffer bytes;

    LogImage(int order, int slots, long record) {
        this.order = order;
        this.bytes = ByteBuffer.allocate((slots + 1 << order) * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(0, record);
    }

    /** What is behind the record: "WBSEGLOG", and a geometry. */
    LogImage identity(int formattedOrder, int formattedSlots) {
        bytes.put(8, "WBSEGLOG".getBytes(StandardCharsets.US_ASCII));
        bytes.putInt(16, formattedOrder).putInt(20, formattedSlots);
        return this;
    }

    /** A header; its entries follow with {@link #entry}. */
    LogImage segment(int slot, long id, int length, int lap) {
        bytes.putLong(at(slot), id).put(at(slot) + 8, (byte) length).putInt(at(slot) + 9, lap);
        return this;
    }

    LogImage entry(int slot, int line, int device, long sector, int dirtyBits, int lap) {
        int entry = at(slot) + 13 + 14 * line;
        bytes.putLong(entry, sector).put(entry + 8, (byte) device).put(entry + 9, (byte) dirtyBits)
                .putInt(entry + 10, lap);
        return this;
    }

    /** A whole segment of full blocks of device 5, from block {@code 10 * id} on. */
    LogImage whole(int slot, long id, int length, int lap) {
        segment(slot, id, length, lap);
        for (int line = 0; line < length; line++) {
            entry(slot, line, 5, 8 * (10 * id + line), 0xFF, lap);
        }
        return this;
    }

    Path writeTo(Path file) throws IOException {
        return Files.write(file, bytes.array());
    }

    private int at(int slot) {
        return (slot + 1 << order) * SECTOR;
    }
}
