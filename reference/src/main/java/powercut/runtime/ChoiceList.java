package powercut.runtime;

import java.util.Arrays;

/** Asks the chooser and records its answers: the list that reproduces a run. */
final class ChoiceList {
    private static final int[] NONE = {};

    private final Chooser chooser;
    private int[] choices = NONE;
    private int count;

    ChoiceList(Chooser chooser) {
        this.chooser = chooser;
    }

    /** The chooser's answer; 0 without asking where nothing else is possible. */
    int next(Chooser.Alternatives alternatives) {
        int size = alternatives.size();
        if (size == 1) {
            return 0;
        }
        int index = chooser.choose(alternatives);
        if (index < 0 || index >= size) {
            throw new IllegalStateException("the chooser took alternative " + index + " of " + size);
        }
        if (count == choices.length) {
            choices = Arrays.copyOf(choices, Math.max(16, 2 * count));
        }
        choices[count++] = index;
        return index;
    }

    int count() {
        return count;
    }

    int[] toArray() {
        return Arrays.copyOf(choices, count);
    }
}
