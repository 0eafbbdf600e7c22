package powercut.dm;

/** The error numbers that targets return, negative as in the kernel. */
public final class Errno {
    public static final int EIO = -5;
    public static final int ENOMEM = -12;
    public static final int EBUSY = -16;
    public static final int ENODEV = -19;
    public static final int EINVAL = -22;
    public static final int EFBIG = -27;
    public static final int ENOSPC = -28;
    public static final int EOPNOTSUPP = -95;

    private Errno() {}
}
