package powercut.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.crash.explore.RecoveredImage;
import powercut.crash.explore.Stack;
import powercut.crash.log.DmLog;
import powercut.crash.log.DmLogWrites;
import powercut.crash.log.LogLimits;
import powercut.crash.run.Subject;
import powercut.crash.run.Workload;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.dm.LinearTarget;
import powercut.dm.TargetModule;
import powercut.dm.TargetTypes;
import powercut.runtime.Chooser;
import powercut.runtime.FirstChooser;
import powercut.runtime.RandomChooser;
import powercut.writeboost.WriteboostModule;
import powercut.writecache.WritecacheSteps;
import powercut.writecache.WritecacheType;
import powercut.writecache.published.FuaIgnored;

/**
 * A real ext4 with a SQLite database in it, on each target, crashed when a transaction has just been acknowledged or a
 * file fsynced: the file system's journal replays and e2fsck finds nothing, the file is whole, SQLite's integrity_check
 * says ok, and the transactions are there.
 *
 * <p>Which ones: all of them since the database uses a write-ahead log, transaction 20. Before that, in
 * rollback-journal mode with synchronous=FULL, all but the last: the commit is the unlinking of the journal, which
 * SQLite does not sync (synchronous=EXTRA would), so the journal may be back after a power failure and undo it, on any
 * disk.
 */
@Tag("deep")
class Ext4SqliteTest {
    private static final Path LOG = Path.of("../crash-injection/samples/ext4-sqlite.dmlw.gz");
    private static final int SECTORS = 20 << 20 >> Sectors.SHIFT;
    private static final int STATES_PER_MARK = 6; // as much as possible lost, nothing lost, and some in between
    private static final String TRANSACTION = "t:";
    private static final String FILE = "file:";
    private static final int FILE_BYTES = 32 << 10;
    private static final int WAL_SINCE = 20;
    private static final int WRITEBOOST_ORDER = 9; // 7 slots, of 63 blocks
    private static final String WRITECACHE = "0 " + SECTORS + " writecache s origin cache 4096 0";

    @TempDir
    private Path folder;

    @Test
    void bareDisk() throws Exception {
        holds(LinearTarget.TYPE, "0 " + SECTORS + " linear origin 0");
    }

    @Test
    void writecacheSsd() throws Exception {
        holds(new WritecacheType(), WRITECACHE);
    }

    @Test
    void writeboost() throws Exception {
        holds(new WriteboostModule(WRITEBOOST_ORDER), "0 " + SECTORS + " writeboost 1 origin 1 cache");
    }

    /** As the real driver does it, an fsynced file is lost: its journal commit was a FUA write. */
    @Test
    void writecacheThatIgnoresFua() throws Exception {
        assertThat(complaints(new WritecacheType(new WritecacheSteps().commit(FuaIgnored::new)),
                WRITECACHE, new FirstChooser()))
                .anyMatch(complaint -> complaint.startsWith(FILE));
    }

    private void holds(TargetModule module, String table) throws Exception {
        assertThat(complaints(module, table, new RandomChooser(1))).isEmpty();
    }

    private List<String> complaints(TargetModule module, String table, Chooser chooser) throws Exception {
        assumeTrue(Tools.present(), "needs e2fsck, debugfs (package e2fsprogs) and sqlite3 (package sqlite3)");
        ContentPool pool = new ContentPool();
        DmLog log = DmLogWrites.read(LOG, pool, LogLimits.defaults());
        Stack stack = new Subject("ext4-sqlite", table, List.of(new Stack.Disk("origin", SECTORS, DiskOptions.DEFAULT),
                new Stack.Disk("cache", 4096, DiskOptions.DEFAULT)), new Workload.Shape(1, 1, List.of(), false))
                .stack(new TargetTypes(module));
        List<String> complaints = new ArrayList<>();
        int[] states = {0};
        new RecordedTraffic(stack, pool, log.entries(), (mark, media) -> {
            if (mark.startsWith(TRANSACTION) || mark.startsWith(FILE)) {
                for (int i = 0; i < STATES_PER_MARK; i++) {
                    complaints.addAll(examine(stack, pool, mark, crash(media, stack, i)));
                    states[0]++;
                }
            }
        }).run(chooser);
        System.out.println("[ext4-sqlite] " + table + ": " + states[0] + " crash states, " + complaints.size()
                + " complaints");
        return complaints;
    }

