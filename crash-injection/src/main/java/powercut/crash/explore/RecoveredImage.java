package powercut.crash.explore;

import java.util.List;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/** What recovery makes of media of which everything is known. */
public final class RecoveredImage {
    /** In place of the value of a sector. */
    public static final int UNREADABLE = Located.ERROR;

    private final int[] values; // one per sector of the mapped device; null if refused
    private final String refusal;

    private RecoveredImage(int[] values, String refusal) {
        this.values = values;
        this.refusal = refusal;
    }

    /**
     * Recovers.
     *
     * @param media no sector of which has more than one possible value
     */
    public static RecoveredImage of(Stack stack, ContentPool pool, List<SectorSets> media) {
        RecoveryRun run = new RecoveryRun(stack, pool, media, List.of(), RecoveryRun.Decider.STOP);
        run.run();
        if (run.stop() != null) {
            throw new IllegalArgumentException("sector " + run.stop().sector() + " of the media is not decided");
        }
        return new RecoveredImage(run.refusal() == null ? read(stack, pool, run) : null, run.refusal());
    }

    private static int[] read(Stack stack, ContentPool pool, RecoveryRun run) {
        int[] values = new int[Math.toIntExact(stack.table().sectors())];
        for (Located located : run.located()) {
            for (int i = 0; i < located.sectors(); i++) {
                values[(int) located.sector() + i] = located.find(i, run.media(), pool, value -> true);
            }
        }
        return values;
    }

    /** The value of each sector, or {@link #UNREADABLE}; null if the device was refused. */
    public int[] values() {
        return values;
    }

    /** Why the device was refused; null if it was not. */
    public String refusal() {
        return refusal;
    }
}
