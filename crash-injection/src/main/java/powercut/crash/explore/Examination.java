package powercut.crash.explore;

import java.util.ArrayList;
import java.util.List;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * Holds a recovered device against the contract: every value that a sector may show must be admissible.
 *
 * <p>Sectors that recovery did not read keep all their possible values, and each is tested by itself. That is exact
 * because recovery has not looked at them: whatever they hold, it did the same.
 */
final class Examination {
    private static final int STEP = 256; // sectors looked at together

    /**
     * A run of sectors that may show what they must not.
     *
     * @param sector first sector of the mapped device
     * @param sectors length
     * @param value the forbidden value of the first sector; {@link Located#ERROR} if it cannot be read
     */
    record Finding(long sector, long sectors, int value) {}

    private final SectorSets contract;
    private final ContentPool pool;
    private final List<Finding> findings = new ArrayList<>();

    Examination(SectorSets contract, ContentPool pool) {
        this.contract = contract;
        this.pool = pool;
    }

    /** Everything forbidden that the device may show, in sector order. */
    List<Finding> examine(List<Located> runs, List<SectorSets> media) {
        for (Located run : runs) {
            if (run instanceof Located.Unreadable) {
                add(run.sector(), run.sectors(), Located.ERROR);
            } else if (run instanceof Located.OnDisk onDisk) {
                examine(onDisk, media.get(onDisk.disk()));
            } else {
                examine(run, media);
            }
        }
        return findings;
    }

    private void examine(Located run, List<SectorSets> media) {
        for (int i = 0; i < run.sectors(); i++) {
            long sector = run.sector() + i;
            int forbidden = run.find(i, media, pool, value -> !contract.admits(sector, value));
            if (forbidden != Located.NONE) {
                add(sector, 1, forbidden);
            }
        }
    }

    private void examine(Located.OnDisk run, SectorSets medium) {
        for (long done = 0; done < run.sectors(); done += STEP) {
            long step = Math.min(STEP, run.sectors() - done);
            long sector = run.sector() + done;
            long diskSector = run.diskSector() + done;
            if (contract.untouched(sector, step) && medium.untouched(diskSector, step)) {
                continue;
            }
            for (long i = 0; i < step; i++) {
                int value = medium.settled(diskSector + i);
                if (value < 0 || value != contract.settled(sector + i)) {
                    examine(sector + i, medium.possible(diskSector + i));
                }
            }
        }
    }

    private void examine(long sector, int[] values) {
        for (int value : values) {
            if (!contract.admits(sector, value)) {
                add(sector, 1, value);
                return;
            }
        }
    }

    /** Neighbouring sectors are one finding. */
    private void add(long sector, long sectors, int value) {
        if (!findings.isEmpty()) {
            Finding last = findings.get(findings.size() - 1);
            if (last.sector() + last.sectors() == sector && (last.value() < 0) == (value < 0)) {
                findings.set(findings.size() - 1, new Finding(last.sector(), last.sectors() + sectors, last.value()));
                return;
            }
        }
        findings.add(new Finding(sector, sectors, value));
    }
}
