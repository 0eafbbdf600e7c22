package powercut.crash.explore;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import powercut.block.Bio;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;
import powercut.crash.explore.Located.Atom;
import powercut.crash.values.ContentPool;
import powercut.dm.MappedDevice;
import powercut.runtime.Completion;
import powercut.runtime.Runtime;

/**
 * Reads a recovered device whose targets serve reads themselves, while the disks answer with a {@link Tag} wherever
 * nothing is decided: so the bytes that come back say where they are from. A target may copy data as it likes, and
 * write it elsewhere before it answers; it must not look into it.
 *
 * <p>What is written meanwhile is seen by later reads and by nobody else.
 */
final class TaggedRead {
    private static final int STEP = 64; // sectors read together

    private final MappedDevice device;
    private final Runtime runtime;
    private final List<CrashMedium> media;
    private final ContentPool pool;
    private final int blockSectors;
    private final List<Located> runs = new ArrayList<>();

    TaggedRead(MappedDevice device, Runtime runtime, List<CrashMedium> media, ContentPool pool) {
        this.device = device;
        this.runtime = runtime;
        this.media = media;
        this.pool = pool;
        this.blockSectors = device.limits().logicalBlockBytes() / Sectors.BYTES;
    }

    /** Where all sectors are from, in order. */
    List<Located> all() {
        media.forEach(CrashMedium::tag);
        int step = Math.max(STEP, blockSectors);
        for (long at = 0; at < device.sectors(); at += step) {
            int sectors = (int) Math.min(step, device.sectors() - at);
            if (!read(at, sectors)) {
                readBlocks(at, sectors);
            }
        }
        return runs;
    }

    /** An error concerns the blocks that fail when they are read one by one. */
    private void readBlocks(long sector, int sectors) {
        for (int i = 0; i < sectors; i += blockSectors) {
            int length = Math.min(blockSectors, sectors - i);
            if (!read(sector + i, length)) {
                runs.add(new Located.Unreadable(sector + i, length));
            }
        }
    }

    private boolean read(long sector, int sectors) {
        byte[] data = new byte[sectors * Sectors.BYTES];
        Completion done = runtime.completion("tagged read");
        Bio bio = Bio.read(sector, data).onEnd(ended -> done.complete());
        device.submit(bio);
        done.await();
        if (bio.status().isOk()) {
            for (int i = 0; i < sectors; i++) {
                add(sector + i, data, i * Sectors.BYTES);
            }
        }
        return bio.status().isOk();
    }

    // ---- where bytes are from

    private void add(long sector, byte[] data, int offset) {
        Tag tag = sectorTag(data, offset);
        int value = tag == null ? pool.find(data, offset) : ContentPool.UNKNOWN;
        if (tag != null) {
            addOnDisk(sector, tag);
        } else if (value != ContentPool.UNKNOWN) {
            addContent(sector, value);
        } else {
            addAtoms(sector, data, offset);
        }
    }

    /** The sector of a disk that the bytes stand for, or null. */
    private Tag sectorTag(byte[] data, int offset) {
        long word = word(data, offset);
        Tag tag = tag(word, Stack.Kind.DISK);
        for (int i = 1; tag != null && i < Sectors.BYTES / Long.BYTES; i++) {
            if (word(data, offset + i * Long.BYTES) != word) {
                throw new IllegalStateException("a read returned a part of sector " + tag.unit() + " of "
                        + media.get(tag.disk()).disk().name() + ": the target looks into data");
            }
        }
        return tag;
    }

    private void addOnDisk(long sector, Tag tag) {
        Located last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last instanceof Located.OnDisk run && run.disk() == tag.disk()
                && run.diskSector() + run.sectors() == tag.unit()) {
            runs.set(runs.size() - 1,
                    new Located.OnDisk(run.sector(), run.sectors() + 1, run.disk(), run.diskSector()));
        } else {
            runs.add(new Located.OnDisk(sector, 1, tag.disk(), tag.unit()));
        }
    }

    private void addContent(long sector, int value) {
        Located last = runs.isEmpty() ? null : runs.get(runs.size() - 1);
        if (last instanceof Located.Content run && run.value() == value) {
            runs.set(runs.size() - 1, new Located.Content(run.sector(), run.sectors() + 1, value));
        } else {
            runs.add(new Located.Content(sector, 1, value));
        }
    }

    private void addAtoms(long sector, byte[] data, int offset) {
        List<Atom> atoms = new ArrayList<>();
        boolean decided = true;
        for (int at = offset; at < offset + Sectors.BYTES; at += PersistentMemory.ATOM_BYTES) {
            Tag tag = tag(word(data, at), Stack.Kind.PMEM);
            int value = tag == null ? pool.atoms().find(data, at) : 0;
            if (value == ContentPool.UNKNOWN) {
                throw new IllegalStateException("a read of sector " + sector + " returned bytes that no disk holds: the"
                        + " target looks into data");
            }
            decided &= tag == null;
            atoms.add(tag == null ? new Atom(Atom.KNOWN, value) : new Atom(tag.disk(), tag.unit()));
        }
        if (decided) {
            addContent(sector, pool.intern(data, offset));
        } else {
            runs.add(new Located.InAtoms(sector, atoms));
        }
    }

    private Tag tag(long word, Stack.Kind kind) {
        Tag tag = Tag.read(word);
        boolean known = tag != null && tag.disk() < media.size() && media.get(tag.disk()).disk().kind() == kind;
        return known ? tag : null;
    }

    private static long word(byte[] data, int offset) {
        return ByteBuffer.wrap(data, offset, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }
}
