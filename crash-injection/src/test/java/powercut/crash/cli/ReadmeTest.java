package powercut.crash.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import powercut.dm.PublishedDefect;
import powercut.dm.PublishedDefect.Layer;

/** The commands of the README print what it says they print, but for the time. */
class ReadmeTest {
    private static final String INDENT = "    ";
    private static final String PROMPT = INDENT + "$ crash-injection/powercut ";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern EXHIBIT = Pattern.compile("\\| (W[BC]-\\w+(?: =)?) \\| (\\d+) ");
    private static final Pattern SECONDS = Pattern.compile("\\d+\\.\\d s, ");

    @TempDir
    private Path directory;

    @TestFactory
    List<DynamicTest> commandsPrintWhatTheReadmeSays() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("README.md"));
        List<DynamicTest> tests = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith(PROMPT)) {
                String command = lines.get(i).substring(PROMPT.length());
                String expected = output(lines.subList(i + 1, lines.size()));
                tests.add(DynamicTest.dynamicTest(command, () -> assertThat(run(command)).isEqualTo(expected)));
            }
        }
        assertThat(tests).isNotEmpty();
        return tests;
    }

    @Test
    void everyExhibitIsInATableWithItsNumberOfOperations() throws IOException {
        Map<String, String> told = new TreeMap<>();
        Matcher cell = EXHIBIT.matcher(Files.readString(Path.of("README.md")));
        while (cell.find()) {
            told.put(cell.group(1), cell.group(2));
        }
        Map<String, String> listed = new TreeMap<>();
        for (PublishedDefect defect : Targets.DEFECTS) {
            defect.exhibit().ifPresent(run -> listed.put(
                    defect.id() + (defect.isCaughtBy(Layer.CONFORMANCE) ? " =" : ""), "" + run.ops().size()));
        }
        assertThat(told).isEqualTo(listed);
    }

    private String run(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(command);
        while (word.find()) {
            words.add(word.group(1) != null ? word.group(1) : word.group(2).replaceFirst("^crash-injection/", ""));
        }
        Cli.Result result = Cli.run(directory, words.toArray(String[]::new));
        return withoutTime(result.out() + result.err());
    }

    /** The indented lines up to the next that is not, without blank ones at the end. */
    private static String output(List<String> lines) {
        StringBuilder output = new StringBuilder();
        for (String line : lines) {
            if (!line.isBlank() && (!line.startsWith(INDENT) || line.startsWith(PROMPT))) {
                break;
            }
            output.append(line.isBlank() ? "" : line.substring(INDENT.length())).append('\n');
        }
        return withoutTime(output.toString().stripTrailing() + "\n");
    }

    /** Nor line breaks inside an item, whose place depends on the time's length. */
    private static String withoutTime(String text) {
        return SECONDS.matcher(text.replaceAll("\\n {10,}", " ")).replaceAll("");
    }
}
