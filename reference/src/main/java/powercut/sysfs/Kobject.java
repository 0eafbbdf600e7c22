package powercut.sysfs;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import powercut.dm.Errno;
import powercut.runtime.WaitQueue;

/**
 * A directory of the tree and the files in it: struct kobject as far as sysfs shows it. It is made by {@link
 * Sysfs#add}.
 */
public final class Kobject {
    private final Sysfs tree;
    private final String path;
    private final Map<String, Attribute> attributes = new TreeMap<>();
    private final Map<String, String> links; // targets
    private final WaitQueue wait; // for the last reader or writer to leave, once removed
    private int users; // shows and stores that run; guarded by this
    private boolean removed; // guarded by this

    /** @param wait null for a directory that stays */
    Kobject(Sysfs tree, WaitQueue wait, String path, List<Attribute> attributes, Map<String, String> links) {
        this.tree = tree;
        this.path = path;
        attributes.forEach(attribute -> this.attributes.put(attribute.name(), attribute));
        this.links = new TreeMap<>(links);
        this.wait = wait;
    }

    /**
     * Takes the directory out of the tree and waits until no show or store of its files runs, as kobject_del: what they
     * look at may be freed afterwards. Task context, once, and not from one of them.
     */
    public void del() {
        synchronized (this) {
            removed = true;
        }
        tree.remove(path);
        wait.await("no user", () -> users() == 0);
    }

    String path() {
        return path;
    }

    Map<String, Attribute> attributes() {
        return attributes;
    }

    Map<String, String> links() {
        return links;
    }

    /** Before a show or store; {@link #leave} must follow. */
    synchronized void enter() throws SysfsException {
        if (removed) {
            throw new SysfsException(Errno.ENODEV, path + ": is being removed");
        }
        users++;
    }

    void leave() {
        boolean last;
        synchronized (this) {
            users--;
            last = removed && users == 0;
        }
        if (last) {
            wait.wakeAll();
        }
    }

    private synchronized int users() {
        return users;
    }
}
