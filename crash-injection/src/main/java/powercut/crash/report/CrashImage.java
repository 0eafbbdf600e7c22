package powercut.crash.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import powercut.block.Sectors;
import powercut.crash.explore.Narrator;
import powercut.crash.explore.RecoveredImage;
import powercut.crash.explore.Stack;
import powercut.crash.explore.Violation;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * Keeps the disks as the power failure of the first violation left them, so that a kernel can be booted on them:
 * sectors that decide the violation hold what they must, all others what was written last. It listens in on the
 * {@link Narrator} because only there the crash state is at hand.
 *
 * <p>Nothing is kept that does not show the violation: recovery is run once more on exactly what would be written.
 */
public final class CrashImage implements Narrator {
    private static final long SECTORS_MAX = (1L << 30) / Sectors.BYTES; // of a disk, and of the mapped device

    private static final int NOTHING = -1; // no value

    private final Narrator narrator;
    private final Stack stack;
    private final ContentPool pool;
    private Violation first; // of those reported; null before
    private List<SectorSets> kept = List.of(); // one for each disk, nothing ambiguous in it

    public CrashImage(Narrator narrator, Stack stack, ContentPool pool) {
        this.narrator = narrator;
        this.stack = stack;
        this.pool = pool;
    }

    @Override
    public String promised(SectorSets contract, long sector) {
        return narrator.promised(contract, sector);
    }

    @Override
    public String found(int value, long sector) {
        return narrator.found(value, sector);
    }

    @Override
    public String why(SectorSets contract, List<SectorSets> crashed, long sector) {
        return narrator.why(contract, crashed, sector);
    }

    @Override
    public void reported(Violation violation, int value, List<SectorSets> crashed) {
        if (first == null) {
            first = violation;
            if (violation.sector() >= 0 && isSmall()) {
                keep(crashed, violation.sector(), value);
            }
        }
        narrator.reported(violation, value, crashed);
    }

    /** Whether there is an image, and it shows {@code violation}. */
    public boolean shows(Violation violation) {
        return violation == first && !kept.isEmpty();
    }

    /** Adds {@code crash-image-DISK.bin} for each disk, if there is something to add. */
    public void addTo(Bundle bundle) {
        for (int i = 0; i < kept.size(); i++) {
            SectorSets medium = kept.get(i);
            Stack.Disk disk = stack.disks().get(i);
            bundle.file(name(disk), file -> write(medium, disk, file));
        }
    }

    /** The files that {@link #addTo} adds. */
    public List<String> names() {
        return kept.isEmpty() ? List.of() : stack.disks().stream().map(CrashImage::name).toList();
    }

    private static String name(Stack.Disk disk) {
        return "crash-image-" + disk.name() + ".bin";
    }

    private boolean isSmall() {
        return stack.table().sectors() <= SECTORS_MAX
                && stack.disks().stream().allMatch(disk -> disk.sectors() <= SECTORS_MAX);
    }

    private void keep(List<SectorSets> crashed, long sector, int wrong) {
        List<SectorSets> newest = new ArrayList<>();
        List<SectorSets> withWrong = new ArrayList<>();
        for (int i = 0; i < crashed.size(); i++) {
            newest.add(decided(crashed.get(i), stack.disks().get(i), NOTHING));
            withWrong.add(decided(crashed.get(i), stack.disks().get(i), wrong));
        }
        if (shows(newest, sector, wrong)) {
            kept = newest;
        } else if (shows(withWrong, sector, wrong)) {
            kept = withWrong;
        }
    }

    /**
     * @param preferred what each sector that may hold it holds: the data sector that did not persist; negative for
     *     nothing
     */
    private SectorSets decided(SectorSets crashed, Stack.Disk disk, int preferred) {
        SectorSets medium = SectorSets.zeros(SectorSets.Rule.MEDIUM);
        int unitsPerSector = disk.unitsPerSector();
        for (long unit = 0; unit < disk.units(); unit++) {
            int part = preferred < 0 ? preferred : disk.contents(pool).find(pool.bytes(preferred),
                    (int) (unit % unitsPerSector) * disk.unitBytes());
            int value = crashed.admits(unit, part) ? part : crashed.newest(unit);
            if (value != ContentPool.ZERO) {
                medium.settle(unit, value);
            }
        }
        return medium;
    }

    private boolean shows(List<SectorSets> media, long sector, int wrong) {
        int[] values = RecoveredImage.of(stack, pool, media).values();
        return values != null && values[(int) sector] == wrong;
    }

    private void write(SectorSets medium, Stack.Disk disk, Path file) throws IOException {
        try (SparseFile image = new SparseFile(file, disk.sectors())) {
            byte[] content = new byte[Sectors.BYTES];
            for (long sector = 0; sector < disk.sectors(); sector++) {
                disk.copySector(medium, pool, sector, content, 0);
                image.write(sector, 1, content);
            }
            image.complete();
        }
    }
}
