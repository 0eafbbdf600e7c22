package powercut.spec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What TLC answered, in the words of the manifest. */
record Outcome(
        String result, String violates, long distinctStates, int stateDepth, Trace trace, List<String> neverTaken,
        long millis, String command, String output) {

    private static final Pattern STATISTICS =
            Pattern.compile("\\d+ states generated, (\\d+) distinct states found, (\\d+) states left");
    private static final Pattern DEPTH = Pattern.compile("depth of the complete state graph search is (\\d+)");
    private static final Pattern VIOLATED = Pattern.compile("(?m)^(?:Invariant|Action property) (.+?) is violated");
    private static final Pattern COVERAGE = Pattern.compile("(?m)^(<(\\w+) line [^>]*>): (\\d+):(\\d+)$");

    static Outcome parse(int exit, String output, List<String> properties, long millis, String command) {
        long distinct = 0;
        long left = -1;
        for (Matcher line = STATISTICS.matcher(output); line.find(); ) {
            distinct = Long.parseLong(line.group(1));
            left = Long.parseLong(line.group(2));
        }
        Matcher depth = DEPTH.matcher(output);
        String result = result(exit, output, left);
        return new Outcome(
                result, violated(result, output, properties), distinct,
                depth.find() ? Integer.parseInt(depth.group(1)) : 0,
                Trace.parse(output), neverTaken(output), millis, command, output);
    }

    private static String result(int exit, String output, long left) {
        return switch (exit) {
            // The exit code alone is no proof: insist on the closing line and an empty queue.
            case 0 -> left == 0 && output.contains("Model checking completed. No error has been found.")
                    ? "success" : "incomplete";
            case 10 -> "assumption failure";
            case 11 -> "deadlock failure";
            case 12 -> "safety failure";
            case 13 -> output.contains("Action property") ? "action property failure" : "liveness failure";
            default -> "error, exit " + exit;
        };
    }

    /** TLC does not name the temporal property it found violated; a configuration that must fail so has only one. */
    private static String violated(String result, String output, List<String> properties) {
        if (result.equals("deadlock failure")) {
            return "deadlock";
        }
        if (result.equals("liveness failure")) {
            return properties.size() == 1 ? properties.get(0) : "one of " + properties;
        }
        Matcher line = VIOLATED.matcher(output);
        return line.find() ? line.group(1) : null;
    }

    private static List<String> neverTaken(String output) {
        Map<String, String> last = new LinkedHashMap<>();
        for (Matcher line = COVERAGE.matcher(output); line.find(); ) {
            boolean never = line.group(3).equals("0") && line.group(4).equals("0");
            last.put(line.group(1), never ? line.group(2) : "");
        }
        return last.values().stream().filter(name -> !name.isEmpty()).distinct().sorted().toList();
    }

    /** The counterexample if there is one, else the end of the log; in any case the command that shows it again. */
    String describe() {
        var lines = output.lines().toList();
        String evidence = trace.length() > 0
                ? trace.print()
                : String.join(System.lineSeparator(), lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        return String.format(
                "TLC says: %s%s, %d distinct states, depth %d, %d ms%n%s%nrerun:%n%s%n",
                result, violates == null ? "" : " of " + violates, distinctStates, stateDepth, millis, evidence,
                command);
    }
}
