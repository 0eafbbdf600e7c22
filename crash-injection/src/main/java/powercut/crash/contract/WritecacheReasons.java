package powercut.crash.contract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import powercut.block.Sectors;
import powercut.crash.explore.Stack;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.Table;
import powercut.dm.TargetException;
import powercut.writecache.WritecacheImage;

/**
 * Why a recovered dm-writecache shows what it shows: which entries of the crash image name the block, and what their
 * seq_count is against the superblock's.
 */
public final class WritecacheReasons implements Words.Reasons {
    private static final String TYPE = "writecache";
    private static final int CACHE_ARGUMENT = 2; // MODE ORIGIN CACHE BLOCKSIZE

    private final Stack stack;
    private final ContentPool pool;

    public WritecacheReasons(Stack stack, ContentPool pool) {
        this.stack = stack;
        this.pool = pool;
    }

    @Override
    public String why(List<SectorSets> crashed, long sector, int promised) {
        for (Table.Line line : stack.table().lines()) {
            boolean contains = sector >= line.begin() && sector - line.begin() < line.sectors();
            if (contains && line.type().equals(TYPE)) {
                Stack.Slice cache = stack.slices().get(line.arguments().get(CACHE_ARGUMENT));
                return why(crashed.get(cache.disk()), cache, sector - line.begin(), promised);
            }
        }
        return "";
    }

    private String why(SectorSets medium, Stack.Slice cache, long sector, int promised) {
        Stack.Disk disk = stack.disks().get(cache.disk());
        WritecacheImage image;
        List<WritecacheImage.Entry> naming = new ArrayList<>(); // entries that name the block
        List<WritecacheImage.Entry> holding = new ArrayList<>(); // others, free or not, with the promised data
        try {
            image = WritecacheImage.open((at, sectors, into) -> read(disk, medium, cache.start() + at, sectors, into),
                    cache.sectors());
            long inBlock = sector % image.geometry().blockSectors();
            image.forEachEntry(entry -> {
                if (entry.state() != WritecacheImage.State.FREE && entry.originalSector() == sector - inBlock) {
                    naming.add(entry);
                } else if (promised > ContentPool.ZERO
                        && disk.mayHold(medium, pool, cache.start() + entry.dataSector() + inBlock, promised)) {
                    holding.add(entry);
                }
            });
        } catch (TargetException e) {
            return "the superblock says nothing: " + e.getMessage() + "; recovery formats the cache or refuses it";
        } catch (IOException e) {
            throw new IllegalStateException("reading a crash state cannot fail", e);
        }
        StringBuilder why = new StringBuilder("the superblock's seq_count is ")
                .append(count(image.superblock().seqCount()));
        for (WritecacheImage.Entry entry : holding) {
            why.append("; the promised write is in the data block of entry ").append(entry.index())
                    .append(" (cache sector ").append(entry.dataSector()).append("), but that entry ")
                    .append(entry.state() == WritecacheImage.State.FREE ? "is free"
                            : "names sector " + Long.toUnsignedString(entry.originalSector()));
        }
        for (WritecacheImage.Entry entry : naming) {
            boolean committed = entry.state() == WritecacheImage.State.COMMITTED;
            why.append("; entry ").append(entry.index()).append(" names the block with seq_count ")
                    .append(count(entry.seqCount()))
                    .append(committed
                            ? ": committed, so its data block at cache sector " + entry.dataSector() + " is read"
                            : ": not below the superblock's, so it is not committed and recovery drops it");
        }
        boolean origin = naming.stream().noneMatch(entry -> entry.state() == WritecacheImage.State.COMMITTED);
        return why.append(origin ? "; no committed entry names the block, so the origin is read" : "").toString();
    }

    /** Sectors that nobody has read yet take the first of their values: the entries tell the same for each. */
    private void read(Stack.Disk disk, SectorSets medium, long sector, int sectors, byte[] into) {
        for (int i = 0; i < sectors; i++) {
            disk.copySector(medium, pool, sector + i, into, i * Sectors.BYTES);
        }
    }

    private static String count(long seqCount) {
        return Long.toUnsignedString(seqCount);
    }
}
