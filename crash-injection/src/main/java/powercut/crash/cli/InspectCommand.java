package powercut.crash.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import powercut.crash.BadInputException;
import powercut.crash.cli.WritecacheInspection.Decision;
import powercut.crash.cli.WritecacheInspection.Judged;
import powercut.crash.log.Slices;
import powercut.crash.report.IoErrors;
import powercut.crash.report.JsonText;
import powercut.crash.report.Page;
import powercut.writeboost.Geometry;
import powercut.writecache.Superblock;
import powercut.writecache.WritecacheImage.Entry;

/** Shows what is on a cache device, and what recovery would keep. Never modifies it. */
@Command(name = "inspect", sortOptions = false,
        description = "Show what is on a cache device and what recovery would keep.",
        footer = {"", "Examples:", "  powercut inspect writecache disk.img@32768",
            "  powercut inspect writeboost ssd.img --order 11"})
final class InspectCommand implements Callable<Integer> {
    private static final String WRITECACHE = "writecache";
    private static final String WRITEBOOST = "writeboost";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "writecache|writeboost", description = "What is on it.")
    private String target;

    @Parameters(index = "1", paramLabel = "IMG[@START[+SECTORS]]",
            description = "The cache device: an image, a slice of one, or a block device.")
    private String word;

    @Option(names = "--origin-sectors", paramLabel = "N",
            description = "writecache: size of the origin, to find entries beyond its end.")
    private Long originSectors;

    @Option(names = "--order", paramLabel = "N", description = "writeboost: log2 of the sectors of a segment, "
            + "4 to 11; without it what the superblock says, else 11.")
    private Integer order;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException {
        checkOptions();
        try (ImageFile image = ImageFile.open(Slices.parse(word))) {
            if (target.equals(WRITECACHE)) {
                inspectWritecache(image);
            } else {
                inspectWriteboost(image);
            }
        } catch (IOException e) {
            throw new BadInputException(word + ": cannot be read: " + IoErrors.reason(e));
        }
        return ExitCode.HOLDS;
    }

    private void checkOptions() throws BadInputException {
        if (!target.equals(WRITECACHE) && !target.equals(WRITEBOOST)) {
            throw new BadInputException(target + ": unknown kind of device, expected " + WRITECACHE + " or "
                    + WRITEBOOST);
        }
        if (originSectors != null && !target.equals(WRITECACHE) || order != null && !target.equals(WRITEBOOST)) {
            throw new BadInputException((order != null ? "--order" : "--origin-sectors") + ": not for a " + target
                    + " device");
        }
        if (originSectors != null && originSectors < 1) {
            throw new BadInputException("--origin-sectors " + originSectors + ": expected at least 1");
        }
        if (order != null && (order < Geometry.ORDER_MIN || order > Geometry.ORDER_MAX)) {
            throw new BadInputException("--order " + order + ": expected " + Geometry.ORDER_MIN + " to "
                    + Geometry.ORDER_MAX);
        }
    }

    private void inspectWritecache(ImageFile image) throws IOException {
        WritecacheInspection inspection = WritecacheInspection.of(image, image.sectors(), originSectors);
        if (json) {
            terminal.out().print(JsonText.compact(generator -> write(generator, inspection)));
        } else {
            print(inspection);
        }
    }

    private void inspectWriteboost(ImageFile image) throws IOException, BadInputException {
        WriteboostInspection inspection = WriteboostInspection.of(image, image.sectors(), order);
        WriteboostInspectionText text = new WriteboostInspectionText(inspection);
        if (json) {
            terminal.out().print(JsonText.compact(text::write));
        } else {
            text.print(terminal.out());
        }
    }

    private void print(WritecacheInspection inspection) throws IOException {
        Page page = new Page();
        summarize(page, inspection);
        inspection.problems().forEach(problem -> page.item("problem", problem));
        terminal.out().print(page);
        if (!inspection.entries().isEmpty()) {
            terminal.out().print("\n   entry       sector     sequence  data sector  state\n");
            inspection.entries().forEach(judged -> terminal.out().print(row(judged.entry(), judged.decision())));
        }
    }

    /** The device in a few lines; also for recover. */
    static void summarize(Page page, WritecacheInspection inspection) {
        Superblock superblock = inspection.superblock();
        page.item("format", "magic 0x" + Integer.toHexString(superblock.magic()) + ", version " + superblock.version()
                + ", blocks of " + superblock.blockSize() + " bytes, "
                + WritecacheInspection.unsigned(superblock.nBlocks()) + " of them, seq_count "
                + WritecacheInspection.unsigned(superblock.seqCount()));
        page.item("driver", inspection.isUnformatted() ? "formats it, whatever is on it"
                : inspection.refusal() == null
                        ? "accepts it; metadata up to sector " + (inspection.metadataSectors() - 1)
                : "refuses it: " + inspection.refusal());
        page.item("entries", committed(inspection) + " committed, " + inspection.count(Decision.DROP_UNCOMMITTED)
                + " uncommitted, " + inspection.free() + " free");
        page.item("recovery", "keeps " + inspection.count(Decision.KEEP) + ", drops "
                + inspection.count(Decision.DROP_UNCOMMITTED) + " uncommitted and "
                + inspection.count(Decision.DROP_OLDER) + " older than another of the same sector");
    }

    private static long committed(WritecacheInspection inspection) {
        return inspection.count(Decision.KEEP) + inspection.count(Decision.DROP_OLDER);
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

    private void write(JsonGenerator json, WritecacheInspection inspection) throws IOException {
        Superblock superblock = inspection.superblock();
        json.writeStartObject();
        json.writeStringField("target", WRITECACHE);
        json.writeObjectFieldStart("superblock");
        json.writeStringField("magic", "0x" + Integer.toHexString(superblock.magic()));
        json.writeNumberField("version", superblock.version());
        json.writeNumberField("blockSize", superblock.blockSize());
        writeUnsigned(json, "blocks", superblock.nBlocks());
        writeUnsigned(json, "seqCount", superblock.seqCount());
        json.writeEndObject();
        json.writeBooleanField("formatted", !inspection.isUnformatted());
        json.writeStringField("refusal", inspection.refusal());
        json.writeNumberField("committed", committed(inspection));
        json.writeNumberField("uncommitted", inspection.count(Decision.DROP_UNCOMMITTED));
        json.writeNumberField("free", inspection.free());
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
