package powercut.crash.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import powercut.crash.BadInputException;
import powercut.crash.log.DeviceLog;
import powercut.crash.log.DmLog;
import powercut.crash.log.DmLogWrites;
import powercut.crash.log.LogLimits;
import powercut.crash.values.ContentPool;

/** The options {@code --log [DEVICE=]FILE} of a check. */
final class LogOptions {
    private static final Pattern NAMED = Pattern.compile("([A-Za-z][A-Za-z0-9_-]{0,63})=(.+)");

    private final List<Named> options = new ArrayList<>();

    /** One of them. */
    record Named(String device, Path file) {
        /** The file in a bundle. */
        String nameInBundle() {
            return "log-" + (isOnly() ? "" : device + "-") + file.getFileName();
        }

        /** The option that names {@code nameInBundle}. */
        String optionInBundle() {
            return "--log " + Shell.quote((isOnly() ? "" : device + "=") + nameInBundle());
        }

        private boolean isOnly() {
            return device.equals(DeviceLog.ONLY);
        }
    }

    /**
     * @param words {@code DEVICE=FILE}, or {@code FILE} for the device {@code log}
     */
    LogOptions(List<String> words) throws BadInputException {
        for (String word : words) {
            Matcher named = NAMED.matcher(word);
            String device = named.matches() ? named.group(1) : DeviceLog.ONLY;
            if (options.stream().anyMatch(option -> option.device().equals(device))) {
                throw new BadInputException("--log " + word + ": there are two logs of the device " + device
                        + ", expected DEVICE=FILE with another name");
            }
            options.add(new Named(device, path(named.matches() ? named.group(2) : word)));
        }
    }

    private static Path path(String word) throws BadInputException {
        try {
            return Path.of(word);
        } catch (InvalidPathException e) {
            throw new BadInputException("--log " + word + ": no file can have this name: " + e.getReason());
        }
    }

    List<Named> all() {
        return options;
    }

    /** Reads them in their order. */
    List<DeviceLog> read(ContentPool pool, long maxLogBytes) throws BadInputException {
        List<DeviceLog> logs = new ArrayList<>();
        for (Named option : options) {
            logs.add(new DeviceLog(option.device(), read(option.file(), pool, maxLogBytes)));
        }
        return logs;
    }

    /** Not from a pipe: it is copied into the bundle afterwards, and one that nobody writes to would hang. */
    static DmLog read(Path file, ContentPool pool, long maxLogBytes) throws BadInputException {
        if (Files.exists(file) && !Files.isRegularFile(file) && !Files.isDirectory(file)) {
            throw new BadInputException(file + ": is not a regular file, expected a dm-log-writes log");
        }
        return DmLogWrites.read(file, pool, LogLimits.ofLogBytes(maxLogBytes));
    }
}
