package powercut.crash.values;

import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.crash.values.SectorSets.Flush;

/**
 * Something that changes what is on a disk, or makes it durable: a bio, or a store or barrier of persistent memory,
 * which is a write or a flush that ends at once. What makes a write durable is said here and nowhere else.
 *
 * @param what its name in reports
 * @param sector the first; of persistent memory an atom, as all lengths
 * @param sectors length
 * @param values contents, one per sector, of a WRITE; else null
 */
public record Io(Object what, Bio.Op op, boolean preflush, boolean fua, long sector, int sectors, int[] values) {
    /** Has it begun: what it writes is possible from now on. */
    public InFlight begin(SectorSets sets, DiskOptions options) {
        Flush flush = preflush && !options.lyingFlush() ? sets.beginFlush() : null;
        Write write = switch (op) {
            case WRITE -> sets.begin(what, sector, values);
            case DISCARD -> sets.beginDiscard(what, sector, sectors);
            case FLUSH, READ -> null;
        };
        return new InFlight(this, sets, options, flush, write);
    }

    private boolean isDurableAtEnd(DiskOptions options) {
        return op == Bio.Op.WRITE && options.isDurableAtEnd(fua);
    }

    /** It, on its way. */
    public static final class InFlight {
        private final Io io;
        private final SectorSets sets;
        private final DiskOptions options;
        private final Flush flush; // null: none, or a lie
        private final Write write; // null: none

        private InFlight(Io io, SectorSets sets, DiskOptions options, Flush flush, Write write) {
            this.io = io;
            this.sets = sets;
            this.options = options;
            this.flush = flush;
            this.write = write;
        }

        /** Whether its good end makes something durable: then a power failure just before it is one to explore. */
        public boolean endsEpoch() {
            return io.preflush && sets.hasUnflushed() || io.isDurableAtEnd(options);
        }

        /** Has it ended; once. */
        public void end(boolean ok) {
            if (flush != null && ok) {
                sets.endFlush(io.what, flush);
            }
            if (write != null && !ok) {
                sets.fail(write);
            } else if (write != null && io.isDurableAtEnd(options)) {
                sets.endDurable(write, SectorSets.BY_FUA);
            } else if (write != null) {
                sets.end(write);
            }
        }
    }
}
