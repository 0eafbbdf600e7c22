package powercut.crash.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import powercut.crash.explore.Violation;
import powercut.crash.explore.Violation.Decided;

/**
 * A result for programs. The same input gives the same bytes: no times, a fixed order of fields, rounded logarithms.
 */
public final class JsonReport {
    private static final int LOG2_DECIMALS = 3; // the last bits of a logarithm differ from one JDK to the next

    private JsonReport() {}

    /**
     * What {@code --json} prints. Sectors are those of the mapped device, of 512 bytes; -1 is the device as a whole.
     */
    public static String of(Findings findings, Origins origins) {
        return JsonText.compact(json -> write(json, findings, origins, false));
    }

    /** What a bundle keeps: the same, and all that is known of each violation. */
    public static String inFull(Findings findings, Origins origins) {
        return JsonText.indented(json -> write(json, findings, origins, true));
    }

    private static void write(JsonGenerator json, Findings findings, Origins origins, boolean full) throws IOException {
        Coverage coverage = findings.coverage();
        json.writeStartObject();
        json.writeStringField("verdict", findings.holds() ? "holds" : "violated");
        json.writeBooleanField("exhaustive", coverage.exhaustive());
        json.writeNumberField("crashPoints", coverage.crashPoints());
        json.writeFieldName("log2CrashStates");
        BigDecimal log2 = new BigDecimal(coverage.log2CrashStates());
        json.writeNumber(log2.setScale(LOG2_DECIMALS, RoundingMode.HALF_EVEN).toPlainString());
        json.writeNumberField("recoveries", coverage.recoveries());
        json.writeArrayFieldStart("notes");
        for (String note : findings.notes()) {
            json.writeString(note);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("violations");
        for (Violation violation : findings.violations()) {
            write(json, violation, origins, full);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, Violation violation, Origins origins, boolean full)
            throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("point");
        json.writeNumberField("index", violation.point().index());
        json.writeStringField("when", violation.point().when());
        json.writeEndObject();
        json.writeStringField("mark", violation.point().mark());
        json.writeNumberField("sector", violation.sector());
        json.writeStringField("promised", violation.promised());
        json.writeStringField("found", violation.found());
        if (full) {
            json.writeNumberField("sectors", violation.sectors());
            json.writeStringField("why", violation.why());
            json.writeNumberField("powerFailures", violation.depth());
        }
        json.writeArrayFieldStart("state");
        for (Decided decided : violation.state()) {
            json.writeStartObject();
            json.writeStringField("disk", decided.disk());
            json.writeNumberField(decided.isAtom() ? "byte" : "sector",
                    decided.isAtom() ? decided.offset() : decided.unit());
            json.writeStringField("holds", origins.of(decided));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }
}
