package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import powercut.runtime.Completion;
import powercut.runtime.FirstChooser;
import powercut.runtime.RandomChooser;
import powercut.runtime.SimulatedRuntime;

class VolatileDiskTest {
    private final List<String> events = new ArrayList<>();
    private SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
    private VolatileDisk disk = newDisk(DiskOptions.DEFAULT);

    @Test
    void writeTakesEffectWhenItEndsAndNotBefore() {
        runtime.run(() -> {
            Completion done = submit(Bio.write(2, Fill.sectors(1, 1)));
            assertThat(cells()).containsExactly(0, 0, 0, 0, 0, 0, 0, 0);
            done.await();
            assertThat(cells()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
        });
    }

    @Test
    void ofOverlappingWritesTheOneThatEndsLastIsReadBack() {
        TreeSet<Integer> winners = new TreeSet<>();
        for (int seed = 0; seed < 20; seed++) {
            runtime = new SimulatedRuntime(new RandomChooser(seed));
            disk = newDisk(DiskOptions.DEFAULT);
            events.clear();
            runtime.run(() -> {
                Completion one = submit(Bio.write(0, Fill.sectors(1, 1, 1)));
                Completion two = submit(Bio.write(2, Fill.sectors(2, 2, 2)));
                one.await();
                two.await();
            });
            int winner = events.get(events.size() - 1).equals("handler WRITE 0+3") ? 1 : 2;
            assertThat(cells()).as("seed %d", seed).containsExactly(1, 1, winner, 2, 2, 0, 0, 0);
            winners.add(winner);
        }
        assertThat(winners).containsExactly(1, 2);
    }

    @Test
    void discardedSectorsReadAsZeros() {
        disk.load(0, Fill.sectors(1, 2, 3, 4));
        byte[] into = Fill.sectors(9, 9, 9, 9, 9);
        execute(Bio.discard(1, 2), Bio.read(0, 4, into, Sectors.BYTES));
        assertThat(Fill.cells(into)).containsExactly(9, 1, 0, 0, 4);
    }

    @Test
    void bioBeyondTheEndFailsAndChangesNothing() {
        assertThat(execute(Bio.write(7, Fill.sectors(1, 1)), Bio.discard(8, 1), Bio.read(Long.MAX_VALUE - 1,
                Fill.sectors(1))))
                .containsExactly(Status.IOERR, Status.IOERR, Status.IOERR);
        assertThat(cells()).containsOnly(0);
    }

    @Test
    void bioThatIsNoWholeLogicalBlockFails() {
        disk = newDisk(DiskOptions.DEFAULT.withLogicalBlockBytes(1024));
        assertThat(execute(Bio.write(1, Fill.sectors(1, 1)), Bio.write(2, Fill.sectors(1)), Bio.discard(0, 3),
                Bio.write(2, Fill.sectors(1, 1)))).containsExactly(Status.IOERR, Status.IOERR, Status.IOERR, Status.OK);
        assertThat(cells()).containsExactly(0, 0, 1, 1, 0, 0, 0, 0);
    }

    @Test
    void observerSeesAnEndAfterItsEffectAndBeforeItsHandler() {
        execute(Bio.write(0, Fill.sectors(1)), Bio.flush(), Bio.write(8, Fill.sectors(1)));
        assertThat(events).containsExactly(
                "submitted 0 WRITE 0+1", "ended 0 OK, sector 0 holds 1, status null", "handler WRITE 0+1",
                "submitted 1 FLUSH", "ended 1 OK, sector 0 holds 1, status null", "handler FLUSH",
                "submitted 2 WRITE 8+1", "ended 2 IOERR, sector 0 holds 1, status null", "handler WRITE 8+1");
    }

    @Test
    void limitsFollowTheLogicalBlock() {
        assertThat(disk.limits()).isEqualTo(Limits.DEFAULT);
        assertThat(newDisk(DiskOptions.DEFAULT.withLogicalBlockBytes(4096)).limits()).isEqualTo(new Limits(4096, 4096,
                4096, true));
    }

    private VolatileDisk newDisk(DiskOptions options) {
        return new VolatileDisk("disk", 8, options, runtime, new Recorder());
    }

    private Completion submit(Bio bio) {
        Completion done = runtime.completion("test bio");
        disk.submit(bio.onEnd(ended -> {
            events.add("handler " + ended);
            done.complete();
        }));
        return done;
    }

    /** One after the other. */
    private List<Status> execute(Bio... bios) {
        runtime.run(() -> Arrays.stream(bios).forEach(bio -> submit(bio).await()));
        return Arrays.stream(bios).map(Bio::status).toList();
    }

    private int[] cells() {
        return Fill.cells(disk.peek(0, 8));
    }

    private final class Recorder implements IoObserver {
        private int ios;

        @Override
        public int submitted(BlockDevice device, Bio bio) {
            events.add("submitted " + ios + " " + bio);
            return ios++;
        }

        @Override
        public void ended(int io, Bio bio, Status status) {
            events.add("ended " + io + " " + status + ", sector 0 holds " + cells()[0] + ", status " + bio.status());
        }
    }
}
