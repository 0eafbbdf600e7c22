package powercut.crash.log;

/**
 * The log of one device, and the name by which the table and reports call the device.
 *
 * @param device {@link #ONLY} if there is but one log
 */
public record DeviceLog(String device, DmLog log) {
    /** The device of a log that was given no name. */
    public static final String ONLY = "log";

    /** An entry, and whose it is. */
    private record Named(String device, LogEntry entry) {
        @Override
        public String toString() {
            return device + " " + entry;
        }
    }

    /** What reports call an entry of this log: {@code cache log entry 5 (...)}. */
    public Object what(LogEntry entry) {
        return device.equals(ONLY) ? entry : new Named(device, entry);
    }

    /** What errors call the log: its file, after the name that it was given. */
    public String title() {
        return device.equals(ONLY) ? log.name() : device + "=" + log.name();
    }
}
