package powercut.crash.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import powercut.crash.BadInputException;
import powercut.crash.report.JsonText;
import powercut.crash.report.Page;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.CaughtBy;
import powercut.dm.PublishedDefect.Exhibit;
import powercut.runtime.Schedule;

/** Lists the published defects: what the driver does, what catches it, and whether the driver still does it. */
@Command(name = "defects", sortOptions = false,
        description = "List the published defects of the drivers, and what catches each.",
        footer = {"", "Examples:",
            "  powercut defects WC-03",
            "  powercut explore writecache-ssd --as-published WC-03"})
final class DefectsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ID", arity = "0..*", description = "Only these. Default: all.")
    private List<String> ids = new ArrayList<>();

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    DefectsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException {
        List<PublishedDefect> chosen = chosen();
        terminal.out().print(json ? JsonText.compact(to -> write(to, chosen)) : page(chosen));
        return ExitCode.HOLDS;
    }

    private List<PublishedDefect> chosen() throws BadInputException {
        if (ids.isEmpty()) {
            return Targets.DEFECTS;
        }
        List<PublishedDefect> chosen = new ArrayList<>();
        for (String id : ids) {
            chosen.add(Targets.DEFECTS.stream().filter(defect -> defect.id().equals(id)).findFirst()
                    .orElseThrow(() -> new BadInputException("ID " + id
                            + ": unknown defect, powercut defects lists them all")));
        }
        return chosen;
    }

    private static Page page(List<PublishedDefect> defects) {
        Page page = new Page();
        for (PublishedDefect defect : defects) {
            page.item(defect.id(), defect.target() + ": " + defect.title());
            page.detail("driver", defect.driver());
            page.detail("upstream", defect.upstream().detail());
            page.detail("shortest", defect.shortest());
            defect.exhibit().ifPresent(exhibit -> run(page, defect, exhibit));
            for (CaughtBy caught : defect.caughtBy()) {
                page.detail("caught by", caught.toString());
            }
            if (defect.module().isEmpty()) {
                page.detail("no target", defect.withoutType());
            }
        }
        return page;
    }

    private static void run(Page page, PublishedDefect defect, Exhibit exhibit) {
        page.detail("run", "powercut explore " + exhibit.subject() + " --as-published " + defect.id());
        if (!exhibit.table().isEmpty()) {
            page.detail("  table", exhibit.table());
        }
        for (String disk : exhibit.disks()) {
            page.detail("  disk", disk);
        }
        for (String op : exhibit.ops()) {
            page.detail("  op", op);
        }
        for (String fault : exhibit.faults()) {
            page.detail("  fault", fault);
        }
        if (exhibit.schedule() != Schedule.RANDOM) {
            page.detail("  schedule", exhibit.schedule().toString());
        }
    }

    private static void write(JsonGenerator json, List<PublishedDefect> defects) throws IOException {
        json.writeStartArray();
        for (PublishedDefect defect : defects) {
            json.writeStartObject();
            json.writeStringField("id", defect.id());
            json.writeStringField("target", defect.target());
            json.writeStringField("title", defect.title());
            json.writeStringField("driver", defect.driver());
            json.writeObjectFieldStart("upstream");
            json.writeBooleanField("has", defect.upstream().has());
            json.writeStringField("detail", defect.upstream().detail());
            json.writeEndObject();
            json.writeStringField("shortest", defect.shortest());
            if (defect.exhibit().isPresent()) {
                write(json, defect.exhibit().get());
            }
            json.writeArrayFieldStart("caughtBy");
            for (CaughtBy caught : defect.caughtBy()) {
                json.writeStartObject();
                json.writeStringField("layer", caught.layer().toString());
                json.writeStringField("name", caught.name());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeBooleanField("asPublished", defect.module().isPresent());
            if (defect.module().isEmpty()) {
                json.writeStringField("noTarget", defect.withoutType());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private static void write(JsonGenerator json, Exhibit exhibit) throws IOException {
        json.writeObjectFieldStart("exhibit");
        json.writeStringField("subject", exhibit.subject());
        json.writeStringField("table", exhibit.table());
        write(json, "disks", exhibit.disks());
        write(json, "ops", exhibit.ops());
        write(json, "faults", exhibit.faults());
        json.writeStringField("schedule", exhibit.schedule().toString());
        json.writeEndObject();
    }

    private static void write(JsonGenerator json, String name, List<String> lines) throws IOException {
        json.writeArrayFieldStart(name);
        for (String line : lines) {
            json.writeString(line);
        }
        json.writeEndArray();
    }
}
