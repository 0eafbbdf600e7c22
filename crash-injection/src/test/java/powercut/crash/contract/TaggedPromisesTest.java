package powercut.crash.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import powercut.crash.BadInputException;
import powercut.crash.log.DmLog;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/** Histories of block 0, and which of its generations may be there; all others up to 4, zeros included, may not. */
class TaggedPromisesTest {
    private static final long SECTORS = 32;
    private static final int GENERATIONS = 5;

    private final ContentPool pool = new ContentPool();

    @ParameterizedTest
    @CsvSource({
        // marks passed,                      marks still to come, admissible (z: zeros)
        "'',                                  '',                  z",
        "'',                                  w:0:1,               z 1",
        "w:0:1,                               '',                  z 1",
        "w:0:1 f:1,                           '',                  1",
        "w:0:1 f:1,                           w:0:2 f:2,           1 2",
        "w:0:1 w:0:2 f:1,                     '',                  1 2",
        "w:0:1 w:0:2 f:2,                     '',                  2",
        "w:0:1 f:1 w:0:2,                     w:0:3,               1 2 3",
        "w:0:1 f:1 w:0:2 w:0:3 f:3,           w:0:4,               3 4",
        "w:0:1 w:1:2 f:2 w:0:3,               '',                  1 3",
        "w:1:1 f:1,                           '',                  z",
        "f:4 w:0:1,                           '',                  z 1",
        "w:0:1 s:7 started w:0:1x f:1,        '',                  1",
    })
    void blockShowsItsLastFlushedGenerationOrALaterOneOfItsOwn(String passed, String toCome, String admissible)
            throws BadInputException {
        String marks = passed + " " + toCome + " w:3:99";
        Promises promises = new TaggedPromises(log(marks), pool, SECTORS);
        SectorSets contract = promises.initial();
        for (String mark : words(passed)) {
            contract = promises.afterMark(mark);
        }
        for (int sector = 0; sector < 8; sector++) {
            assertThat(generations(contract, sector)).as("sector %d after %s", sector, passed)
                    .isEqualTo(List.of(admissible.split(" ")));
        }
    }

    @Test
    void sectorOfAnotherBlockIsNeverAdmissible() throws BadInputException {
        Promises promises = new TaggedPromises(log("w:0:1 w:1:2"), pool, SECTORS);
        promises.afterMark("w:0:1");
        SectorSets contract = promises.afterMark("w:1:2");
        assertThat(contract.admits(8, tag(0, 1))).isFalse();
        assertThat(contract.admits(8, tag(1, 2))).isTrue();
        assertThat(contract.admits(7, tag(1, 2))).isFalse();
    }

    @Test
    void promiseIsToldInWords() throws BadInputException {
        Promises promises = new TaggedPromises(log("w:0:1 f:1"), pool, SECTORS);
        promises.afterMark("w:0:1");
        SectorSets contract = promises.afterMark("f:1");
        Words words = new Words(new Provenance(promises.sources()), Words.Reasons.NONE);
        assertThat(words.promised(contract, 3))
                .isEqualTo("generation 1 of block 0 (mark w:0:1), durable by the flush of mark f:1");
        assertThat(words.promised(contract, 8)).startsWith("nothing but its own earlier values");
        assertThat(words.found(tag(0, 1), 9)).startsWith("the content of sector 0, from generation 1 of block 0");
        assertThat(words.found(ContentPool.ZERO, 3)).isEqualTo("zeros, as before its first write");
        assertThat(words.found(tag(9, 9), 3)).isEqualTo("content that was never written to the device");
    }

    @Test
    void blockBeyondTheDeviceIsRefused() {
        assertThatThrownBy(() -> new TaggedPromises(log("f:0 w:4:1"), pool, SECTORS))
                .isInstanceOf(BadInputException.class)
                .hasMessage("F: log entry 1 (MARK w:4:1): block 4 lies beyond the mapped device, which has 32 sectors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"w:0:2 w:1:2", "w:0:2 w:1:1"})
    void generationsMustAscend(String marks) {
        assertThatThrownBy(() -> new TaggedPromises(log(marks), pool, SECTORS)).isInstanceOf(BadInputException.class)
                .hasMessageStartingWith("F: log entry 1 (MARK w:1:").hasMessageEndingWith(
                        "): generations must ascend, the last was 2");
    }

    @Test
    void logWithoutTagsIsRefused() {
        assertThatThrownBy(() -> new TaggedPromises(log("s:1 f:1"), pool, SECTORS))
                .isInstanceOf(BadInputException.class)
                .hasMessage("F: no mark of the form w:BLOCK:GENERATION; was the workload a tagged one?");
    }

    private List<String> generations(SectorSets contract, long sector) {
        List<String> admissible = new ArrayList<>(contract.admits(sector, ContentPool.ZERO) ? List.of("z") : List.of());
        for (int generation = 1; generation < GENERATIONS; generation++) {
            if (contract.admits(sector, tag(0, generation))) {
                admissible.add("" + generation);
            }
        }
        return admissible;
    }

    private int tag(long block, long generation) {
        ByteBuffer bytes = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            bytes.putLong(block).putLong(generation);
        }
        return pool.intern(bytes.array(), 0);
    }

    private static DmLog log(String marks) {
        return new LogLines("F").mark(words(marks)).log();
    }

    private static String[] words(String text) {
        return text.isBlank() ? new String[0] : text.strip().split(" +");
    }
}