    /** State 0 loses everything that can be lost, state 1 nothing; in the others each sector takes one at random. */
    private static List<SectorSets> crash(List<SectorSets> media, Stack stack, int state) {
        SplittableRandom random = new SplittableRandom(state);
        List<SectorSets> crashed = new ArrayList<>();
        for (int disk = 0; disk < media.size(); disk++) {
            SectorSets after = media.get(disk).above();
            for (long sector : media.get(disk).ambiguousHere()) {
                int[] possible = media.get(disk).possible(sector);
                int newest = media.get(disk).newest(sector);
                int older = possible[0] == newest ? possible[1] : possible[0];
                int any = possible[random.nextInt(possible.length)];
                after.settle(sector, state == 0 ? older : state == 1 ? newest : any);
            }
            crashed.add(after);
        }
        return crashed;
    }

    private List<String> examine(Stack stack, ContentPool pool, String mark, List<SectorSets> media) {
        RecoveredImage image = RecoveredImage.of(stack, pool, media);
        if (image.refusal() != null) {
            return List.of(mark + ": " + image.refusal());
        }
        try {
            Path file = folder.resolve("volume");
            write(pool, image.values(), file);
            return complaints(mark, file);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void write(ContentPool pool, int[] values, Path file) throws IOException {
        Files.deleteIfExists(file);
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.setLength(Sectors.toBytes(values.length));
            for (int sector = 0; sector < values.length; sector++) {
                if (values[sector] != ContentPool.ZERO) {
                    out.seek(Sectors.toBytes(sector));
                    out.write(pool.bytes(values[sector]));
                }
            }
        }
    }

    private List<String> complaints(String mark, Path volume) throws IOException, InterruptedException {
        List<String> complaints = new ArrayList<>();
        Tools.run("e2fsck", "-fy", "-E", "journal_only", volume.toString());
        Tools.Output fsck = Tools.run("e2fsck", "-fn", volume.toString());
        if (fsck.exit() != 0) {
            complaints.add(mark + ": e2fsck: " + fsck.text());
        }
        int number = Integer.parseInt(mark.substring(mark.indexOf(':') + 1));
        String missing = mark.startsWith(FILE) ? missingFile(number, volume) : missingTransactions(number, volume);
        if (!missing.isEmpty()) {
            complaints.add(mark + ": " + missing);
        }
        return complaints;
    }

    /** A file of random bytes, just fsynced. */
    private String missingFile(int number, Path volume) throws IOException, InterruptedException {
        Path file = dump("f" + number, volume);
        if (!Files.exists(file) || Files.size(file) != FILE_BYTES) {
            return "the file is not there, or not whole";
        }
        byte[] bytes = Files.readAllBytes(file);
        for (int at = 0; at < FILE_BYTES; at += Sectors.BYTES) {
            if (Arrays.equals(bytes, at, at + Sectors.BYTES, new byte[Sectors.BYTES], 0, Sectors.BYTES)) {
                return "the file has zeros at byte " + at;
            }
        }
        return "";
    }

    private String missingTransactions(int transaction, Path volume) throws IOException, InterruptedException {
        Path db = dump("a.db", volume);
        for (String suffix : List.of("-wal", "-journal")) {
            dump("a.db" + suffix, volume);
        }
        Files.deleteIfExists(Path.of(db + "-shm"));
        int promised = transaction >= WAL_SINCE ? transaction : Math.max(0, transaction - 1);
        Tools.Output check = Tools.run("sqlite3", db.toString(),
                "pragma integrity_check", "select count(*) >= " + promised + " from t");
        return transaction > 0 && !check.text().equals("ok\n1\n") ? "sqlite3: " + check.text() : "";
    }

    private Path dump(String name, Path volume) throws IOException, InterruptedException {
        Path file = folder.resolve(name);
        Files.deleteIfExists(file);
        Tools.run("debugfs", "-R", "dump /" + name + " " + file, volume.toString());
        return file;
    }

    /** The programs of e2fsprogs and SQLite. */
    private static final class Tools {
        record Output(int exit, String text) {}

        static boolean present() {
            try {
                return run("e2fsck", "-V").exit() == 0 && run("debugfs", "-V").exit() == 0
                        && run("sqlite3", "-version").exit() == 0;
            } catch (IOException | InterruptedException e) {
                return false;
            }
        }

        static Output run(String... command) throws IOException, InterruptedException {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String text = new String(process.getInputStream().readAllBytes());
            if (!process.waitFor(1, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException(command[0] + " does not end");
            }
            return new Output(process.exitValue(), text);
        }
    }
}
