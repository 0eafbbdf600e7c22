package powercut.crash.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** JSON as text, the same bytes everywhere. */
public final class JsonText {
    private JsonText() {}

    /** Writes one value. */
    @FunctionalInterface
    public interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** On one line. */
    public static String compact(Content content) {
        return of(content, null);
    }

    /** Indented, to be read. */
    public static String indented(Content content) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        return of(content, new DefaultPrettyPrinter().withObjectIndenter(indenter).withArrayIndenter(indenter));
    }

    private static String of(Content content, PrettyPrinter printer) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
            json.setPrettyPrinter(printer);
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does not fail", e);
        }
        return text.append("\n").toString();
    }
}
