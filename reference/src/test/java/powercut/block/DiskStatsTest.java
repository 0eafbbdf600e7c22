package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;

/** A disk is busy while something is in flight, however much it is. */
class DiskStatsTest {
    private final SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private final List<String> seen = new ArrayList<>();
    private final DiskStats stats = new DiskStats(runtime, new IoObserver() {
        @Override
        public int submitted(BlockDevice device, Bio bio) {
            seen.add("submitted " + bio);
            return 7;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {
            seen.add("ended " + io + " " + status);
        }
    });

    @Test
    void overlappingRequestsCountOnce() {
        runtime.run(() -> {
            pass(10);
            stats.submitted(null, Bio.flush());
            pass(20);
            stats.submitted(null, Bio.discard(0, 1));
            pass(30);
            assertThat(stats.ioTicksMs()).as("while busy").isEqualTo(50);
            stats.ended(0, null, Status.OK);
            pass(40);
            stats.ended(1, null, Status.OK);
            pass(50);
            assertThat(stats.ioTicksMs()).isEqualTo(90);
        });
    }

    @Test
    void nextObserverSeesTheSame() {
        int io = stats.submitted(null, Bio.flush());
        stats.ended(io, null, Status.IOERR);

        assertThat(seen).containsExactly("submitted FLUSH", "ended 7 IOERR");
    }

    private void pass(long ms) {
        Completion completion = runtime.completion("test clock");
        runtime.timer("test clock", completion::complete).arm(ms);
        completion.await();
    }
}
