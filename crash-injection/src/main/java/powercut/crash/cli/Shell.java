package powercut.crash.cli;

/** Words of a command line as a POSIX shell reads them. */
final class Shell {
    private Shell() {}

    /** The word itself, in quotes if it needs them. */
    static String quote(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
