package powercut.crash.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import powercut.crash.BadInputException;
import powercut.crash.log.Slices;
import powercut.crash.report.IoErrors;
import powercut.crash.report.JsonText;

/** Shows what is on a cache device, and what recovery would keep. Never modifies it. */
@Command(name = "inspect", sortOptions = false,
        description = "Show what is on a cache device and what recovery would keep.",
        footer = {"", "Example:", "  powercut inspect writecache disk.img@32768"})
final class InspectCommand implements Callable<Integer> {
    private static final String WRITECACHE = "writecache";

    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "writecache", description = "What is on it.")
    private String target;

    @Parameters(index = "1", paramLabel = "IMG[@START[+SECTORS]]",
            description = "The cache device: an image, a slice of one, or a block device.")
    private String word;

    @Option(names = "--origin-sectors", paramLabel = "N",
            description = "Size of the origin, to find entries beyond its end.")
    private Long originSectors;

    @Option(names = "--json", description = "Print as JSON.")
    private boolean json;

    InspectCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws BadInputException {
        if (!target.equals(WRITECACHE)) {
            throw new BadInputException(target + ": unknown kind of device, expected " + WRITECACHE);
        }
        if (originSectors != null && originSectors < 1) {
            throw new BadInputException("--origin-sectors " + originSectors + ": expected at least 1");
        }
        try (ImageFile image = ImageFile.open(Slices.parse(word))) {
            inspectWritecache(image);
        } catch (IOException e) {
            throw new BadInputException(word + ": cannot be read: " + IoErrors.reason(e));
        }
        return ExitCode.HOLDS;
    }

    private void inspectWritecache(ImageFile image) throws IOException {
        WritecacheInspectionText text = new WritecacheInspectionText(
                WritecacheInspection.of(image, image.sectors(), originSectors));
        if (json) {
            terminal.out().print(JsonText.compact(text::write));
        } else {
            text.print(terminal.out());
        }
    }
}
