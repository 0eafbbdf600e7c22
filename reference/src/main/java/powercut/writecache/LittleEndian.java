package powercut.writecache;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers in a byte array: le32_to_cpu and its kin. */
final class LittleEndian {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private LittleEndian() {}

    static int get32(byte[] bytes, int offset) {
        return (int) INTS.get(bytes, offset);
    }

    static void put32(byte[] bytes, int offset, int value) {
        INTS.set(bytes, offset, value);
    }

    static long get64(byte[] bytes, int offset) {
        return (long) LONGS.get(bytes, offset);
    }

    static void put64(byte[] bytes, int offset, long value) {
        LONGS.set(bytes, offset, value);
    }
}
