package powercut.writeboost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.SplittableRandom;
import powercut.block.Bio;
import powercut.block.Sectors;
import powercut.block.Status;

/** The device of a bench and what each of its sectors must hold: PatternStomper, RandomPattern of the suites. */
final class Volume {
    private final Bench bench;
    private final byte[] expected; // the tag of each sector
    private final SplittableRandom random;
    private int tag;

    Volume(Bench bench, long seed) {
        this.bench = bench;
        this.expected = new byte[(int) bench.backing.sectors()];
        this.random = new SplittableRandom(seed);
    }

    /** A write of {@code sectors} of a new tag. */
    void stamp(int sector, int sectors) {
        fill(sector, sectors, tag = tag % 100 + 1);
    }

    /** The same of that tag. */
    void fill(int sector, int sectors, int with) {
        bench.write(sector, sectors, with);
        Arrays.fill(expected, sector, sector + sectors, (byte) with);
    }

    /** A write of 1 to {@code most} sectors somewhere. */
    void stampSomewhere(int most) {
        int sector = random.nextInt(expected.length);
        stamp(sector, 1 + random.nextInt(Math.min(most, expected.length - sector)));
    }

    /** Reads everything, so many sectors at a time. */
    void verify(int sectors) {
        for (int sector = 0; sector < expected.length; sector += sectors) {
            byte[] into = new byte[Math.min(sectors, expected.length - sector) * Sectors.BYTES];
            assertThat(bench.submit(Bio.read(sector, into)).await()).as("read at %d", sector).isEqualTo(Status.OK);
            assertThat(Bench.picture(into)).as("from sector %d on", sector).isEqualTo(
                    picture(sector, Sectors.fromBytes(into.length)));
        }
    }

    /** What the backing device holds is what the volume must hold. */
    void verifyBacking() {
        assertThat(bench.backing(0, expected.length)).isEqualTo(picture(0, expected.length));
    }

    private String picture(int sector, long sectors) {
        StringBuilder picture = new StringBuilder();
        for (int i = 0; i < sectors; i++) {
            picture.append(i == 0 ? "" : " ").append(expected[sector + i]);
        }
        return picture.toString();
    }
}
