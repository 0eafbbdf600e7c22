package powercut.block;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BioTest {
    private final byte[] data = new byte[4 * Sectors.BYTES];

    @Test
    void partIsAWindowOfTheSameData() {
        Bio part = Bio.write(8, 3, data, Sectors.BYTES, false, true).part(1, 2);

        assertThat(part.sector()).isEqualTo(9);
        assertThat(part.endSector()).isEqualTo(11);
        assertThat(part.data()).isSameAs(data);
        assertThat(part.dataOffset()).isEqualTo(2 * Sectors.BYTES);
        assertThat(part.bytes()).isEqualTo(2 * Sectors.BYTES);
        assertThat(part.fua()).isTrue();
    }

    @Test
    void partOfAWriteHasNoPreflush() {
        assertThat(Bio.write(0, 4, data, 0, true, false).part(0, 4).preflush()).isFalse();
        assertThat(Bio.flush().part(0, 0).preflush()).as("a flush is nothing else").isTrue();
    }

    @Test
    void partOfADiscardHasNoData() {
        Bio part = Bio.discard(8, 100).part(10, 20);
        assertThat(part).hasToString("DISCARD 18+20");
        assertThat(part.data()).isNull();
    }

    @Test
    void partBeyondTheBioIsRefused() {
        Bio bio = Bio.write(8, 2, data, Sectors.BYTES, false, false);
        assertThatIllegalArgumentException().isThrownBy(() -> bio.part(1, 2)).withMessage("no part 1+2 in WRITE 8+2");
        assertThatIllegalArgumentException().isThrownBy(() -> bio.part(-1, 2)).withMessage("no part -1+2 in WRITE 8+2");
        assertThatIllegalArgumentException().isThrownBy(() -> bio.part(0, -1)).withMessage("no part 0+-1 in WRITE 8+2");
    }

    @Test
    void acceptedPartIsTheBeginning() {
        Bio bio = Bio.write(8, data);
        bio.acceptPartial(3);
        assertThat(bio).hasToString("WRITE 8+3");
        assertThat(bio.dataOffset()).isZero();
    }

    @Test
    void acceptingNothingOrMoreThanThereIsIsRefused() {
        Bio bio = Bio.write(8, data);
        assertThatIllegalArgumentException().isThrownBy(() -> bio.acceptPartial(0)).withMessage(
                "cannot accept 0 of 4 sectors");
        assertThatIllegalArgumentException().isThrownBy(() -> bio.acceptPartial(5)).withMessage(
                "cannot accept 5 of 4 sectors");
    }

    @Test
    void bioEndsOnce() {
        List<Status> ends = new ArrayList<>();
        Bio bio = Bio.writeFua(8, data).onEnd(ended -> ends.add(ended.status()));
        bio.end(Status.IOERR);

        assertThatIllegalStateException().isThrownBy(() -> bio.end(Status.OK))
                .withMessage("WRITE FUA 8+4 ended twice: first IOERR, then OK");
        assertThat(ends).containsExactly(Status.IOERR);
        assertThat(bio.status()).isEqualTo(Status.IOERR);
    }

    @Test
    void reopenedBioEndsOnceMore() {
        List<Status> ends = new ArrayList<>();
        Bio bio = Bio.flush().onEnd(ended -> ends.add(ended.status()));
        bio.end(Status.OK);
        bio.reopen();
        assertThat(bio.status()).isNull();
        bio.end(Status.IOERR);
        assertThat(ends).containsExactly(Status.OK, Status.IOERR);
    }

    @Test
    void rangeThatIsNoneIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bio.discard(-1, 1)).withMessageContaining(
                "must not be negative");
        assertThatIllegalArgumentException().isThrownBy(() -> Bio.discard(1, -1)).withMessageContaining(
                "must not be negative");
        assertThatIllegalArgumentException().isThrownBy(() -> Bio.discard(Long.MAX_VALUE, 1))
                .withMessageContaining("ends beyond 2^63 - 1");
    }

    @Test
    void dataShorterThanTheRangeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Bio.write(0, 4, data, 1, false, false))
                .withMessage("WRITE of 4 sectors with 2047 bytes of data");
        assertThatIllegalArgumentException().isThrownBy(() -> Bio.read(0, new byte[Sectors.BYTES + 1]))
                .withMessage("513 bytes are not a whole number of 512-byte sectors");
    }

    @Test
    void textNamesOperationFlagsAndRange() {
        assertThat(Bio.write(8, 4, data, 0, true, true)).hasToString("WRITE PREFLUSH FUA 8+4");
        assertThat(Bio.flush()).hasToString("FLUSH");
        assertThat(Bio.probe(3, 1000)).hasToString("READ 3+1000");
    }
}
