package powercut.crash.run;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import powercut.crash.BadInputException;

/** A list of operations; as text, one a line, {@code #} begins a comment. */
public record Workload(List<Op> ops) {
    private static final long STEPS_MAX = 500_000; // a write over a small log takes hundreds
    private static final long STEPS_MAX_OF_AN_OP = 100_000; // a pause of an hour takes tens of thousands

    /**
     * What random workloads are like.
     *
     * @param sectors size of the device
     * @param blockSectors all ranges are multiples of this
     * @param messages messages that may be sent, or {@code sysfs PATH VALUE}; the first makes the target clean up
     * @param crashes whether the power may fail in the middle
     */
    public record Shape(long sectors, int blockSectors, List<String> messages, boolean crashes) {}

    public Workload {
        ops = List.copyOf(ops);
    }

    /**
     * @param name of the file, for errors
     */
    public static Workload parse(String text, String name) throws BadInputException {
        List<Op> ops = new ArrayList<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            String code = line.replaceFirst("#.*", "");
            if (!code.isBlank()) {
                ops.add(Op.parse(code, name + " line " + number));
            }
        }
        if (ops.isEmpty()) {
            throw new BadInputException(name + ": no operation in it; a line looks like \"write 8 8 fua\"");
        }
        return new Workload(ops);
    }

    /** The same seed gives the same workload, everywhere. */
    public static Workload random(long seed, int length, Shape shape) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Op> ops = new ArrayList<>(length);
        while (ops.size() < length) {
            if (!shape.messages().isEmpty() && random.nextInt(16) == 0) {
                overwriteWhileCleaning(random, shape, ops);
            } else {
                ops.add(randomOp(random, shape));
            }
        }
        return new Workload(ops.subList(0, length));
    }

    /**
     * A block is made durable, the cache is told to do something, and the block is overwritten and made durable
     * meanwhile.
     */
    private static void overwriteWhileCleaning(SplittableRandom random, Shape shape, List<Op> ops) {
        int block = random.nextInt(Math.toIntExact(shape.sectors() / shape.blockSectors()));
        Op write = new Op(Op.Kind.WRITE, (long) block * shape.blockSectors(), shape.blockSectors(),
                false, false, false, "");
        ops.add(write);
        ops.add(Op.simple(Op.Kind.FLUSH));
        ops.add(Op.told(shape.messages().get(0), true));
        ops.add(write);
        ops.add(Op.simple(Op.Kind.FLUSH));
    }

    private static Op randomOp(SplittableRandom random, Shape shape) {
        int dice = random.nextInt(100);
        if (dice < 50) {
            return range(random, Op.Kind.WRITE, shape);
        } else if (dice < 60) {
            return range(random, Op.Kind.READ, shape);
        } else if (dice < 68) {
            return range(random, Op.Kind.DISCARD, shape);
        } else if (dice < 86) {
            return new Op(Op.Kind.FLUSH, 0, 0, false, false, random.nextInt(4) == 0, "");
        } else if (dice < 91) {
            return Op.simple(Op.Kind.WAIT);
        } else if (dice < 94) {
            return Op.simple(Op.Kind.SUSPEND);
        } else if (dice < 98 && !shape.messages().isEmpty()) {
            String message = shape.messages().get(random.nextInt(shape.messages().size()));
            return Op.told(message, random.nextBoolean());
        } else if (dice >= 98 && shape.crashes()) {
            return Op.simple(Op.Kind.CRASH);
        }
        return range(random, Op.Kind.WRITE, shape);
    }

    /** Small ranges and a few hot blocks: what makes a cache overwrite, evict and collide. */
    private static Op range(SplittableRandom random, Op.Kind kind, Shape shape) {
        int blocks = Math.toIntExact(shape.sectors() / shape.blockSectors());
        int first = random.nextInt(3) == 0 ? random.nextInt(Math.min(3, blocks)) : random.nextInt(blocks);
        int length = Math.min(blocks - first, random.nextInt(4) == 0 ? 1 + random.nextInt(3) : 1);
        boolean write = kind == Op.Kind.WRITE;
        return new Op(kind, (long) first * shape.blockSectors(), length * shape.blockSectors(),
                write && random.nextInt(16) == 0, write && random.nextInt(5) == 0, random.nextInt(3) == 0, "");
    }

    /** A run that takes more steps of the runtime goes in circles. */
    long stepsMax() {
        return STEPS_MAX + ops.size() * STEPS_MAX_OF_AN_OP;
    }

    @Override
    public String toString() {
        return ops.stream().map(Op::toString).collect(Collectors.joining("\n", "", "\n"));
    }
}
