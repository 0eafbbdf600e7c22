package powercut.crash.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import powercut.crash.BadInputException;

/**
 * A directory with everything that is needed to see a violation again. The same run gives the same bytes, and the same name.
 *
 * <p>It appears at once and complete: it is written under another name and renamed. A directory that is neither empty nor a
 * bundle is never replaced.
 */
public final class Bundle {
    /** The file by which a bundle is recognised. */
    public static final String MARKER = "violation.json";

    private static final String NAME_PREFIX = "powercut-bundle-";
    private static final int NAME_HASH_DIGITS = 8;

    private final Map<String, Content> files = new LinkedHashMap<>(); // in the order of addition
    private final MessageDigest digest = sha256(); // of the texts; everything else follows from them

    /** Writes one file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(Path file) throws IOException;
    }

    public Bundle text(String name, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(name.getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
        return file(name, file -> Files.write(file, bytes));
    }

    public Bundle copy(String name, Path source) {
        return file(name, file -> Files.copy(source, file));
    }

    public Bundle file(String name, Content content) {
        files.put(name, content);
        return this;
    }

    /** Refuses a place where a bundle could not go, before a long run rather than after it. */
    public static void requireWritable(Path directory) throws BadInputException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new BadInputException(directory + ": there is no directory " + parent + " to put the bundle in");
        }
        if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS) && !isReplaceable(directory)) {
            throw new BadInputException(directory + ": exists and is not a bundle, expected a new name, an empty"
                    + " directory or a bundle");
        }
    }

    /**
     * Writes the bundle.
     *
     * @param directory where; null for {@code powercut-bundle-HASH}
     * @param workingDirectory where that is then
     * @return its directory
     */
    public Path write(Path directory, Path workingDirectory) throws BadInputException {
        String hash = HexFormat.of().formatHex(digest.digest()).substring(0, NAME_HASH_DIGITS);
        Path bundle = directory == null ? workingDirectory.resolve(NAME_PREFIX + hash) : directory;
        requireWritable(bundle);
        Path partial = bundle.toAbsolutePath().resolveSibling("." + NAME_PREFIX + hash + "-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(partial);
            for (Map.Entry<String, Content> file : files.entrySet()) {
                file.getValue().writeTo(partial.resolve(file.getKey()));
            }
            delete(bundle);
            Files.move(partial, bundle);
        } catch (IOException e) {
            throw new BadInputException(bundle + ": the bundle cannot be written: " + IoErrors.reason(e));
        } finally {
            deleteQuietly(partial);
        }
        return bundle;
    }

    private static boolean isReplaceable(Path directory) {
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            return false;
        }
        boolean empty = true;
        boolean flat = true;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path file : files) {
                empty = false;
                flat &= Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException e) {
            return false;
        }
        return empty || flat && Files.isRegularFile(directory.resolve(MARKER));
    }

    private static void delete(Path directory) throws IOException {
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private static void deleteQuietly(Path directory) {
        try {
            delete(directory);
        } catch (IOException e) {
            // what could not be written cannot be removed either; the error that counts has been reported
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
