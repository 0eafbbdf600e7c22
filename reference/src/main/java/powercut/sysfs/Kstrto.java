package powercut.sysfs;

import powercut.dm.Errno;

/** Numbers from text: kstrtoul with base 10, on a machine of 64 bits. */
public final class Kstrto {
    private static final int BASE = 10;

    private Kstrto() {}

    /**
     * An unsigned number: digits, with one {@code +} before them and one newline behind allowed. What stands behind a
     * NUL is not seen.
     *
     * @throws SysfsException {@link Errno#ERANGE} if the digits make more than 64 bits, whatever follows them; {@link
     *     Errno#EINVAL} for anything else that is not a number
     */
    public static long kstrtoul(String text) throws SysfsException {
        String s = text.indexOf('\0') < 0 ? text : text.substring(0, text.indexOf('\0'));
        int begin = s.startsWith("+") ? 1 : 0;
        int end = begin;
        long value = 0;
        for (; end < s.length() && isDigit(s.charAt(end)); end++) {
            int digit = s.charAt(end) - '0';
            if (Long.compareUnsigned(value, Long.divideUnsigned(-1 - digit, BASE)) > 0) {
                throw new SysfsException(Errno.ERANGE, "could not parse the digits: more than 64 bits");
            }
            value = value * BASE + digit;
        }
        if (end == begin || !s.substring(end).isEmpty() && !s.substring(end).equals("\n")) {
            throw new SysfsException(Errno.EINVAL, "could not parse the digits: expected a decimal number");
        }
        return value;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
