package powercut.sysfs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import powercut.dm.Errno;
import powercut.runtime.Runtime;

/**
 * The tree. Paths are relative to its top, which a driver names when it says where it would be mounted: {@code
 * caches/3/allow_migrate}.
 *
 * <p>{@link #read}, {@link #write}, {@link #list} and {@link #readLink} are the system calls of an administrator: in
 * task context, by any task. {@link #add} and {@link Kobject#del} are the driver's.
 */
public final class Sysfs {
    private final Map<String, Kobject> kobjects = new TreeMap<>(); // by path; guarded by this

    /** @param directories that are there as long as the tree is */
    public Sysfs(String... directories) {
        for (String directory : directories) {
            kobjects.put(directory, new Kobject(this, null, directory, List.of(), Map.of()));
        }
    }

    /** A file and the directory that keeps it alive. */
    private record File(Kobject kobject, Attribute attribute) {}

    /** What a name of a directory stands for, with the permissions that ls shows. */
    public enum Kind {
        DIRECTORY("drwxr-xr-x"), READ_ONLY("-r--r--r--"), READ_WRITE("-rw-r--r--"), LINK("lrwxrwxrwx");

        private final String permissions;

        Kind(String permissions) {
            this.permissions = permissions;
        }

        /** As ls -l prints them. */
        public String permissions() {
            return permissions;
        }
    }

    /**
     * Adds a directory, as kobject_init_and_add and sysfs_create_link.
     *
     * @param path its parent must be there
     * @param links where they point to, by name
     * @throws SysfsException {@link Errno#EEXIST} if the name is taken; the directory there is left alone
     */
    public synchronized Kobject add(Runtime runtime, String path, List<Attribute> attributes,
            Map<String, String> links) throws SysfsException {
        if (kindOf(path) != null) {
            throw new SysfsException(Errno.EEXIST, path + ": is there already");
        }
        if (!parent(path).isEmpty()) {
            directory(parent(path));
        }
        Kobject kobject = new Kobject(this, runtime.waitQueue("users of " + path), path, attributes, links);
        kobjects.put(path, kobject);
        return kobject;
    }

    synchronized void remove(String path) {
        kobjects.remove(path);
    }

    /**
     * Reads a file.
     *
     * @return its text, with the newline
     * @throws SysfsException {@link Errno#ENOENT}, {@link Errno#ENOTDIR}, {@link Errno#EISDIR}, {@link Errno#ENODEV}
     */
    public String read(String path) throws SysfsException {
        File file = open(path);
        file.kobject.enter();
        try {
            return file.attribute.show().get();
        } finally {
            file.kobject.leave();
        }
    }

    /**
     * Writes a file. Empty text never reaches the driver.
     *
     * @throws SysfsException what {@link #read} throws; {@link Errno#EACCES} where there is no store; or what the
     *     driver's store refuses the text with
     */
    public void write(String path, String text) throws SysfsException {
        File file = open(path);
        if (file.attribute.store() == null) {
            throw new SysfsException(Errno.EACCES, path + ": can only be read");
        }
        file.kobject.enter();
        try {
            if (!text.isEmpty()) {
                file.attribute.store().store(text);
            }
        } catch (SysfsException e) {
            throw new SysfsException(e.errno(), path + ": " + e.getMessage());
        } finally {
            file.kobject.leave();
        }
    }

    /** Whether there is a file, directory or link of that path. */
    public synchronized boolean exists(String path) {
        return kindOf(path) != null;
    }

    /**
     * What is in a directory, by name.
     *
     * @param path empty for the top
     * @throws SysfsException {@link Errno#ENOENT}, {@link Errno#ENOTDIR}
     */
    public synchronized Map<String, Kind> list(String path) throws SysfsException {
        Map<String, Kind> names = new TreeMap<>();
        if (!path.isEmpty()) {
            Kobject kobject = directory(path);
            kobject.attributes().forEach((name, attribute) -> names.put(name, kindOf(attribute)));
            kobject.links().keySet().forEach(name -> names.put(name, Kind.LINK));
        }
        for (String child : kobjects.keySet()) {
            if (parent(child).equals(path)) {
                names.put(name(child), Kind.DIRECTORY);
            }
        }
        return names;
    }

    /**
     * Where a link points to.
     *
     * @throws SysfsException {@link Errno#EINVAL} if there is something else
     */
    public synchronized String readLink(String path) throws SysfsException {
        if (existing(path) != Kind.LINK) {
            throw new SysfsException(Errno.EINVAL, path + ": is not a link");
        }
        return directory(parent(path)).links().get(name(path));
    }

    private synchronized File open(String path) throws SysfsException {
        return switch (existing(path)) {
            case READ_ONLY, READ_WRITE -> {
                Kobject kobject = directory(parent(path));
                yield new File(kobject, kobject.attributes().get(name(path)));
            }
            case DIRECTORY, LINK -> throw new SysfsException(Errno.EISDIR, path + ": is a directory");
        };
    }

    private synchronized Kobject directory(String path) throws SysfsException {
        if (existing(path) != Kind.DIRECTORY) {
            throw new SysfsException(Errno.ENOTDIR, path + ": is not a directory");
        }
        return kobjects.get(path);
    }

    private Kind existing(String path) throws SysfsException {
        Kind kind = kindOf(path);
        if (kind != null) {
            return kind;
        }
        Kind above = kindOf(parent(path));
        throw above == Kind.READ_ONLY || above == Kind.READ_WRITE
                ? new SysfsException(Errno.ENOTDIR, parent(path) + ": is not a directory")
                : new SysfsException(Errno.ENOENT, path + ": there is no such file");
    }

    /** Null if there is nothing. */
    private Kind kindOf(String path) {
        if (kobjects.containsKey(path)) {
            return Kind.DIRECTORY;
        }
        Kobject kobject = kobjects.get(parent(path));
        if (kobject == null) {
            return null;
        }
        Attribute attribute = kobject.attributes().get(name(path));
        return attribute != null ? kindOf(attribute) : kobject.links().containsKey(name(path)) ? Kind.LINK : null;
    }

    private static Kind kindOf(Attribute attribute) {
        return attribute.store() == null ? Kind.READ_ONLY : Kind.READ_WRITE;
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
