package powercut.crash.shrink;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fewer faults, and faults that hit earlier. */
final class PlainerFaults {
    private static final Pattern COUNT = Pattern.compile("@([0-9]+)(-[0-9]+)?");
    private static final int EARLIER_MAX = 8; // how far a count is lowered at once

    private PlainerFaults() {}

    /** The candidates one step away. */
    static List<Candidate> stepsFrom(Candidate from) {
        List<Candidate> steps = new ArrayList<>();
        for (int i = 0; i < from.faults().size(); i++) {
            List<String> fewer = new ArrayList<>(from.faults());
            fewer.remove(i);
            steps.add(from.withFaults(fewer));
        }
        steps.addAll(earlier(from));
        return steps;
    }

    /** The same with one of the faults hitting one bio alone, or an earlier one; what is left out is not counted. */
    static List<Candidate> earlier(Candidate from) {
        List<Candidate> steps = new ArrayList<>();
        for (int i = 0; i < from.faults().size(); i++) {
            String fault = from.faults().get(i);
            Matcher count = COUNT.matcher(fault);
            if (count.find()) {
                long number = Long.parseLong(count.group(1));
                long first = Math.max(1, number - EARLIER_MAX);
                for (long other = count.group(2) == null ? number - 1 : number; other >= first; other--) {
                    List<String> faults = new ArrayList<>(from.faults());
                    faults.set(i, fault.substring(0, count.start()) + "@" + other + fault.substring(count.end()));
                    steps.add(from.withFaults(faults));
                }
            }
        }
        return steps;
    }
}
