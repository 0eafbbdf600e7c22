package powercut.dm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Limits;
import powercut.block.Status;

/**
 * Targets {@code NAME DEVICE START} that write down what the core does to them and do as the test says; of
 * themselves, as linear. The name {@code bad} is refused.
 */
final class FakeType implements TargetType {
    final List<String> log = new ArrayList<>();
    final Map<String, Fake> made = new TreeMap<>(); // the last of each name
    private final String name;

    FakeType(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String version() {
        return "1.0.0";
    }

    @Override
    public Target construct(TargetContext context, String[] arguments) throws TargetException {
        if (arguments[0].equals("bad")) {
            throw new TargetException("Bad fake", Errno.ENOMEM);
        }
        log.add("ctr " + arguments[0] + (context.suspended().getAsBoolean() ? " while suspended" : ""));
        Fake fake = new Fake(arguments[0], context.devices().find(arguments[1]), Long.parseLong(arguments[2]));
        made.put(arguments[0], fake);
        return fake;
    }

    /** One of them. */
    final class Fake implements Target {
        Function<Bio, MapResult> mapping = this::linear;
        BiFunction<Bio, Status, EndResult> ending = (bio, status) -> EndResult.DONE;
        int flushBios = 1;
        Limits hints = Limits.DEFAULT;
        private final String name;
        private final BlockDevice device;
        private final long start;

        Fake(String name, BlockDevice device, long start) {
            this.name = name;
            this.device = device;
            this.start = start;
        }

        MapResult linear(Bio bio) {
            bio.remap(device, start + bio.sector());
            return MapResult.REMAPPED;
        }

        @Override
        public MapResult map(Bio bio) {
            log.add("map " + name + " " + bio);
            return mapping.apply(bio);
        }

        @Override
        public EndResult endIo(Bio bio, Status status) {
            log.add("end " + name + " " + bio.op() + " " + status);
            return ending.apply(bio, status);
        }

        @Override
        public void presuspend() {
            log.add("presuspend " + name);
        }

        @Override
        public void postsuspend() {
            log.add("postsuspend " + name);
        }

        @Override
        public void resume() {
            log.add("resume " + name);
        }

        @Override
        public void destroy() {
            log.add("destroy " + name);
        }

        @Override
        public int message(String[] words) {
            log.add("message " + name + " " + String.join(" ", words));
            return Errno.EBUSY;
        }

        @Override
        public String status(StatusType type) {
            return type == StatusType.INFO ? "" : name + " " + start;
        }

        @Override
        public int flushBios() {
            return flushBios;
        }

        @Override
        public List<BlockDevice> iterateDevices() {
            return List.of(device);
        }

        @Override
        public Limits ioHints(Limits stacked) {
            return stacked.stack(hints);
        }

        @Override
        public void digest(StateDigest digest) {}
    }
}
