package powercut.bench;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.Status;
import powercut.dm.TableException;
import powercut.dm.TargetException;
import powercut.runtime.Chooser;
import powercut.runtime.Completion;
import powercut.runtime.SimulatedRuntime;

/** A machine in one simulated run, of which a test is the main task. */
public class SimulatedMachine {
    public final SimulatedRuntime runtime;
    public final List<String> io = new ArrayList<>(); // every bio of all disks as it was submitted
    public final List<String> errors = new ArrayList<>(); // DMERR lines

    /** What a test does, in the run's main task. */
    public interface Body {
        void run() throws TargetException, TableException;
    }

    /** A bio under way. */
    public record Pending(Bio bio, Completion completion) {
        public Status await() {
            completion.await();
            return bio.status();
        }

        public boolean hasEnded() {
            return completion.isComplete();
        }
    }

    protected SimulatedMachine(Chooser chooser) {
        runtime = new SimulatedRuntime(chooser);
    }

    /** Runs the test on the machine as it is when switched on, without a mapped device. */
    public final void runBare(Body body) {
        runtime.run(() -> {
            try {
                body.run();
            } catch (TargetException | TableException e) {
                throw new AssertionError(e);
            }
        });
    }

    public final Pending submit(BlockDevice to, Bio bio) {
        Completion completion = runtime.completion("test bio");
        to.submit(bio.onEnd(ended -> completion.complete()));
        return new Pending(bio, completion);
    }

    /** Submits from a task of its own: the target may block it. */
    public final Pending submitFromTask(BlockDevice to, Bio bio) {
        Completion completion = runtime.completion("test bio");
        bio.onEnd(ended -> completion.complete());
        runtime.spawn("writer", () -> to.submit(bio));
        return new Pending(bio, completion);
    }

    /** Wakes all sleepers that many times, whenever the schedule has it, although nothing has happened. */
    public final void wakeForNothing(int times) {
        runtime.spawn("wake for nothing", () -> {
            for (int i = 0; i < times; i++) {
                new LinkedHashSet<>(runtime.waitQueues()).forEach(runtime::wake);
            }
        });
    }

    /** Lets the given time pass, and everything happen that can happen meanwhile. */
    public final void pass(long ms) {
        Completion completion = runtime.completion("test clock");
        runtime.timer("test clock", completion::complete).arm(ms);
        completion.await();
    }
}
