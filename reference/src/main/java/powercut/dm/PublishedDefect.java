package powercut.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import powercut.runtime.Schedule;

/**
 * A defect of a driver as published: what is known about it, what catches it, and, where that can exist in Java, the
 * otherwise corrected target with it.
 *
 * @param id WC-nn, WB-xx or CO-Hnn
 * @param target name of the target in a table line
 * @param title what goes wrong, in a few words
 * @param driver the step as the driver does it
 * @param upstream whether the driver still does it
 * @param caughtBy what finds it, by name; empty only without a type
 * @param shortest the shortest known way to see it, in words
 * @param exhibit the same as something that can be explored, if it can
 * @param module the target with the defect, if it can exist in Java
 * @param withoutType why there is none; empty if there is one
 */
public record PublishedDefect(String id, String target, String title, String driver, Upstream upstream,
        List<CaughtBy> caughtBy, String shortest, Optional<Exhibit> exhibit, Optional<TargetModule> module,
        String withoutType) {
    public PublishedDefect {
        caughtBy = List.copyOf(caughtBy);
        Objects.requireNonNull(driver, id);
        Objects.requireNonNull(upstream, id);
        Objects.requireNonNull(shortest, id);
        if (module.isPresent() != withoutType.isEmpty()) {
            throw new IllegalArgumentException(id + " needs either a type or the reason why it has none");
        }
        if (module.isPresent() && caughtBy.isEmpty()) {
            throw new IllegalArgumentException(id + " has a type that nothing catches");
        }
    }

    /** Whether something of that layer finds it. */
    public boolean isCaughtBy(Layer layer) {
        return caughtBy.stream().anyMatch(by -> by.layer() == layer);
    }

    /**
     * Whether the driver still does it, as far as anybody has looked.
     *
     * @param has it is in the newest driver that was read, or nobody has said that it is not
     * @param detail the commit that mended it, or what was observed
     */
    public record Upstream(boolean has, String detail) {
        /** Mended by a commit, named with its release. */
        public static Upstream fixed(String commit) {
            return new Upstream(false, "fixed by " + commit);
        }

        /** In the newest driver by reading it. */
        public static Upstream notFixed() {
            return new Upstream(true, "not fixed");
        }

        /** In the newest driver, and seen happen on one. */
        public static Upstream reproducedOn(String kernel) {
            return new Upstream(true, "not fixed; reproduced on " + kernel);
        }

        /** No fix is known, and the newest driver was not read for it. */
        public static Upstream unknown() {
            return new Upstream(true, "no fix known");
        }

        /** Kept on purpose: a limit rather than a mistake. */
        public static Upstream kept(String why) {
            return new Upstream(true, "kept: " + why);
        }
    }

    /** A way of looking for defects. */
    public enum Layer {
        /** A model that TLC must find a violation in; the name is that of its cfg. */
        SPEC("spec model"),
        /** Crash states of a run; the name is that of the subject. */
        EXPLORE("crash exploration"),
        /** The same run of the corrected target, which looks different; the name is that of the subject. */
        CONFORMANCE("conformance run"),
        /** Random workloads; the name is that of a test class. */
        PROPERTY("property"),
        /** Many schedules of the simulated runtime; the name is that of a test class. */
        SCHEDULE("schedule exploration"),
        /** Real threads; the name is that of a jcstress class. */
        STRESS("jcstress"),
        /** One example; the name is that of a test class. */
        TEST("unit test");

        private final String words;

        Layer(String words) {
            this.words = words;
        }

        @Override
        public String toString() {
            return words;
        }
    }

    /** Something that finds the defect, and finds nothing in the corrected target. */
    public record CaughtBy(Layer layer, String name) {
        @Override
        public String toString() {
            return layer + " " + name;
        }
    }

    /**
     * A run that shows the defect, under some schedule: in its crash states, or beside the corrected target.
     *
     * @param subject what to explore
     * @param table in place of the subject's own; empty for that
     * @param disks what they are like, each {@code DISK:OPTIONS}; empty for the subject's own
     * @param ops the workload, as its lines
     * @param faults each {@code DISK:WORDS}
     * @param schedule under which one of few seeds shows it
     */
    public record Exhibit(String subject, String table, List<String> disks, List<String> ops, List<String> faults,
            Schedule schedule) {
        public Exhibit {
            disks = List.copyOf(disks);
            ops = List.copyOf(ops);
            faults = List.copyOf(faults);
        }

        /** Under a random schedule. */
        public Exhibit(String subject, String table, List<String> disks, List<String> ops, List<String> faults) {
            this(subject, table, disks, ops, faults, Schedule.RANDOM);
        }

        /** On the subject's own disks, under a random schedule. */
        public Exhibit(String subject, String table, List<String> ops, List<String> faults) {
            this(subject, table, List.of(), ops, faults);
        }

        /** The same under another schedule. */
        public Exhibit under(Schedule other) {
            return new Exhibit(subject, table, disks, ops, faults, other);
        }
    }

    /** Begins the description of a defect of the target. */
    public static Draft of(String target, String id, String title) {
        return new Draft(target, id, title);
    }

    /** A description that is being put together; {@link #module} or {@link #withoutType} ends it. */
    public static final class Draft {
        private final String target;
        private final String id;
        private final String title;
        private final List<CaughtBy> caughtBy = new ArrayList<>();
        private String driver;
        private Upstream upstream;
        private String shortest;
        private Exhibit exhibit; // null for none

        private Draft(String target, String id, String title) {
            this.target = target;
            this.id = id;
            this.title = title;
        }

        public Draft driver(String words) {
            driver = words;
            return this;
        }

        public Draft upstream(Upstream is) {
            upstream = is;
            return this;
        }

        public Draft caughtBy(Layer layer, String name) {
            caughtBy.add(new CaughtBy(layer, name));
            return this;
        }

        public Draft shortest(String words) {
            shortest = words;
            return this;
        }

        /** Explored with the subject's own table and without faults; one operation each. */
        public Draft exhibit(String subject, String... ops) {
            return exhibit(new Exhibit(subject, "", List.of(ops), List.of()));
        }

        public Draft exhibit(Exhibit run) {
            exhibit = run;
            return this;
        }

        /** A target type that shares nothing is its own module. */
        public PublishedDefect type(TargetType type) {
            return module(type);
        }

        public PublishedDefect module(TargetModule module) {
            return new PublishedDefect(id, target, title, driver, upstream, caughtBy, shortest,
                    Optional.ofNullable(exhibit), Optional.of(module), "");
        }

        public PublishedDefect withoutType(String why) {
            return new PublishedDefect(id, target, title, driver, upstream, caughtBy, shortest,
                    Optional.ofNullable(exhibit), Optional.empty(), why);
        }
    }
}
