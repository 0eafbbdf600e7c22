package powercut.writeboost;

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
final class WatchedDisk implements BlockDevice {
    final VolatileDisk disk;
    final List<Bio> held = new ArrayList<>();
    Predicate<Bio> failing = bio -> false;
    Predicate<Bio> holding = bio -> false;
    private final Runtime runtime;
    private final Consumer<String> log;

    WatchedDisk(String name, long sectors, Runtime runtime, Consumer<String> log) {
        this.disk = new VolatileDisk(name, sectors, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
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
    void release() {
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

    static Predicate<Bio> op(Bio.Op op) {
        return bio -> bio.op() == op;
    }

    static Predicate<Bio> at(Bio.Op op, long from, long to) {
        return bio -> bio.op() == op && bio.sector() >= from && bio.sector() < to;
    }
}
