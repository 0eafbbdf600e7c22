package powercut.crash.report;

import java.util.Locale;

/** Text in lines of at most 100 columns: a label, then what it stands for, indented when it goes on. */
public final class Page {
    private static final int COLUMNS = 100;
    private static final int LABEL_COLUMNS = 10;
    private static final String LINE_END = "\n"; // the same bytes everywhere

    private final StringBuilder text = new StringBuilder();

    /** {@code label     words}; a word that is too long for a line stays in one piece. */
    public Page item(String label, String words) {
        return wrapped(label, LABEL_COLUMNS, words);
    }

    /** The same, two columns further in. */
    public Page detail(String label, String words) {
        return wrapped("  " + label, LABEL_COLUMNS + 2, words);
    }

    /** One line, as it is. */
    public Page line(String line) {
        text.append(line).append(LINE_END);
        return this;
    }

    public Page emptyLine() {
        return line("");
    }

    /** {@code format}, with a point for the decimal point whatever the user's language is. */
    static String format(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }

    /** {@code 1 mark}, {@code 2 marks}. */
    public static String count(long n, String thing) {
        return n + " " + thing + (n == 1 ? "" : "s");
    }

    @Override
    public String toString() {
        return text.toString();
    }

    /** Lines of the words stay lines. */
    private Page wrapped(String label, int indent, String words) {
        String[] lines = words.split("\n");
        for (int i = 0; i < lines.length; i++) {
            wrappedLine(i == 0 ? label : "", indent, lines[i]);
        }
        return this;
    }

    private void wrappedLine(String label, int indent, String words) {
        StringBuilder line = new StringBuilder(label);
        pad(line, indent);
        int begin = line.length(); // a label that is too long pushes its words out
        for (String word : words.split(" ")) {
            if (line.length() > begin && line.length() + 1 + word.length() > COLUMNS) {
                line(line.toString());
                line.setLength(0);
                pad(line, indent);
                begin = indent;
            }
            line.append(line.length() > begin ? " " : "").append(word);
        }
        line(line.toString().stripTrailing());
    }

    private static void pad(StringBuilder line, int columns) {
        if (line.length() >= columns) {
            line.append(' ');
        }
        while (line.length() < columns) {
            line.append(' ');
        }
    }
}
