package powercut.dm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {
    @Test
    void linesAreSeparatedByNewlinesOrSemicolons() throws TableException {
        Table table = Table.parse("\n 0 8  linear a\t0 ;; 8 4 zero\n");
        assertThat(table.lines()).containsExactly(new Table.Line(0, 8, "linear", List.of("a", "0")),
                new Table.Line(8, 4, "zero", List.of()));
        assertThat(table.sectors()).isEqualTo(12);
    }

    @Test
    void printedTableParsesToItself() throws TableException {
        Table table = Table.parse("0 8 linear a 0;8 4 zero");
        assertThat(table).hasToString("0 8 linear a 0\n8 4 zero");
        assertThat(Table.parse(table.toString())).isEqualTo(table);
    }

    @ParameterizedTest
    @CsvSource({
        "0 8,          is not START LENGTH TARGET ARGUMENTS...",
        "x 8 zero,     : \"x\" is not a number of sectors",
        "0 -8 zero,    : \"-8\" is not a number of sectors",
        "0 8k zero,    : \"8k\" is not a number of sectors",
        "0 ٨ zero,     : \"٨\" is not a number of sectors",
        "0 1234567890123456789 zero, : \"1234567890123456789\" is not a number of sectors",
        "0 0 zero,     : the length must be at least 1 sector",
        "4 8 zero,     ' begins at sector 4, the previous one ends at 0'",
    })
    void badLineIsNamedWithWhatIsWrong(String line, String wrong) {
        assertThatThrownBy(() -> Table.parse(line)).isInstanceOf(TableException.class)
                .hasMessage("table line \"" + line + "\"" + (wrong.startsWith("is") ? " " : "") + wrong);
    }

    @ParameterizedTest
    @ValueSource(strings = {"9 4 zero", "7 4 zero"})
    void gapAndOverlapAreRefused(String second) {
        assertThatThrownBy(() -> Table.parse("0 8 zero\n" + second)).isInstanceOf(TableException.class)
                .hasMessage("table line \"" + second + "\" begins at sector " + second.charAt(0)
                        + ", the previous one ends at 8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n;\t;"})
    void emptyTableIsRefused(String text) {
        assertThatThrownBy(() -> Table.parse(text)).isInstanceOf(TableException.class)
                .hasMessage("the table is empty; a line looks like \"0 32768 writecache s ORIGIN CACHE 4096 0\"");
    }
}
