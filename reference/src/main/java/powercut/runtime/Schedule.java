package powercut.runtime;

import java.util.Locale;

/** Which chooser decides what happens next in a simulated machine. */
public enum Schedule {
    /** {@link RandomChooser}. */
    RANDOM,
    /** {@link PctChooser}, for orders so rare that one thing must be late for long. */
    PCT,
    /** {@link FirstChooser}: nothing interleaves. */
    FIRST;

    private static final int PCT_DEPTH_MAX = 3; // ordering constraints of the bugs looked for
    private static final int PCT_CHOICES_PER_OP = 20;

    /**
     * The chooser of that seed; seeds of PCT take turns with the number of ordering constraints.
     *
     * @param ops operations that the machine is given
     */
    public Chooser chooser(long seed, int ops) {
        return switch (this) {
            case RANDOM -> new RandomChooser(seed);
            case PCT -> new PctChooser(seed, 1 + Math.floorMod(seed, PCT_DEPTH_MAX),
                    PCT_CHOICES_PER_OP * ops + PCT_DEPTH_MAX);
            case FIRST -> new FirstChooser();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
