package powercut.crash.cli;

import java.io.IOException;
import java.util.Arrays;
import powercut.block.Sectors;

/** Where the content of a device comes from that is only read. */
@FunctionalInterface
interface SectorSource {
    /** Nothing but zeros. */
    SectorSource BLANK = (sector, sectors, into, offset) ->
            Arrays.fill(into, offset, offset + sectors * Sectors.BYTES, (byte) 0);

    /** Reads {@code sectors} from {@code sector} on into {@code into} from byte {@code offset} on. */
    void read(long sector, int sectors, byte[] into, int offset) throws IOException;
}
