package powercut.crash.cli;

import java.util.Locale;
import powercut.runtime.Chooser;
import powercut.runtime.FirstChooser;
import powercut.runtime.PctChooser;
import powercut.runtime.RandomChooser;

/** Who decides what happens next in the simulated machine. */
enum Schedule {
    RANDOM, PCT, FIRST;

    private static final int PCT_DEPTH = 3; // ordering constraints of the bugs looked for
    private static final int PCT_CHOICES_PER_OP = 20;

    Chooser chooser(long seed, int ops) {
        return switch (this) {
            case RANDOM -> new RandomChooser(seed);
            case PCT -> new PctChooser(seed, PCT_DEPTH, PCT_CHOICES_PER_OP * ops + PCT_DEPTH);
            case FIRST -> new FirstChooser();
        };
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
