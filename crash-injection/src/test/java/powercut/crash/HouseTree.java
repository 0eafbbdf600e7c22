package powercut.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import powercut.crash.HouseRules.TextFile;

/**
 * The tree of the whole project without what {@code .gitignore} names, in an order that does not depend on the file
 * system.
 *
 * @param files its text files
 * @param paths all files and folders from the root, a folder ending in a slash
 */
record HouseTree(List<TextFile> files, Set<String> paths) {
    /** Reads the tree around the working directory, which Maven sets to that of the module. */
    static HouseTree read() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        HouseTree tree = new HouseTree(new ArrayList<>(), new TreeSet<>());
        try {
            List<PathMatcher> ignored = new ArrayList<>();
            for (String pattern : Files.readAllLines(root.resolve(".gitignore"))) {
                ignored.add(FileSystems.getDefault().getPathMatcher("glob:" + pattern.replaceFirst("/$", "")));
            }
            tree.walk(root, "", ignored);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tree;
    }

    Set<String> topLevel() {
        return paths.stream().map(path -> path.replaceFirst("/.*", "")).collect(Collectors.toCollection(TreeSet::new));
    }

    private void walk(Path folder, String prefix, List<PathMatcher> ignored) throws IOException {
        List<Path> entries;
        try (Stream<Path> found = Files.list(folder)) {
            entries = found.filter(path -> ignored.stream().noneMatch(glob -> glob.matches(path.getFileName())))
                    .filter(path -> !path.endsWith(".git")).sorted().toList();
        }
        for (Path entry : entries) {
            String path = prefix + entry.getFileName();
            if (Files.isDirectory(entry)) {
                paths.add(path + "/");
                walk(entry, path + "/", ignored);
            } else {
                paths.add(path);
                lines(entry).ifPresent(lines -> files.add(new TextFile(path, lines)));
            }
        }
    }

    private static Optional<List<String>> lines(Path file) throws IOException {
        try {
            return Optional.of(Files.readAllLines(file));
        } catch (CharacterCodingException e) {
            return Optional.empty(); // not a text, a sample say
        }
    }
}
