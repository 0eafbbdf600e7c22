package powercut.crash.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import powercut.crash.report.JsonText;
import powercut.crash.report.Page;
import powercut.dm.PublishedDefect;

/** Lists the published defects that can be put back. */
@Command(name = "defects", sortOptions = false,
        description = "List the published defects of the drivers, and what catches each.",
        footer = {"", "Example:", "  powercut explore writecache-ssd --as-published WC-03"})
final class DefectsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--json", description = "Print the list as JSON.")
    private boolean json;

    DefectsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        terminal.out().print(json ? JsonText.compact(DefectsCommand::write) : page());
        return ExitCode.HOLDS;
    }

    private static Page page() {
        Page page = new Page();
        for (PublishedDefect defect : Targets.DEFECTS) {
            page.item(defect.id(), defect.target() + ": " + defect.title());
            page.detail("driver", defect.seedDoes());
            page.detail("caught by", defect.caughtBy());
            page.detail("upstream", defect.upstream());
        }
        return page;
    }

    private static void write(JsonGenerator json) throws IOException {
        json.writeStartArray();
        for (PublishedDefect defect : Targets.DEFECTS) {
            json.writeStartObject();
            json.writeStringField("id", defect.id());
            json.writeStringField("target", defect.target());
            json.writeStringField("title", defect.title());
            json.writeStringField("driver", defect.seedDoes());
            json.writeStringField("caughtBy", defect.caughtBy());
            json.writeStringField("upstream", defect.upstream());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
