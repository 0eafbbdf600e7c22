package powercut.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Limits;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.runtime.Runtime;

/** A disk whose bios a test can see, fail and hold back. */
public final class WatchedDisk implements BlockDevice {
    public final VolatileDisk disk;
    public final List<Bio> held = new ArrayList<>();
    public Predicate<Bio> failing = bio -> false;
    public Predicate<Bio> holding = bio -> false;
    private final Runtime runtime;
    private final Consumer<String> log;

    /** @param log is told each bio as it is submitted */
    public WatchedDisk(String name, long sectors, Runtime runtime, Consumer<String> log) {
        this(name, sectors, DiskOptions.DEFAULT, runtime, log);
    }

    /** @param log is told each bio as it is submitted */
    public WatchedDisk(String name, long sectors, DiskOptions options, Runtime runtime, Consumer<String> log) {
        this.disk = new VolatileDisk(name, sectors, options, runtime, IoObserver.NONE);
        this.runtime = runtime;
        this.log = log;
    }

    @Override
    public String name() {
        return disk.name();
    }

    @Override
    public long sectors() {
        return disk.sectors();
    }

    @Override
    public Limits limits() {
        return disk.limits();
    }

    @Override
    public void submit(Bio bio) {
        log.accept(name() + " " + bio);
        if (holding.test(bio)) {
            held.add(bio);
        } else {
            pass(bio);
        }
    }

    /** Lets the held bios go, and holds no more. */
    public void release() {
        holding = bio -> false;
        held.forEach(this::pass);
        held.clear();
    }

    private void pass(Bio bio) {
        if (failing.test(bio)) {
            runtime.interrupt(name() + " error", () -> bio.end(Status.IOERR));
        } else {
            disk.submit(bio);
        }
    }

    public static Predicate<Bio> op(Bio.Op op) {
        return bio -> bio.op() == op;
    }

    /** Bios of that kind that begin in [from, to). */
    public static Predicate<Bio> at(Bio.Op op, long from, long to) {
        return bio -> bio.op() == op && bio.sector() >= from && bio.sector() < to;
    }
}
