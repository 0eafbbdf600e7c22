package powercut.sysfs;

import java.util.function.LongSupplier;
import java.util.function.Supplier;
import powercut.dm.Errno;

/**
 * A file of one value: struct attribute with its show and store. They run in the task of whoever reads or writes, and
 * may block.
 *
 * @param name of the file
 * @param show the text that a read returns, newline included
 * @param store takes what is written; null for a file that can only be read
 */
public record Attribute(String name, Supplier<String> show, Store store) {
    /** What happens to text that is written. */
    @FunctionalInterface
    public interface Store {
        /** @throws SysfsException if the text is refused: nothing has changed then */
        void store(String text) throws SysfsException;
    }

    /** What happens to a number that is written. */
    @FunctionalInterface
    public interface StoreNumber {
        /**
         * @param x unsigned
         * @throws SysfsException if the number is refused: nothing has changed then
         */
        void store(long x) throws SysfsException;
    }

    /** A text that can only be read. */
    public static Attribute text(String name, Supplier<String> show) {
        return new Attribute(name, () -> show.get() + "\n", null);
    }

    /** An unsigned number that can only be read. */
    public static Attribute number(String name, LongSupplier show) {
        return text(name, () -> Long.toUnsignedString(show.getAsLong()));
    }

    /** An unsigned number; what is written is read as {@link Kstrto#kstrtoul} does. */
    public static Attribute number(String name, LongSupplier show, StoreNumber store) {
        return new Attribute(name, number(name, show).show(), text -> store.store(Kstrto.kstrtoul(text)));
    }

    /**
     * For a {@link StoreNumber}: refuses what is out of range.
     *
     * @param condition in words
     */
    public static void validate(boolean holds, String condition) throws SysfsException {
        if (!holds) {
            throw new SysfsException(Errno.EINVAL, "violated " + condition);
        }
    }
}
