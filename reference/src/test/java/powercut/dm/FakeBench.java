package powercut.dm;

import powercut.block.Bio;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.Status;
import powercut.block.VolatileDisk;
import powercut.runtime.Chooser;
import powercut.runtime.Completion;
import powercut.runtime.RandomChooser;
import powercut.runtime.SimulatedRuntime;

/** A mapped device of fake targets a (sectors 0 to 3) and b (4 to 11) on one disk, where b begins at sector 32. */
final class FakeBench {
    static final String TABLE = "0 4 fake a disk 0\n4 8 fake b disk 32";

    final FakeType type = new FakeType("fake");
    final SimulatedRuntime runtime;
    final VolatileDisk disk;
    final MappedDevice device;

    /** What a test does, in the run's main task. */
    interface Body {
        void run(FakeBench bench) throws TableException, TargetException;
    }

    private FakeBench(Chooser chooser) {
        runtime = new SimulatedRuntime(chooser);
        disk = new VolatileDisk("disk", 64, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
        device = new MappedDevice("top", runtime, new TargetTypes(type), name -> disk, line -> { });
    }

    /** Runs the test on an active device, under one schedule for each seed; a failure names the seed. */
    static void run(int seeds, Body body) {
        runBare(seeds, bench -> {
            bench.device.load(Table.parse(TABLE));
            bench.device.resume();
            bench.type.log.clear();
            body.run(bench);
        });
    }

    /** The same on a device without a table. */
    static void runBare(int seeds, Body body) {
        for (int seed = 0; seed < seeds; seed++) {
            FakeBench bench = new FakeBench(new RandomChooser(seed));
            try {
                bench.runtime.run(() -> bench.execute(body));
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage() + "\n" + bench.type.log, e);
            }
        }
    }

    private void execute(Body body) {
        try {
            body.run(this);
        } catch (TableException | TargetException e) {
            throw new AssertionError(e);
        }
    }

    FakeType.Fake target(String name) {
        return type.made.get(name);
    }

    /** Submits from a task of its own. */
    Completion start(Bio bio) {
        Completion done = runtime.completion("test bio");
        bio.onEnd(ended -> {
            type.log.add("ended " + ended.op() + " " + ended.status());
            done.complete();
        });
        runtime.spawn("submitter", () -> device.submit(bio));
        return done;
    }

    Status execute(Bio bio) {
        start(bio).await();
        return bio.status();
    }
}
