package powercut.crash.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import powercut.crash.cli.WriteboostInspection.Decision;
import powercut.crash.cli.WriteboostInspection.Slot;
import powercut.crash.report.Page;
import powercut.writeboost.Geometry;
import powercut.writeboost.MetablockDevice;
import powercut.writeboost.SuperblockDevice;

/** Prints a {@link WriteboostInspection}. Of the entries it shows those that may still be needed: not migrated ones. */
final class WriteboostInspectionText {
    private final WriteboostInspection inspection;
    private final Geometry geometry;
    private final SuperblockDevice superblock;

    WriteboostInspectionText(WriteboostInspection inspection) {
        this.inspection = inspection;
        this.geometry = inspection.geometry();
        this.superblock = inspection.superblock();
    }

    void print(PrintStream out) {
        Page page = new Page();
        page.item("format", "order " + geometry.order() + ": " + geometry.nrSegments() + " slots of "
                + geometry.segmentSectors() + " sectors, " + Page.count(geometry.cachesInSegment(), "line") + " each");
        page.item("record", "last_migrated_segment_id " + Long.toUnsignedString(superblock.lastMigratedSegmentId())
                + ", " + identity());
        page.item("driver", inspection.refusal() == null ? "accepts it" : "refuses it: " + inspection.refusal());
        String empty = inspection.count(Decision.EMPTY) + " empty";
        if (inspection.refusal() == null) {
            page.item("slots", inspection.count(Decision.REPLAY) + " to be replayed, "
                    + inspection.count(Decision.MIGRATED) + " migrated, " + inspection.count(Decision.DROP)
                    + " dropped, " + empty);
            page.item("recovery", recovery());
        } else {
            page.item("slots", inspection.count(Decision.LEAVE) + " left alone, " + empty);
        }
        out.print(page);
        if (!inspection.slots().isEmpty()) {
            out.print("\n    slot           id        lap  length   dirty  state\n");
            inspection.slots().forEach(slot -> out.print(row(slot)));
            out.print("\n segment  entry  device           sector  dirty     lap\n");
            inspection.slots().forEach(slot -> printEntries(out, slot));
        }
    }

    private String identity() {
        return superblock.isForeign() ? "something else behind it"
                : superblock.hasIdentity() ? "formatted as " + superblock.nrSegments() + " slots of order "
                        + superblock.order()
                : "no identity, as the published driver leaves it";
    }

    private String recovery() {
        String end = ": " + inspection.end() + "; the next segment is " + (inspection.lastReplayed() + 1);
        return inspection.lastReplayed() < inspection.firstReplayed()
                ? "replays nothing" + end
                : "replays segments " + inspection.firstReplayed() + " to " + inspection.lastReplayed() + " and ends"
                        + end;
    }

    private static String row(Slot slot) {
        return String.format(Locale.ROOT, "%8d %12s %10s %7d %7d  %s\n", slot.index(),
                Long.toUnsignedString(slot.header().globalId()), Integer.toUnsignedString(slot.header().lap()),
                slot.header().mbarr().size(), slot.dirty(), describe(slot));
    }

    private static String describe(Slot slot) {
        String flaw = slot.flaw() == null ? "" : ": " + slot.flaw();
        return switch (slot.decision()) {
            case EMPTY -> "empty";
            case MIGRATED -> "migrated";
            case REPLAY -> "to be replayed";
            case DROP -> "dropped" + (flaw.isEmpty() ? ": not in the run from the record on" : flaw);
            case LEAVE -> "left alone" + flaw;
        };
    }

    private static void printEntries(PrintStream out, Slot slot) {
        for (int line = 0; line < slot.header().mbarr().size() && slot.decision() != Decision.MIGRATED; line++) {
            MetablockDevice entry = slot.header().mbarr().get(line);
            out.print(String.format(Locale.ROOT, "%8s %6d %7d %16s  %s  %s\n",
                    Long.toUnsignedString(slot.header().globalId()), line, entry.deviceId(),
                    Long.toUnsignedString(entry.sector()), sectorPicture(entry),
                    Integer.toUnsignedString(entry.lap())));
        }
    }

    /** The eight sectors of the block in order, a 1 for each that is dirty. */
    private static String sectorPicture(MetablockDevice entry) {
        StringBuilder picture = new StringBuilder();
        for (int sector = 0; sector < Geometry.LINE_SECTORS; sector++) {
            picture.append(entry.dirtyBits() >> sector & 1);
        }
        return picture.toString();
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("target", "writeboost");
        json.writeObjectFieldStart("superblock");
        writeUnsigned(json, "lastMigratedSegmentId", superblock.lastMigratedSegmentId());
        json.writeBooleanField("identity", superblock.hasIdentity());
        json.writeNumberField("order", superblock.order());
        json.writeNumberField("nrSegments", superblock.nrSegments());
        json.writeEndObject();
        json.writeNumberField("order", geometry.order());
        json.writeNumberField("nrSegments", geometry.nrSegments());
        json.writeStringField("refusal", inspection.refusal());
        json.writeNumberField("replayed", inspection.count(Decision.REPLAY));
        json.writeNumberField("migrated", inspection.count(Decision.MIGRATED));
        json.writeNumberField("dropped", inspection.count(Decision.DROP));
        json.writeNumberField("leftAlone", inspection.count(Decision.LEAVE));
        json.writeNumberField("empty", inspection.count(Decision.EMPTY));
        json.writeStringField("end", inspection.end());
        json.writeNumberField("nextSegmentId", inspection.lastReplayed() + 1);
        json.writeArrayFieldStart("slots");
        for (Slot slot : inspection.slots()) {
            write(json, slot);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Slot slot) throws IOException {
        json.writeStartObject();
        json.writeNumberField("slot", slot.index());
        writeUnsigned(json, "id", slot.header().globalId());
        writeUnsigned(json, "lap", Integer.toUnsignedLong(slot.header().lap()));
        json.writeStringField("decision", slot.decision().name().toLowerCase(Locale.ROOT));
        json.writeStringField("flaw", slot.flaw());
        json.writeNumberField("length", slot.header().mbarr().size());
        json.writeNumberField("dirty", slot.dirty());
        json.writeArrayFieldStart("entries");
        for (MetablockDevice entry : slot.header().mbarr()) {
            json.writeStartObject();
            json.writeNumberField("device", entry.deviceId());
            writeUnsigned(json, "sector", entry.sector());
            json.writeStringField("dirtySectors", sectorPicture(entry));
            writeUnsigned(json, "lap", Integer.toUnsignedLong(entry.lap()));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void writeUnsigned(JsonGenerator json, String field, long number) throws IOException {
        json.writeFieldName(field);
        json.writeNumber(Long.toUnsignedString(number));
    }
}
