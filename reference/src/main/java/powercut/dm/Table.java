package powercut.dm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A dmsetup table: lines {@code START LENGTH TARGET ARGUMENTS...}, in sectors, without gaps from sector 0 on.
 *
 * @param lines at least one
 */
public record Table(List<Line> lines) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    /**
     * One line.
     *
     * @param begin first sector
     * @param sectors length
     * @param type the target's name
     * @param arguments the words after it
     */
    public record Line(long begin, long sectors, String type, List<String> arguments) {
        @Override
        public String toString() {
            return begin + " " + sectors + " " + type + (arguments.isEmpty() ? "" : " " + String.join(" ", arguments));
        }
    }

    public Table {
        lines = List.copyOf(lines);
    }

    /** Parses a table; lines are separated by newlines or semicolons, empty ones are ignored. */
    public static Table parse(String text) throws TableException {
        List<Line> lines = new ArrayList<>();
        long next = 0;
        for (String raw : text.split("[\n;]")) {
            if (!raw.isBlank()) {
                Line line = parseLine(raw.strip());
                if (line.begin() != next) {
                    throw new TableException("table line \"" + raw.strip() + "\" begins at sector " + line.begin()
                            + ", the previous one ends at " + next);
                }
                next = line.begin() + line.sectors();
                lines.add(line);
            }
        }
        if (lines.isEmpty()) {
            throw new TableException("the table is empty; a line looks like"
                    + " \"0 32768 writecache s ORIGIN CACHE 4096 0\"");
        }
        return new Table(lines);
    }

    private static Line parseLine(String text) throws TableException {
        String[] words = BLANKS.split(text);
        if (words.length < 3) {
            throw new TableException("table line \"" + text + "\" is not START LENGTH TARGET ARGUMENTS...");
        }
        long begin = number(words[0], text);
        long sectors = number(words[1], text);
        if (sectors == 0) {
            throw new TableException("table line \"" + text + "\": the length must be at least 1 sector");
        }
        return new Line(begin, sectors, words[2], List.copyOf(Arrays.asList(words).subList(3, words.length)));
    }

    private static long number(String word, String line) throws TableException {
        if (!word.isEmpty() && word.length() <= 18 && word.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.parseLong(word);
        }
        throw new TableException("table line \"" + line + "\": \"" + word + "\" is not a number of sectors");
    }

    /** Size of the mapped device in sectors. */
    public long sectors() {
        Line last = lines.get(lines.size() - 1);
        return last.begin() + last.sectors();
    }

    @Override
    public String toString() {
        return String.join("\n", lines.stream().map(Line::toString).toList());
    }
}
