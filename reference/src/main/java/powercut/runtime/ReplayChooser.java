package powercut.runtime;

/** Repeats a run from its list of choices, {@link SimulatedRuntime#choices}. */
public final class ReplayChooser implements Chooser {
    private final int[] choices;
    private final boolean lenient;
    private int next;

    /** The list does not belong to this run. */
    public static final class Mismatch extends RuntimeException {
        Mismatch(String message) {
            super(message);
        }
    }

    /** Repeats exactly this list; a run that asks for more gets a {@link Mismatch}. */
    public ReplayChooser(int... choices) {
        this(choices.clone(), false);
    }

    private ReplayChooser(int[] choices, boolean lenient) {
        this.choices = choices;
        this.lenient = lenient;
    }

    /** Repeats this list and goes on with alternative 0, as a shortened list needs. */
    public static ReplayChooser lenient(int... choices) {
        return new ReplayChooser(choices.clone(), true);
    }

    @Override
    public int choose(Alternatives alternatives) {
        if (next == choices.length) {
            if (lenient) {
                return 0;
            }
            throw new Mismatch("the list ends after " + choices.length + " choices, but the run goes on: "
                    + list(alternatives));
        }
        int choice = choices[next];
        if (choice < 0 || choice >= alternatives.size()) {
            throw new Mismatch("choice " + next + " of the list is " + choice + ", but the run has only "
                    + list(alternatives));
        }
        next++;
        return choice;
    }

    /**
     * Choices of the list that the run has not asked for; more than none after a run say that the list belongs to
     * another.
     */
    public int unused() {
        return choices.length - next;
    }

    private static String list(Alternatives alternatives) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < alternatives.size(); i++) {
            text.append(i == 0 ? "" : ", ").append(i).append(' ').append(alternatives.name(i));
        }
        return text.toString();
    }
}
