package powercut.crash.values;

import java.util.Arrays;

/** Sets of values as int arrays, ascending and without repetition. */
public final class ValueSet {
    private ValueSet() {}

    /** The set of the given values, which may be reordered. */
    static int[] of(int[] values) {
        Arrays.sort(values);
        int n = 0;
        for (int i = 0; i < values.length; i++) {
            if (i == 0 || values[i] != values[i - 1]) {
                values[n++] = values[i];
            }
        }
        return n == values.length ? values : Arrays.copyOf(values, n);
    }

    /** The union of two sets. */
    public static int[] union(int[] one, int[] other) {
        return of(concatenate(one, one.length, other, other.length));
    }

    static int[] concatenate(int[] one, int length, int[] other, int otherLength) {
        int[] both = Arrays.copyOf(one, length + otherLength);
        System.arraycopy(other, 0, both, length, otherLength);
        return both;
    }
}
