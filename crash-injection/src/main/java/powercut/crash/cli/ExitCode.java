package powercut.crash.cli;

/** What the process tells its caller. */
final class ExitCode {
    /** Every promise holds, or the command simply did its work. */
    static final int HOLDS = 0;
    /** A promise is broken. */
    static final int VIOLATION = 1;
    /** The command line or a file is wrong; one line on stderr says how. */
    static final int BAD_INPUT = 2;
    /** A defect of Powercut itself (EX_SOFTWARE of sysexits.h). */
    static final int INTERNAL_ERROR = 70;

    private ExitCode() {}
}
