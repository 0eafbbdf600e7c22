package powercut.crash.cli;

import java.util.List;
import java.util.stream.IntStream;
import powercut.crash.BadInputException;
import powercut.dm.Table;
import powercut.dm.TableException;

/** Which arguments of a table line name devices. */
final class DeviceArguments {
    /** Of a line {@code linear DEVICE START}. */
    static final int LINEAR_DEVICE = 0;

    /** Of a line {@code writecache MODE ORIGIN CACHE BLOCKSIZE ...}. */
    static final int WRITECACHE_ORIGIN = 1;
    static final int WRITECACHE_CACHE = 2;
    static final int WRITECACHE_BLOCK_SIZE = 3;

    private static final String WRITEBOOST = "writeboost"; // and its mgr

    private DeviceArguments() {}

    /** The devices that a line names, in its order. */
    static List<String> of(Table.Line line) throws TableException, BadInputException {
        Targets.types(null).get(line.type()); // refuses an unknown type
        if (line.type().startsWith(WRITEBOOST)) {
            throw new BadInputException("table line \"" + line + "\": " + line.type()
                    + " is only for explore and inspect, expected linear or writecache");
        }
        int[] devices = line.type().equals("linear") ? new int[] {LINEAR_DEVICE}
                : new int[] {WRITECACHE_ORIGIN, WRITECACHE_CACHE};
        if (line.arguments().size() <= devices[devices.length - 1]) {
            throw new BadInputException("table line \"" + line + "\": " + line.type()
                    + " needs more arguments, its devices among them");
        }
        return IntStream.of(devices).mapToObj(line.arguments()::get).toList();
    }
}
