package powercut.crash.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Leaves out of a list what is not needed: chunks of half its length, of a quarter, and so on down to single elements,
 * until none of them can be left out (Zeller and Hildebrandt's ddmin, complements only).
 */
final class DeltaDebugging {
    private DeltaDebugging() {}

    /**
     * @param list passes the test
     * @param test may be asked about the same list again
     * @param over whether to give up, and return what is left so far
     * @return a part of the list, in its order, that passes and of which no single element can be left out; as long as
     *     the test gives the same answers
     */
    static <T> List<T> minimise(List<T> list, Predicate<List<T>> test, BooleanSupplier over) {
        List<T> left = List.copyOf(list);
        int chunk = left.size();
        while (chunk > 0 && !over.getAsBoolean()) {
            List<T> fewer = withoutChunks(left, chunk, test, over);
            boolean again = chunk == 1 && fewer.size() < left.size();
            left = fewer;
            chunk = again ? 1 : chunk / 2;
        }
        return left;
    }

    /** Once over the list, from its end: what is late often depends on what is early, and seldom the reverse. */
    private static <T> List<T> withoutChunks(List<T> list, int chunk, Predicate<List<T>> test,
            BooleanSupplier over) {
        List<T> left = list;
        for (int end = left.size(); end > 0 && !over.getAsBoolean(); end -= chunk) {
            List<T> fewer = new ArrayList<>(left.subList(0, Math.max(0, end - chunk)));
            fewer.addAll(left.subList(Math.min(end, left.size()), left.size()));
            if (test.test(fewer)) {
                left = fewer;
            }
        }
        return left;
    }
}
