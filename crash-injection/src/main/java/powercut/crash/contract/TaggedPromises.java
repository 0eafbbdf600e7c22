package powercut.crash.contract;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import powercut.block.Sectors;
import powercut.crash.BadInputException;
import powercut.crash.log.DmLog;
import powercut.crash.log.LogEntry;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.Write;

/**
 * The promises of the tagged workload, told by the marks of the one log that there is.
 *
 * <pre>
 *   every 4096-byte block written holds the pair (block number, generation), u64 little endian each, repeated
 *   w:BLOCK:GENERATION   the write of that generation to that block has returned
 *   f:GENERATION         a flush has returned that was submitted after all generations up to this one had returned
 * </pre>
 *
 * <p>Generations ascend, and two of one block are never under way together. So a block must show its last flushed
 * generation or a later one of its own; before any is flushed, zeros too. Other marks mean nothing.
 */
public final class TaggedPromises implements Promises {
    /** Bytes in a tagged block. */
    public static final int BLOCK_BYTES = 4096;

    private static final int BLOCK_SECTORS = BLOCK_BYTES / Sectors.BYTES;
    private static final Pattern WRITTEN = Pattern.compile("w:(\\d{1,15}):(\\d{1,15})");
    private static final Pattern FLUSHED = Pattern.compile("f:(\\d{1,15})");

    private final List<Tag> tags = new ArrayList<>(); // in the order of their marks
    private final SectorSets promised = SectorSets.zeros(SectorSets.Rule.CONTRACT);
    private int next; // tags before this one have returned

    /** One write of the workload. */
    private record Tag(long block, long generation, int[] values) {
        @Override
        public String toString() {
            return "generation " + generation + " of block " + block + " (mark w:" + block + ":" + generation + ")";
        }

        long sector() {
            return block * BLOCK_SECTORS;
        }
    }

    /**
     * @param sectors size of the mapped device
     */
    public TaggedPromises(DmLog log, ContentPool pool, long sectors) throws BadInputException {
        long last = -1;
        for (LogEntry entry : log.entries()) {
            Matcher written = WRITTEN.matcher(entry.isMark() ? entry.mark() : "");
            if (written.matches()) {
                Tag tag = tag(Long.parseLong(written.group(1)), Long.parseLong(written.group(2)), pool);
                if (tag.block >= sectors / BLOCK_SECTORS) {
                    throw new BadInputException(log.name() + ": " + entry + ": block " + tag.block
                            + " lies beyond the mapped device, which has " + sectors + " sectors");
                }
                if (tag.generation <= last) {
                    throw new BadInputException(log.name() + ": " + entry + ": generations must ascend,"
                            + " the last was " + last);
                }
                last = tag.generation;
                tags.add(tag);
            }
        }
        if (tags.isEmpty()) {
            throw new BadInputException(log.name()
                    + ": no mark of the form w:BLOCK:GENERATION; was the workload a tagged one?");
        }
    }

    private static Tag tag(long block, long generation, ContentPool pool) {
        ByteBuffer pairs = ByteBuffer.allocate(Sectors.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        while (pairs.hasRemaining()) {
            pairs.putLong(block).putLong(generation);
        }
        int[] values = new int[BLOCK_SECTORS];
        Arrays.fill(values, pool.intern(pairs.array(), 0));
        return new Tag(block, generation, values);
    }

    @Override
    public SectorSets initial() {
        return withLaterGenerations();
    }

    @Override
    public SectorSets afterMark(String mark) {
        Matcher flushed = FLUSHED.matcher(mark);
        if (WRITTEN.matcher(mark).matches()) {
            Tag tag = tags.get(next++);
            Write write = promised.begin(tag, tag.sector(), tag.values);
            promised.end(write);
        } else if (flushed.matches()) {
            long generation = Long.parseLong(flushed.group(1));
            promised.makeDurable("the flush of mark " + mark, write -> ((Tag) write.what()).generation <= generation);
        }
        return withLaterGenerations();
    }

    @Override
    public List<Provenance.Source> sources() {
        List<Provenance.Source> sources = new ArrayList<>();
        for (Tag tag : tags) {
            for (int i = 0; i < BLOCK_SECTORS; i++) {
                sources.add(new Provenance.Source(tag.values[i], tag.sector() + i, tag));
            }
        }
        return sources;
    }

    /** A generation that was not written yet cannot be there; so it does no harm to admit all that will be. */
    private SectorSets withLaterGenerations() {
        SectorSets view = promised.above();
        for (Tag tag : tags.subList(next, tags.size())) {
            view.begin(tag, tag.sector(), tag.values);
        }
        return view;
    }
}
