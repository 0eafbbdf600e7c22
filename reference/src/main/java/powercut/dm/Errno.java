package powercut.dm;

/** The error numbers that targets return, negative as in the kernel. */
public final class Errno {
    public static final int ENOENT = -2;
    public static final int EIO = -5;
    public static final int ENOMEM = -12;
    public static final int EACCES = -13;
    public static final int EBUSY = -16;
    public static final int EEXIST = -17;
    public static final int ENODEV = -19;
    public static final int ENOTDIR = -20;
    public static final int EISDIR = -21;
    public static final int EINVAL = -22;
    public static final int EFBIG = -27;
    public static final int ENOSPC = -28;
    public static final int ERANGE = -34;
    public static final int EOPNOTSUPP = -95;

    private Errno() {}
}
