package powercut.crash.explore;

/**
 * A moment at which the power may fail.
 *
 * @param index number of the point in its run or log, from 0
 * @param when in words, for reports
 * @param mark the mark just passed, if the point is one "after a mark"; else null
 */
public record CrashPoint(int index, String when, String mark) {
    @Override
    public String toString() {
        return "crash point " + index + ", " + when;
    }
}
