package powercut.spec;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a TLC configuration says: values of constants, operators put in place of others, and what is checked. */
record Configuration(
        Map<String, String> constants, Map<String, String> replacements, List<String> invariants,
        List<String> properties, boolean checksDeadlock) {

    private static final Pattern CONSTANT = Pattern.compile("(\\w+) = (\\{[^}]*\\}|\\S+)");
    private static final Pattern REPLACEMENT = Pattern.compile("(\\w+) <- (\\w+)");
    private static final Pattern SET = Pattern.compile("\\{(.*)\\}", Pattern.DOTALL);

    static Configuration of(Path file) {
        try {
            String text = Files.readString(file).replaceAll("\\\\\\*.*", "");
            return new Configuration(
                    pairs(CONSTANT, text), pairs(REPLACEMENT, text), names(text, "INVARIANTS?"),
                    names(text, "PROPERT(?:Y|IES)"), !text.contains("CHECK_DEADLOCK FALSE"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> pairs(Pattern pattern, String text) {
        var pairs = new TreeMap<String, String>();
        for (Matcher pair = pattern.matcher(text); pair.find(); ) {
            pairs.put(pair.group(1), pair.group(2));
        }
        return pairs;
    }

    private static List<String> names(String text, String keyword) {
        var section = Pattern.compile("(?s)\\b" + keyword + "\\s+(.*?)(?=\\b[A-Z_]{4,}\\b|$)");
        return section.matcher(text).results()
                .flatMap(found -> Arrays.stream(found.group(found.groupCount()).trim().split("\\s+"))).toList();
    }

    /** Whether this configuration would find what the manifest calls violated. */
    boolean checks(String violated) {
        return violated.equals("deadlock") ? checksDeadlock
                : invariants.contains(violated) || properties.contains(violated);
    }

    /**
     * Empty when every behaviour of the other model is one of this model as far as bounds go. A set of sectors, blocks,
     * ids, threads or stresses may be larger here, and so may what begins with Max. Everything else must be the same:
     * more tags, clones or segments make other behaviours, not more. So do workers where there were none, and halves
     * that expire help a copy that waits for ever.
     */
    List<String> missingFrom(Configuration other) {
        var missing = new ArrayList<String>();
        other.constants.forEach((name, value) -> {
            String here = constants.get(name);
            if (here != null && !covers(name, here, value)) {
                missing.add(name + " is " + here + ", not " + value);
            }
        });
        return missing;
    }

    private static boolean covers(String name, String here, String there) {
        if (SET.matcher(here).matches() && SET.matcher(there).matches()) {
            Set<String> more = elements(here);
            Set<String> less = elements(there);
            return more.containsAll(less)
                    && more.contains("\"expire\"") == less.contains("\"expire\"")
                    && (name.equals("Stresses") || more.isEmpty() == less.isEmpty());
        }
        return here.equals(there)
                || name.startsWith("Max") && Integer.parseInt(here) >= Integer.parseInt(there);
    }

    private static Set<String> elements(String set) {
        Matcher inside = SET.matcher(set);
        if (!inside.matches()) {
            throw new IllegalArgumentException("not a set: " + set);
        }
        var elements = new LinkedHashSet<>(Arrays.asList(inside.group(1).trim().split("\\s*,\\s*")));
        elements.remove("");
        return elements;
    }
}
