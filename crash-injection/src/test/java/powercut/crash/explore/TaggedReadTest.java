package powercut.crash.explore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import powercut.block.Bio;
import powercut.block.BlockDevice;
import powercut.block.DiskOptions;
import powercut.block.Sectors;
import powercut.block.Status;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.SectorSets.Rule;
import powercut.dm.StateDigest;
import powercut.dm.Table;
import powercut.dm.TableException;
import powercut.dm.Target;
import powercut.dm.TargetContext;
import powercut.dm.TargetType;
import powercut.dm.TargetTypes;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;

/**
 * What a target shows that serves reads itself. It has two sectors, and a log of them on the disk "log"; sector 2 of
 * the log says whether the log holds them, or the disk "home" does.
 */
class TaggedReadTest {
    private static final int LOG = 0;
    private static final int HOME = 1;
    private static final int IN_LOG = 9; // what the log's sector 2 holds then

    private final ContentPool pool = new ContentPool();
    private final List<SectorSets> media = List.of(SectorSets.zeros(Rule.MEDIUM), SectorSets.zeros(Rule.MEDIUM));
    private final SectorSets contract = SectorSets.zeros(Rule.CONTRACT);

    /** How a read is served. */
    private interface Reader {
        void read(Logged target, Bio bio);
    }

    @BeforeEach
    void internValuesSoThatEachIsItsByte() {
        for (int value = 1; value <= IN_LOG; value++) {
            assertThat(pool.intern(cell(value), 0)).isEqualTo(value);
        }
    }

    @BeforeEach
    void putSomethingOnTheDisks() {
        media.get(LOG).settle(0, new int[] {1, 2});
        media.get(LOG).settle(1, 3);
        media.get(LOG).settle(2, new int[] {0, IN_LOG});
        media.get(HOME).settle(0, new int[] {1, 4});
        media.get(HOME).settle(1, new int[] {3, 5});
        for (int sector = 0; sector < 2; sector++) {
            SectorSets.Flush flush = contract.beginFlush();
            contract.endFlush("flush", flush);
            contract.begin("one", sector, new int[] {1 + 2 * sector});
            contract.begin("two", sector, new int[] {2});
        }
    }

    @Test
    void copiedSectorsAreFoundWhereTheyAreCopiedFrom() {
        assertThat(enginesAgree(Logged::copy)).containsExactly("0:4");
    }

    /** The disks must be as before for the recoveries that follow, and crash states inside recovery. */
    @Test
    void readMayMoveTheLogHomeFirst() {
        assertThat(enginesAgree((target, bio) -> {
            if (target.inLog) {
                for (int sector = 0; sector < 2; sector++) {
                    byte[] data = new byte[Sectors.BYTES];
                    target.io(target.log, Bio.read(sector, data));
                    target.io(target.home, Bio.writeFua(sector, data));
                }
                target.io(target.log, Bio.writeFua(2, new byte[Sectors.BYTES]));
                target.inLog = false;
            }
            target.copy(bio);
        })).containsExactly("0:4");
    }

    @Test
    void sectorsThatAreMixedUpAreFound() {
        assertThat(enginesAgree((target, bio) -> {
            byte[] data = new byte[2 * Sectors.BYTES];
            target.io(target.log, Bio.read(0, data));
            for (int i = 0; i < bio.sectors(); i++) {
                int from = (int) (1 - bio.sector() - i) * Sectors.BYTES;
                System.arraycopy(data, from, bio.data(), bio.dataOffset() + i * Sectors.BYTES, Sectors.BYTES);
            }
            bio.end(Status.OK);
        })).containsExactly("0:3");
    }

    @Test
    void errorIsOfTheSectorThatFails() {
        assertThat(enginesAgree((target, bio) -> {
            if (bio.endSector() > 1) {
                bio.end(Status.IOERR);
            } else {
                target.copy(bio);
            }
        })).containsExactly("0:4", "an I/O error");
    }

    @Test
    void readThatHangsIsAViolation() {
        Funnel funnel = explore((target, bio) -> target.runtime.completion("for ever").await(), LeafObserver.NONE);
        assertThat(funnel.violations()).singleElement().satisfies(violation ->
                assertThat(violation.found()).startsWith("a read of the recovered device hangs: deadlock"));
    }

