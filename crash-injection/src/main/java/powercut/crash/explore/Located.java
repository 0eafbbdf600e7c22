package powercut.crash.explore;

import java.util.List;
import java.util.function.IntPredicate;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/** Where the recovered device finds a run of its sectors. */
sealed interface Located {
    /** Of {@link #find}: no value satisfies. */
    int NONE = -2;

    /** The value of a sector that cannot be read. */
    int ERROR = -1;

    /** First sector of the mapped device. */
    long sector();

    /** Length. */
    long sectors();

    /**
     * The first value that satisfies {@code wanted}, of those that sector {@code i} of the run may show; {@link #NONE}
     * if none does.
     */
    int find(int i, List<SectorSets> media, ContentPool pool, IntPredicate wanted);

    /**
     * In sectors of a disk.
     *
     * @param disk index of the disk
     * @param diskSector first sector on that disk
     */
    record OnDisk(long sector, long sectors, int disk, long diskSector) implements Located {
        @Override
        public int find(int i, List<SectorSets> media, ContentPool pool, IntPredicate wanted) {
            for (int value : media.get(disk).possible(diskSector + i)) {
                if (wanted.test(value)) {
                    return value;
                }
            }
            return NONE;
        }
    }

    /** Sectors that all hold {@code value}, whatever the media hold where nothing is decided. */
    record Content(long sector, long sectors, int value) implements Located {
        @Override
        public int find(int i, List<SectorSets> media, ContentPool pool, IntPredicate wanted) {
            return wanted.test(value) ? value : NONE;
        }
    }

    /** One sector, put together from the atoms of persistent memory. */
    record InAtoms(long sector, List<Atom> atoms) implements Located {
        @Override
        public long sectors() {
            return 1;
        }

        @Override
        public int find(int i, List<SectorSets> media, ContentPool pool, IntPredicate wanted) {
            return new AtomProduct(atoms, media, pool).find(wanted);
        }
    }

    /** The target answers the read with an error. */
    record Unreadable(long sector, long sectors) implements Located {
        @Override
        public int find(int i, List<SectorSets> media, ContentPool pool, IntPredicate wanted) {
            return wanted.test(ERROR) ? ERROR : NONE;
        }
    }

    /**
     * An atom of a sector.
     *
     * @param disk index of the disk that it lies on; {@link #KNOWN} if it is not there that its content comes from
     * @param at atom on that disk; or the content
     */
    record Atom(int disk, long at) {
        /** Holds the content {@code at}, whatever the media hold. */
        static final int KNOWN = -1;
    }
}
