package powercut.crash.log;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * The bytes of a log, unpacked if they are gzip, which is told by its magic and not by the file's name. It knows how
 * far the reader has come, so every complaint about the log is made here and says where.
 *
 * <p>Invariant: never hands out more than the allowed number of bytes.
 */
final class LogSource {
    static final int BUFFER_BYTES = 1 << 16;

    private static final int GZIP_MAGIC_BYTES = 2;
    private static final int GZIP_MAGIC_0 = 0x1f;
    private static final int GZIP_MAGIC_1 = 0x8b;

    private final String file;
    private final long limitBytes;
    private final InputStream bytes;
    private final boolean gzip;
    private long position; // bytes handed out
    private String place = ""; // what the reader is at; empty: the superblock

    LogSource(InputStream raw, String file, long limitBytes) throws BadLogException {
        this.file = file;
        this.limitBytes = limitBytes;
        BufferedInputStream buffered = new BufferedInputStream(raw, BUFFER_BYTES);
        boolean packed = false;
        try {
            buffered.mark(GZIP_MAGIC_BYTES);
            packed = buffered.read() == GZIP_MAGIC_0 && buffered.read() == GZIP_MAGIC_1;
            buffered.reset();
            bytes = packed ? new GZIPInputStream(buffered, BUFFER_BYTES) : buffered;
        } catch (EOFException e) {
            throw bad("truncated gzip header");
        } catch (ZipException e) {
            throw bad("damaged gzip header: " + e.getMessage());
        } catch (IOException e) {
            throw bad("cannot be read: " + e.getMessage());
        }
        gzip = packed;
    }

    /** From now on the reader is at entry {@code index}, which begins here. */
    void beginEntry(int index) {
        place = "entry " + index + " at byte " + position + ": ";
    }

    /** From now on the reader is behind the last entry. */
    void endEntries() {
        place = "";
    }

    /** Bytes handed out so far, of the unpacked log. */
    long position() {
        return position;
    }

    /** Reads {@code length} bytes, or those up to the end of the log; says how many. */
    int read(byte[] buffer, int offset, int length) throws BadLogException {
        int done = 0;
        try {
            while (done < length) {
                int n = bytes.read(buffer, offset + done, length - done);
                if (n < 0) {
                    break;
                }
                done += n;
            }
        } catch (EOFException e) {
            throw bad("truncated gzip: its data ends behind byte " + (position + done) + " of the unpacked log");
        } catch (ZipException e) {
            throw bad("damaged gzip behind byte " + (position + done) + " of the unpacked log: " + e.getMessage());
        } catch (IOException e) {
            throw bad("cannot be read behind byte " + (position + done) + ": " + e.getMessage());
        } catch (StackOverflowError e) {
            // GZIPInputStream calls itself once for each empty member, of which a hostile file can have a million
            throw bad("gzip with too many empty members in a row");
        }
        position += done;
        if (position > limitBytes) {
            throw bad("the log is larger than the limit of " + limitBytes + " bytes" + (gzip ? " when unpacked" : "")
                    + "; --max-log-bytes raises it");
        }
        return done;
    }

    /** The one line that says what is wrong with this log, and where. */
    BadLogException bad(String what) {
        return new BadLogException(file + ": " + place + what);
    }
}
