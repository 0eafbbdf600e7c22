package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.IoObserver;
import powercut.block.PmemDisk;
import powercut.block.VolatileDisk;
import powercut.dm.MappedDevice;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target.StatusType;
import powercut.dm.TargetException;
import powercut.dm.TargetTypes;
import powercut.runtime.FirstChooser;
import powercut.runtime.SimulatedRuntime;
import powercut.writecache.WritecacheType;

/**
 * The table line that dm-writecache prints is the one that it was given: the last value of each option, in the driver's
 * order (WC-40, 44, 45); loading it prints it again.
 */
class TableLineProperties {
    private static final List<String> NAMES = List.of(
            "high_watermark", "low_watermark", "writeback_jobs", "autocommit_blocks", "autocommit_time");
    private static final int WORDS_MAX = 16; // WC-45: the driver's 10 do not hold what it prints itself

    /** One option as it is given: its name in any case, and its value. */
    record Given(String name, String value) {
        String words() {
            return value.isEmpty() ? name : name + " " + value;
        }

        boolean is(String wanted) {
            return name.equalsIgnoreCase(wanted);
        }
    }

    @Property(seed = "1")
    void whatWasGivenIsPrinted(@ForAll("letters") String letter, @ForAll("blockSizes") int blockSize,
            @ForAll("options") List<Given> options) {
        List<Given> given = options.stream().filter(one -> !one.value().isEmpty() || letter.equals("p")).toList();
        String device = "0 64 writecache " + letter + " origin cache " + blockSize + " ";
        String printed = device + canonical(given);

        assertThat(printedAfter(device + count(given) + words(given))).isEqualTo(printed);
        assertThat(printedAfter(printed)).isEqualTo(printed);
    }

    @Provide
    Arbitrary<String> letters() {
        return Arbitraries.of("s", "p");
    }

    @Provide
    Arbitrary<Integer> blockSizes() {
        return Arbitraries.of(512, 1024, 2048, 4096);
    }

    @Provide
    Arbitrary<List<Given>> options() {
        Arbitrary<Integer> low = Arbitraries.integers().between(0, 45);
        Arbitrary<Integer> high = Arbitraries.integers().between(50, 100);
        Arbitrary<Long> unsigned = Arbitraries.longs().between(0, 0xFFFFFFFFL);
        Arbitrary<Given> option = Arbitraries.oneOf(
                given("high_watermark", high), given("low_watermark", low), given("writeback_jobs", unsigned),
                given("autocommit_blocks", unsigned),
                given("autocommit_time", Arbitraries.integers().between(0, 3600000)),
                given("fua", Arbitraries.just("")), given("nofua", Arbitraries.just("")));
        return option.list().ofMaxSize(WORDS_MAX / 2);
    }

    private static Arbitrary<Given> given(String name, Arbitrary<?> value) {
        return Combinators.combine(Arbitraries.of(name, name.toUpperCase(Locale.ROOT)), value)
                .as((spelled, number) -> new Given(spelled, number.toString()));
    }

    /** Each option once, in the driver's order, the count before them. */
    private static String canonical(List<Given> given) {
        List<Given> printed = new ArrayList<>();
        for (String name : NAMES) {
            last(given.stream().filter(one -> one.is(name)).toList())
                    .ifPresent(one -> printed.add(new Given(name, one.value())));
        }
        last(given.stream().filter(one -> one.value().isEmpty()).toList())
                .ifPresent(one -> printed.add(new Given(one.name().toLowerCase(Locale.ROOT), "")));
        return count(printed) + words(printed);
    }

    private static Optional<Given> last(List<Given> of) {
        return of.isEmpty() ? Optional.empty() : Optional.of(of.get(of.size() - 1));
    }

    private static int count(List<Given> given) {
        return given.stream().mapToInt(one -> one.value().isEmpty() ? 1 : 2).sum();
    }

    private static String words(List<Given> given) {
        return given.stream().map(one -> " " + one.words()).collect(Collectors.joining());
    }

    private static String printedAfter(String line) {
        SimulatedRuntime runtime = new SimulatedRuntime(new FirstChooser());
        String[] printed = new String[1];
        runtime.run(() -> {
            BlockDevice origin = new VolatileDisk("origin", 64, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
            BlockDevice cache = line.contains(" p origin") ? new PmemDisk("cache", 256, IoObserver.NONE)
                    : new VolatileDisk("cache", 256, DiskOptions.DEFAULT, runtime, IoObserver.NONE);
            MappedDevice device = new MappedDevice("top", runtime, new TargetTypes(new WritecacheType()),
                    Map.of("origin", origin, "cache", cache)::get, error -> { });
            try {
                device.load(Table.parse(line));
            } catch (TableException | TargetException e) {
                throw new IllegalArgumentException(line + ": " + e.getMessage());
            }
            device.resume();
            printed[0] = device.status(StatusType.TABLE).get(0);
            device.remove();
        });
        return printed[0];
    }
}