    @Test
    void targetThatLooksIntoDataIsRefused() {
        assertThatThrownBy(() -> explore((target, bio) -> {
            target.fill(bio);
            for (int i = 0; i < bio.bytes(); i++) {
                bio.data()[bio.dataOffset() + i] ^= 1;
            }
            bio.end(Status.OK);
        }, LeafObserver.NONE)).isInstanceOf(IllegalStateException.class).hasMessageContaining("looks into data");
        assertThatThrownBy(() -> explore((target, bio) -> {
            target.fill(bio);
            bio.data()[bio.dataOffset() + 100] ^= 1;
            bio.end(Status.OK);
        }, LeafObserver.NONE)).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("a read returned a part of sector 0 of home");
    }

    /** Explores lazily and by visiting every state; returns what begins each run of wrong sectors, "sector:value". */
    private List<String> enginesAgree(Reader reader) {
        Recovered all = new Recovered(pool);
        new FullEnumeration(stack(reader), pool, 1, all).visit(media);
        Recovered lazy = new Recovered(pool);
        Funnel funnel = explore(reader, lazy);
        assertThat(lazy.shown()).isEqualTo(all.shown());
        assertThat(funnel.violations().stream().flatMapToLong(violation -> LongStream
                .range(violation.sector(), violation.sector() + violation.sectors())))
                .containsExactlyInAnyOrderElementsOf(all.forbidden(contract));
        return funnel.violations().stream().map(Violation::found).toList();
    }

    private Funnel explore(Reader reader, LeafObserver observer) {
        Narrator numbers = new Narrator() {
            @Override
            public String promised(SectorSets promises, long sector) {
                return "";
            }

            @Override
            public String found(int value, long sector) {
                return sector + ":" + value;
            }

            @Override
            public String why(SectorSets promises, List<SectorSets> crashed, long sector) {
                return "";
            }
        };
        CrashExplorer explorer = new CrashExplorer(stack(reader), pool, new Bounds(1, 1000), numbers, observer);
        explorer.explore(new CrashPoint(0, "here", null), media, contract);
        return explorer.funnel();
    }

    private static Stack stack(Reader reader) {
        TargetType type = new TargetType() {
            @Override
            public String name() {
                return "logged";
            }

            @Override
            public String version() {
                return "1.0.0";
            }

            @Override
            public Target construct(TargetContext context, String[] arguments) {
                return new Logged(context, reader);
            }
        };
        try {
            return new Stack(Table.parse("0 2 logged"), new TargetTypes(type),
                    List.of(new Stack.Disk("log", 3, DiskOptions.DEFAULT),
                            new Stack.Disk("home", 2, DiskOptions.DEFAULT)),
                    Map.of("log", new Stack.Slice(LOG, 0, 3), "home", new Stack.Slice(HOME, 0, 2)));
        } catch (TableException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] cell(int value) {
        byte[] bytes = new byte[Sectors.BYTES];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    /** The target. */
    private static final class Logged implements Target {
        private final Runtime runtime;
        private final BlockDevice log;
        private final BlockDevice home;
        private final Reader reader;
        private boolean inLog;

        Logged(TargetContext context, Reader reader) {
            this.runtime = context.runtime();
            this.log = context.devices().find("log");
            this.home = context.devices().find("home");
            this.reader = reader;
        }

        @Override
        public void resume() {
            byte[] flag = new byte[Sectors.BYTES];
            io(log, Bio.read(2, flag));
            inLog = flag[0] == IN_LOG;
        }

        @Override
        public MapResult map(Bio bio) {
            reader.read(this, bio);
            return MapResult.SUBMITTED;
        }

        void copy(Bio bio) {
            fill(bio);
            bio.end(Status.OK);
        }

        void fill(Bio bio) {
            io(inLog ? log : home, Bio.read(bio.sector(), bio.sectors(), bio.data(), bio.dataOffset()));
        }

        void io(BlockDevice disk, Bio bio) {
            Completion done = runtime.completion("io");
            disk.submit(bio.onEnd(ended -> done.complete()));
            done.await();
        }

        @Override
        public boolean servesReads() {
            return true;
        }

        @Override
        public String status(StatusType type) {
            return "";
        }

        @Override
        public void digest(StateDigest digest) {
            digest.add(inLog);
        }
    }
}
