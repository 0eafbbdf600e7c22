package powercut.crash.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import powercut.crash.BadInputException;
import powercut.crash.explore.Violation;
import powercut.crash.report.Bundle;
import powercut.crash.report.IoErrors;
import powercut.crash.report.JsonText;
import powercut.crash.run.Workload;
import powercut.dm.TableException;
import powercut.runtime.Schedule;

/**
 * The run that a bundle of {@code explore} is about, for programs: {@code run.json} has all that decides it but for the
 * workload, and the violation that it showed first.
 *
 * @param shown the first violation, as {@link #words}
 */
record BundledRun(RunDescription described, RunSetup setup, Workload workload, String shown) {
    static final String RUN_FILE = "run.json";
    static final String WORKLOAD_FILE = "workload.txt";

    private static final int BYTES_MAX = 1 << 20; // a table may be long

    /** What a bundle keeps of the run. */
    static String json(RunDescription run, Violation first) {
        return JsonText.indented(json -> {
            json.writeStartObject();
            json.writeStringField("target", run.target());
            json.writeStringField("table", run.table());
            json.writeFieldName("disks");
            json.writeArray(run.disks().toArray(String[]::new), 0, run.disks().size());
            json.writeFieldName("faults");
            json.writeArray(run.faults().toArray(String[]::new), 0, run.faults().size());
            json.writeStringField("asPublished", run.defectId());
            json.writeStringField("schedule", run.schedule().toString());
            json.writeNumberField("seed", run.seed());
            json.writeBooleanField("first", run.firstOnly());
            json.writeStringField("shows", words(first));
            json.writeEndObject();
        });
    }

    /** What tells a violation from others. */
    static String words(Violation violation) {
        return violation.point().when() + ", sector " + violation.sector() + ": expected " + violation.promised()
                + ", actual " + violation.found();
    }

    /**
     * Reads the run of a bundle.
     *
     * @throws BadInputException if it is none of {@code explore}, or has been damaged
     */
    static BundledRun read(Path bundle) throws BadInputException {
        if (!Files.isRegularFile(bundle.resolve(Bundle.MARKER))) {
            throw new BadInputException(bundle + ": not a bundle, expected a directory that powercut explore wrote");
        }
        if (!Files.isRegularFile(bundle.resolve(RUN_FILE)) || !Files.isRegularFile(bundle.resolve(WORKLOAD_FILE))) {
            throw new BadInputException(bundle + ": a bundle without " + RUN_FILE + " and " + WORKLOAD_FILE
                    + ", expected one that powercut explore wrote; what check found is in a recorded log");
        }
        JsonNode json = tree(bundle.resolve(RUN_FILE));
        RunDescription described;
        RunSetup setup;
        String shown;
        try {
            described = described(json);
            setup = described.setUp();
            shown = text(json, "shows");
        } catch (BadInputException | TableException e) {
            throw new BadInputException(bundle.resolve(RUN_FILE) + ": " + e.getMessage());
        }
        return new BundledRun(described, setup, WorkloadFile.read(bundle.resolve(WORKLOAD_FILE), setup), shown);
    }

    private static JsonNode tree(Path file) throws BadInputException {
        try {
            return new ObjectMapper().readTree(WorkloadFile.text(file, BYTES_MAX, "the run of a bundle"));
        } catch (JsonProcessingException e) {
            throw new BadInputException(file + ": not JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new BadInputException(file + ": cannot be read as text: " + IoErrors.reason(e));
        }
    }

    private static RunDescription described(JsonNode json) throws BadInputException {
        return new RunDescription(text(json, "target"), textOrNull(json, "table"), texts(json, "disks"),
                texts(json, "faults"), textOrNull(json, "asPublished"), schedule(text(json, "schedule")), seed(json),
                json.path("first").asBoolean());
    }

    private static long seed(JsonNode json) throws BadInputException {
        if (!json.path("seed").canConvertToLong() || !json.path("seed").isIntegralNumber()) {
            throw new BadInputException("\"seed\" is not a number");
        }
        return json.path("seed").longValue();
    }

    private static Schedule schedule(String name) throws BadInputException {
        for (Schedule schedule : Schedule.values()) {
            if (schedule.toString().equals(name)) {
                return schedule;
            }
        }
        throw new BadInputException("schedule " + name + ": unknown, expected one of "
                + List.of(Schedule.values()).toString().toLowerCase(Locale.ROOT));
    }

    private static String text(JsonNode json, String field) throws BadInputException {
        String text = textOrNull(json, field);
        if (text == null) {
            throw new BadInputException("\"" + field + "\" is missing");
        }
        return text;
    }

    private static String textOrNull(JsonNode json, String field) throws BadInputException {
        return json.hasNonNull(field) ? textOf(json.get(field), "\"" + field + "\" is not a text") : null;
    }

    private static List<String> texts(JsonNode json, String field) throws BadInputException {
        List<String> texts = new ArrayList<>();
        for (JsonNode element : json.path(field)) {
            texts.add(textOf(element, "\"" + field + "\" has what is not a text"));
        }
        return texts;
    }

    private static String textOf(JsonNode node, String otherwise) throws BadInputException {
        if (!node.isTextual()) {
            throw new BadInputException(otherwise);
        }
        return node.textValue();
    }
}
