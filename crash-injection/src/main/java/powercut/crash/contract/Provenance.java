package powercut.crash.contract;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import powercut.crash.values.ContentPool;

/** Tells where a value comes from: which write to which sector of the mapped device. */
public final class Provenance {
    private final Map<Integer, List<Source>> byValue = new HashMap<>(); // only looked up by key

    /**
     * A value and the write that put it into a sector.
     *
     * @param sector of the mapped device
     * @param what the write's name in reports
     */
    public record Source(int value, long sector, Object what) {}

    public Provenance(List<Source> sources) {
        for (Source source : sources) {
            byValue.computeIfAbsent(source.value(), value -> new ArrayList<>(1)).add(source);
        }
    }

    /** In words: what {@code value} is when it is found in {@code sector}. */
    public String describe(int value, long sector) {
        List<Source> sources = byValue.getOrDefault(value, List.of());
        for (int i = sources.size() - 1; i >= 0; i--) {
            if (sources.get(i).sector() == sector) {
                return "another value of it, from " + sources.get(i).what();
            }
        }
        if (value == ContentPool.ZERO) {
            return "zeros, as before its first write";
        }
        if (sources.isEmpty()) {
            return "content that was never written to the device";
        }
        return "the content of sector " + sources.get(0).sector() + ", from " + sources.get(0).what();
    }
}
