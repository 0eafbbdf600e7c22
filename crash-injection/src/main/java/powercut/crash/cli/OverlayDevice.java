package powercut.crash.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.Sectors;
import powercut.block.Status;

/**
 * A device whose writes stay in memory, on top of a source that is only read. All bios end at once. Not thread-safe.
 */
final class OverlayDevice implements BlockDevice {
    private static final byte[] ZEROS = new byte[Sectors.BYTES];

    private final String name;
    private final long sectors;
    private final Limits limits;
    private final SectorSource below;
    private final Map<Long, byte[]> written = new HashMap<>(); // by sector; only looked up by key

    OverlayDevice(String name, long sectors, SectorSource below) {
        this(name, sectors, Limits.DEFAULT, below);
    }

    OverlayDevice(String name, long sectors, Limits limits, SectorSource below) {
        this.name = name;
        this.sectors = sectors;
        this.limits = limits;
        this.below = below;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long sectors() {
        return sectors;
    }

    @Override
    public Limits limits() {
        return limits;
    }

    @Override
    public void submit(Bio bio) {
        bio.end(limits().admits(bio, sectors) ? serve(bio) : Status.IOERR);
    }

    private Status serve(Bio bio) {
        switch (bio.op()) {
            case READ -> {
                return read(bio);
            }
            case WRITE -> {
                for (int i = 0; i < bio.sectors(); i++) {
                    int from = bio.dataOffset() + i * Sectors.BYTES;
                    written.put(bio.sector() + i, Arrays.copyOfRange(bio.data(), from, from + Sectors.BYTES));
                }
            }
            case DISCARD -> {
                for (long sector = bio.sector(); sector < bio.endSector(); sector++) {
                    written.put(sector, ZEROS);
                }
            }
            case FLUSH -> { }
        }
        return Status.OK;
    }

    private Status read(Bio bio) {
        try {
            below.read(bio.sector(), Math.toIntExact(bio.sectors()), bio.data(), bio.dataOffset());
        } catch (IOException e) {
            return Status.IOERR;
        }
        for (int i = 0; i < bio.sectors() && !written.isEmpty(); i++) {
            byte[] newer = written.get(bio.sector() + i);
            if (newer != null) {
                System.arraycopy(newer, 0, bio.data(), bio.dataOffset() + i * Sectors.BYTES, Sectors.BYTES);
            }
        }
        return Status.OK;
    }
}
