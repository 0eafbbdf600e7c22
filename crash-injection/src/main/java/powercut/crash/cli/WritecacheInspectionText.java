package powercut.crash.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.Locale;
import powercut.crash.cli.WritecacheInspection.Decision;
import powercut.crash.cli.WritecacheInspection.Judged;
import powercut.crash.cli.WritecacheInspection.Problem;
import powercut.crash.report.Page;
import powercut.writecache.Superblock;
import powercut.writecache.WritecacheImage.Entry;

/** A dm-writecache cache device in words and in JSON. */
final class WritecacheInspectionText {
    private final WritecacheInspection inspection;

    WritecacheInspectionText(WritecacheInspection inspection) {
        this.inspection = inspection;
    }

    /** The device in a few lines, and a row for each entry that is not free. */
    void print(PrintStream out) {
        Page page = new Page();
        summarize(page);
        out.print(page);
        if (!inspection.entries().isEmpty()) {
            out.print("\n   entry       sector     sequence  data sector  state\n");
            inspection.entries().forEach(judged -> out.print(row(judged.entry(), judged.decision())));
        }
    }

    /** The device in a few lines; also for recover. */
    void summarize(Page page) {
        Superblock superblock = inspection.superblock();
        page.item("format", "magic 0x" + Integer.toHexString(superblock.magic()) + ", version " + superblock.version()
                + ", blocks of " + superblock.blockSize() + " bytes, "
                + WritecacheInspection.unsigned(superblock.nBlocks()) + " of them, seq_count "
                + WritecacheInspection.unsigned(superblock.seqCount()));
        page.item("driver", inspection.isUnformatted() ? "formats it, whatever is on it"
                : inspection.refusal() == null
                        ? "accepts it; metadata up to sector " + (inspection.metadataSectors() - 1)
                : "refuses it: " + inspection.refusal());
        String advice = SuperblockAdvice.of(inspection);
        if (advice != null) {
            page.item("advice", advice);
        }
        page.item("entries", inspection.committed() + " committed, " + inspection.count(Decision.DROP_UNCOMMITTED)
                + " uncommitted, " + inspection.free() + " free");
        page.item("recovery", "keeps " + inspection.count(Decision.KEEP) + ", drops "
                + inspection.count(Decision.DROP_UNCOMMITTED) + " uncommitted and "
                + inspection.count(Decision.DROP_OLDER) + " older than another of the same sector");
        inspection.problems().forEach(problem -> page.item("problem", problem));
        long all = Arrays.stream(Problem.values()).mapToLong(inspection::count).sum();
        if (all > inspection.problems().size()) {
            page.item("problem", "and " + (all - inspection.problems().size()) + " more of these kinds");
        }
    }

    private static String row(Entry entry, Decision decision) {
        return String.format(Locale.ROOT, "%8d %12s %12s %12d  %s\n", entry.index(),
                WritecacheInspection.unsigned(entry.originalSector()), WritecacheInspection.unsigned(entry.seqCount()),
                entry.dataSector(), describe(decision));
    }

    private static String describe(Decision decision) {
        return switch (decision) {
            case KEEP -> "committed, kept";
            case DROP_UNCOMMITTED -> "uncommitted, dropped: not below seq_count";
            case DROP_OLDER -> "committed, dropped: another entry of the sector counts";
        };
    }

    /** All of it as one JSON object; of the problems the first, and how many there are of each kind. */
    void write(JsonGenerator json) throws IOException {
        Superblock superblock = inspection.superblock();
        json.writeStartObject();
        json.writeStringField("target", "writecache");
        json.writeNumberField("deviceSectors", inspection.deviceSectors());
        json.writeObjectFieldStart("superblock");
        json.writeStringField("magic", "0x" + Integer.toHexString(superblock.magic()));
        json.writeNumberField("version", superblock.version());
        json.writeNumberField("blockSize", superblock.blockSize());
        writeUnsigned(json, "blocks", superblock.nBlocks());
        writeUnsigned(json, "seqCount", superblock.seqCount());
        json.writeEndObject();
        json.writeBooleanField("formatted", !inspection.isUnformatted());
        json.writeStringField("refusal", inspection.refusal());
        json.writeStringField("advice", SuperblockAdvice.of(inspection));
        json.writeNumberField("metadataSectors", inspection.metadataSectors());
        json.writeNumberField("committed", inspection.committed());
        json.writeNumberField("uncommitted", inspection.count(Decision.DROP_UNCOMMITTED));
        json.writeNumberField("free", inspection.free());
        json.writeNumberField("kept", inspection.count(Decision.KEEP));
        json.writeNumberField("droppedOlder", inspection.count(Decision.DROP_OLDER));
        json.writeNumberField("identical", inspection.count(Problem.IDENTICAL));
        json.writeNumberField("unaligned", inspection.count(Problem.UNALIGNED));
        json.writeNumberField("beyondOrigin", inspection.count(Problem.BEYOND_ORIGIN));
        json.writeArrayFieldStart("problems");
        for (String problem : inspection.problems()) {
            json.writeString(problem);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("entries");
        for (Judged judged : inspection.entries()) {
            write(json, judged);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Judged judged) throws IOException {
        Entry entry = judged.entry();
        json.writeStartObject();
        json.writeNumberField("index", entry.index());
        writeUnsigned(json, "sector", entry.originalSector());
        writeUnsigned(json, "seqCount", entry.seqCount());
        json.writeStringField("state", entry.state().name().toLowerCase(Locale.ROOT));
        json.writeBooleanField("kept", judged.decision() == Decision.KEEP);
        json.writeNumberField("dataSector", entry.dataSector());
        json.writeEndObject();
    }

    private static void writeUnsigned(JsonGenerator json, String field, long number) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(WritecacheInspection.unsigned(number));
    }
}
