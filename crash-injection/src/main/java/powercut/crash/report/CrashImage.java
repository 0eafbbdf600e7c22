package powercut.crash.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import powercut.block.Sectors;
import powercut.crash.explore.Narrator;
import powercut.crash.explore.RecoveredImage;
import powercut.crash.explore.Stack;
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

    private final Narrator narrator;
    private final Stack stack;
    private final ContentPool pool;
    private boolean seen;
    private int wrong; // the value found last
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
        wrong = value;
        return narrator.found(value, sector);
    }

    @Override
    public String why(SectorSets contract, List<SectorSets> crashed, long sector) {
        if (!seen && isSmall()) {
            keep(crashed, sector);
        }
        seen = true;
        return narrator.why(contract, crashed, sector);
    }

    /** Adds {@code crash-image-DISK.bin} for each disk, if there is something to add. */
    public void addTo(Bundle bundle) {
        for (int i = 0; i < kept.size(); i++) {
            SectorSets medium = kept.get(i);
            Stack.Disk disk = stack.disks().get(i);
            bundle.file(name(disk), file -> write(medium, disk.sectors(), file));
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

    private void keep(List<SectorSets> crashed, long sector) {
        List<SectorSets> newest = new ArrayList<>();
        List<SectorSets> withWrong = new ArrayList<>();
        for (int i = 0; i < crashed.size(); i++) {
            newest.add(decided(crashed.get(i), stack.disks().get(i).sectors(), false));
            withWrong.add(decided(crashed.get(i), stack.disks().get(i).sectors(), true));
        }
        if (shows(newest, sector)) {
            kept = newest;
        } else if (shows(withWrong, sector)) {
            kept = withWrong;
        }
    }

    /**
     * @param preferWrong whether a sector that may hold the wrong value does: the data sector that did not persist
     */
    private SectorSets decided(SectorSets crashed, long sectors, boolean preferWrong) {
        SectorSets medium = SectorSets.zeros(SectorSets.Rule.MEDIUM);
        for (long sector = 0; sector < sectors; sector++) {
            int value = preferWrong && crashed.admits(sector, wrong) ? wrong : crashed.newest(sector);
            if (value != ContentPool.ZERO) {
                medium.settle(sector, value);
            }
        }
        return medium;
    }

    private boolean shows(List<SectorSets> media, long sector) {
        int[] values = RecoveredImage.of(stack, pool, media).values();
        return values != null && values[(int) sector] == wrong;
    }

    private void write(SectorSets medium, long sectors, Path file) throws IOException {
        try (SparseFile image = new SparseFile(file, sectors)) {
            for (long sector = 0; sector < sectors; sector++) {
                int value = medium.settled(sector);
                if (value != ContentPool.ZERO) {
                    image.write(sector, 1, pool.bytes(value));
                }
            }
            image.complete();
        }
    }
}
