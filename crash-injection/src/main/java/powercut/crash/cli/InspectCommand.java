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
import powercut.writeboost.Geometry;

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

    private void inspectWritecache(ImageFile image) throws IOException, BadInputException {
        WritecacheInspection onDevice = WritecacheInspection.ofSuperblock(image, image.sectors());
        if (onDevice.hasTooManyBlocks()) {
            throw new BadInputException(word + ": " + onDevice.refusal() + ": " + SuperblockAdvice.of(onDevice));
        }
        WritecacheInspectionText text = new WritecacheInspectionText(
                WritecacheInspection.of(image, image.sectors(), originSectors));
        if (json) {
            terminal.out().print(JsonText.compact(text::write));
        } else {
            text.print(terminal.out());
        }
    }

    private void inspectWriteboost(ImageFile image) throws IOException, BadInputException {
        WriteboostInspectionText text = new WriteboostInspectionText(
                WriteboostInspection.of(image, image.sectors(), order));
        if (json) {
            terminal.out().print(JsonText.compact(text::write));
        } else {
            text.print(terminal.out());
        }
    }
}
