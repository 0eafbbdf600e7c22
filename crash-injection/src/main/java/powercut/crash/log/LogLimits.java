package powercut.crash.log;

/**
 * What reading a log may cost. A few KiB of gzip can unpack to gigabytes, and a log of any size can be hostile.
 *
 * @param logBytes size of the log, after decompression
 * @param heapBytes estimated memory for its entries and for the contents that no log had before
 */
public record LogLimits(long logBytes, long heapBytes) {
    /** Room for any fsync workload; xfstests with fsstress need more and have to say so. */
    public static final long DEFAULT_LOG_BYTES = 1L << 30;

    private static final int HEAP_SHARE = 4; // two logs, and as much again for the crash states

    public LogLimits {
        if (logBytes <= 0 || heapBytes <= 0) {
            throw new IllegalArgumentException("log limits " + logBytes + " and " + heapBytes + " must be positive");
        }
    }

    /** At most that many bytes of log, and a quarter of the Java heap. */
    public static LogLimits ofLogBytes(long logBytes) {
        return new LogLimits(logBytes, java.lang.Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    public static LogLimits defaults() {
        return ofLogBytes(DEFAULT_LOG_BYTES);
    }
}
