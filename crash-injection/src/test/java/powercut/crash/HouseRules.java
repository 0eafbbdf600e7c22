package powercut.crash;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The rules of the house that a program can check. Each takes files and returns what breaks it, one
 * {@code FILE:LINE: why} per finding, so that {@link HouseRulesTest} can show both that the tree keeps it and that it
 * can be broken.
 */
final class HouseRules {
    static final int SOURCE_COLUMNS_MAX = 120;
    static final int PROSE_COLUMNS_MAX = 140;
    static final int MAIN_LINES_MAX = 400;

    private static final Set<String> TOP_LEVEL = Set.of("pom.xml", "README.md", "spec", "reference", "properties",
            "stress", "crash-injection", ".ci", ".github", ".gitignore", "LICENSE");
    private static final Set<String> TOP_LEVEL_OPTIONAL = Set.of(".mvn", ".gitattributes");

    private static final Pattern UNFINISHED =
            Pattern.compile("\\b(?:TODO|FIXME|XXX)\\b|@Disabled\\b|\\bThread(?:\\.|::)sleep\\b");
    private static final Pattern NONDETERMINISM = Pattern.compile("\\bSystem(?:\\.|::)(?:nanoTime|currentTimeMillis)\\b"
            + "|\\b(?:Instant|Local\\w+)(?:\\.|::)now\\b|\\bnew (?:Splittable)?Random\\(\\)|\\bRandom::new\\b"
            + "|\\bMath(?:\\.|::)random\\b|\\brandomUUID\\b|\\b(?:ThreadLocal|Secure)Random\\b"
            + "|\\bparallelStream\\b|\\.parallel\\(\\)");
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?<![\\w.-])/(?:work|root|home)/");

    /** From the bottom up: a package may name those before it. "" is the package of what is common to all. */
    private static final Map<String, List<String>> LAYERS = Map.of(
            "powercut.crash", List.of("", "values", "fault", "log", "explore", "contract", "run", "shrink", "report",
                    "cli"),
            "powercut", List.of("runtime", "block", "dm", "sysfs", "writecache", "writeboost"));
    private static final Map<String, Pattern> FOREIGN = Map.of(
            "reference/", packages("crash|properties|stress|spec"),
            "crash-injection/", packages("properties|stress|spec"),
            "properties/", packages("stress|spec"),
            "stress/", packages("properties|spec"),
            "spec/", packages("crash|properties|stress"));
    private static final Pattern PACKAGE = Pattern.compile("^package ([\\w.]+);");

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#\\s]+)[^)]*\\)");
    private static final Pattern CODE_SPAN = Pattern.compile("`([^`]+)`");
    private static final Pattern PATH_WORD = Pattern.compile("[\\w.+-]+(?:/[\\w.+-]+)*/?");
    private static final Pattern KEPT_FILE = Pattern.compile(".*\\.(?:java|tla|cfg|md|xml|gz)");

    /** A text file of the tree: its path from the root, with slashes, and its lines. */
    record TextFile(String path, List<String> lines) {
        boolean isMainJava() {
            return path.contains("/src/main/java/") && isJava();
        }

        boolean isJava() {
            return path.endsWith(".java");
        }

        String folder() {
            return path.substring(0, path.lastIndexOf('/') + 1);
        }

        Stream<String> matches(Pattern banned) {
            return IntStream.range(0, lines.size()).mapToObj(i -> {
                Matcher found = banned.matcher(lines.get(i));
                return found.find() ? at(i, found.group()) : "";
            }).filter(finding -> !finding.isEmpty());
        }

        String at(int line, String why) {
            return path + ":" + (line + 1) + ": " + why;
        }
    }

    private HouseRules() {
    }

    static List<String> topLevel(Set<String> names) {
        Set<String> missing = new TreeSet<>(TOP_LEVEL);
        missing.removeAll(names);
        Set<String> unexpected = new TreeSet<>(names);
        unexpected.removeAll(TOP_LEVEL);
        unexpected.removeAll(TOP_LEVEL_OPTIONAL);
        return Stream.concat(missing.stream().map(name -> name + ": is missing"),
                unexpected.stream().map(name -> name + ": does not belong at the top level")).toList();
    }

    static List<String> longLines(List<TextFile> files) {
        return files.stream().flatMap(file -> file.path().endsWith(".md") ? longProse(file)
                : file.isJava() || file.path().endsWith(".tla") ? longSource(file) : Stream.of()).toList();
    }

    private static Stream<String> longSource(TextFile file) {
        return IntStream.range(0, file.lines().size()).filter(i -> columns(file.lines().get(i)) > SOURCE_COLUMNS_MAX)
                .mapToObj(i -> file.at(i, columns(file.lines().get(i)) + " columns, at most " + SOURCE_COLUMNS_MAX));
    }

    private static Stream<String> longProse(TextFile file) {
        List<String> findings = new ArrayList<>();
        boolean fenced = false;
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            fenced ^= line.strip().startsWith("```");
            boolean exempt = fenced || line.startsWith("    ") || line.strip().startsWith("|");
            if (columns(line) > PROSE_COLUMNS_MAX && !exempt) {
                findings.add(file.at(i, columns(line) + " columns, at most " + PROSE_COLUMNS_MAX));
            }
        }
        return findings.stream();
    }

    private static int columns(String line) {
        return line.codePointCount(0, line.length());
    }

    static List<String> unfinished(List<TextFile> files) {
        return files.stream().filter(TextFile::isJava).flatMap(file -> file.matches(UNFINISHED)).toList();
    }

    /** @param allowed why a file may; one that need not is a finding too */
    static List<String> nondeterminism(List<TextFile> files, Map<String, String> allowed) {
        List<String> findings = new ArrayList<>();
        Set<String> unused = new TreeSet<>(allowed.keySet());
        files.stream().filter(TextFile::isMainJava).forEach(file -> {
            List<String> found = file.matches(NONDETERMINISM).toList();
            if (!allowed.containsKey(file.path())) {
                findings.addAll(found);
            } else if (!found.isEmpty()) {
                unused.remove(file.path());
            }
        });
        unused.forEach(path -> findings.add(path + ":1: is allowed what it does not do"));
        return findings;
    }

    static List<String> longFiles(List<TextFile> files) {
        return files.stream().filter(file -> file.isMainJava() && file.lines().size() > MAIN_LINES_MAX)
                .map(file -> file.at(MAIN_LINES_MAX, file.lines().size() + " lines, at most " + MAIN_LINES_MAX))
                .toList();
    }

    static List<String> arrowsBetweenModules(List<TextFile> files) {
        return files.stream().filter(TextFile::isJava)
                .flatMap(file -> FOREIGN.entrySet().stream().filter(module -> file.path().startsWith(module.getKey()))
                        .flatMap(module -> withoutComments(file).matches(module.getValue())))
                .toList();
    }

    static List<String> arrowsBetweenPackages(List<TextFile> files) {
        List<String> findings = new ArrayList<>();
        for (TextFile file : files) {
            if (file.isMainJava()) {
                String root = file.path().startsWith("crash-injection/") ? "powercut.crash" : "powercut";
                arrowsBetweenPackages(withoutComments(file), root, LAYERS.get(root), findings);
            }
        }
        return findings;
    }

    private static void arrowsBetweenPackages(TextFile file, String root, List<String> layers, List<String> findings) {
        Pattern named = Pattern.compile("\\b" + Pattern.quote(root) + "(?:\\.([a-z]\\w*))?\\b");
        int own = 0;
        for (int i = 0; i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            boolean declaration = PACKAGE.matcher(line).find();
            Matcher name = named.matcher(line);
            while (name.find()) {
                int layer = layers.indexOf(name.group(1) == null ? "" : name.group(1));
                if (declaration && layer < 0) {
                    findings.add(file.at(i, name.group() + " has no place among " + layers));
                } else if (declaration) {
                    own = layer;
                } else if (layer > own) {
                    findings.add(file.at(i, layers.get(own) + " must not name " + layers.get(layer)));
                }
            }
        }
    }

    /** @param paths all files of the tree and their folders, these ending in a slash */
    static List<String> deadPaths(List<TextFile> files, Set<String> paths) {
        List<String> findings = new ArrayList<>();
        for (TextFile file : files.stream().filter(readme -> readme.path().endsWith("README.md")).toList()) {
            for (int i = 0; i < file.lines().size(); i++) {
                for (String dead : deadPaths(file.lines().get(i), file.folder(), paths)) {
                    findings.add(file.at(i, dead + " does not exist"));
                }
            }
        }
        return findings;
    }

    private static List<String> deadPaths(String line, String folder, Set<String> paths) {
        List<String> dead = new ArrayList<>();
        LINK.matcher(line).results().map(link -> link.group(1)).filter(link -> !link.contains(":"))
                .filter(link -> !exists(Path.of(folder + link).normalize().toString(), paths)).forEach(dead::add);
        Stream<String> code = line.startsWith("    ") ? Stream.of(line)
                : CODE_SPAN.matcher(line).results().map(span -> span.group(1));
        code.flatMap(words -> Stream.of(words.strip().split("\\s+")))
                .map(word -> word.replaceFirst("^top:", "").replaceFirst("[,:;.)]+$", ""))
                .filter(word -> PATH_WORD.matcher(word).matches() && meansFile(word, folder, paths))
                .filter(word -> !exists(word, paths) && !exists(folder + word, paths))
                .filter(word -> word.contains("/") || paths.stream()
                        .noneMatch(path -> path.startsWith(folder) && path.endsWith("/" + word)))
                .forEach(dead::add);
        return dead;
    }

    /** Whether a word names a file of the tree, now or once: by its ending, or by a first step that exists. */
    private static boolean meansFile(String word, String folder, Set<String> paths) {
        int slash = word.indexOf('/');
        String step = word.substring(0, slash + 1);
        boolean built = step.equals("target/") || word.contains("/target/");
        return !built && (KEPT_FILE.matcher(word).matches()
                || slash > 0 && (paths.contains(step) || paths.contains(folder + step)));
    }

    private static boolean exists(String path, Set<String> paths) {
        return paths.contains(path) || paths.contains(path + "/");
    }

    static List<String> absolutePaths(List<TextFile> files) {
        return files.stream().flatMap(file -> file.matches(ABSOLUTE_PATH)).toList();
    }

    private static Pattern packages(String names) {
        return Pattern.compile("\\bpowercut\\.(?:" + names + ")\\b");
    }

    /** A comment may point up, to where its subject is used. */
    private static TextFile withoutComments(TextFile file) {
        return new TextFile(file.path(), file.lines().stream()
                .map(line -> line.strip().startsWith("*") || line.strip().startsWith("/*") ? "" : line).toList());
    }
}
