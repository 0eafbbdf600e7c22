package powercut.crash.explore;

/**
 * Where an exploration stops.
 *
 * @param depth how many power failures in a row: 1 is no crash inside recovery, 3 crashes recovery, and the recovery
 *     from that
 * @param recoveriesPerPoint how many recoveries one crash point may take; branches beyond are counted, not followed.
 *     Confirming a violation inside recovery may take as many again
 */
public record Bounds(int depth, long recoveriesPerPoint) {
    /** Two crashes inside recovery; a million recoveries for one crash point. */
    public static final Bounds DEFAULT = new Bounds(3, 1_000_000);
}
