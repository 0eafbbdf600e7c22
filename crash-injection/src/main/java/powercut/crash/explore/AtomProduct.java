package powercut.crash.explore;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import powercut.block.PersistentMemory;
import powercut.block.Sectors;
import powercut.crash.explore.Located.Atom;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;

/**
 * The contents that a sector of atoms may have: each atom one of its values, whatever the others hold. There may be
 * very many; who looks for one that is not in a set of n finds it among the first n + 1, for no two are equal.
 */
final class AtomProduct {
    private final ContentPool pool;
    private final byte[] sector = new byte[Sectors.BYTES];
    private final List<Choice> choices = new ArrayList<>(); // those with more than one value

    /** An atom of a disk, wherever the sector has it. */
    private static final class Choice {
        private final int[] values;
        private final List<Integer> offsets = new ArrayList<>(1); // bytes in the sector
        private int at;

        Choice(int[] values) {
            this.values = values;
        }
    }

    AtomProduct(List<Atom> atoms, List<SectorSets> media, ContentPool pool) {
        this.pool = pool;
        Map<Atom, Choice> byAtom = new HashMap<>(); // only looked up by key
        for (int i = 0; i < atoms.size(); i++) {
            Atom atom = atoms.get(i);
            int offset = i * PersistentMemory.ATOM_BYTES;
            int[] values = atom.disk() == Atom.KNOWN ? new int[] {(int) atom.at()}
                    : media.get(atom.disk()).possible(atom.at());
            put(values[0], offset);
            if (values.length > 1) {
                Choice choice = byAtom.computeIfAbsent(atom, a -> new Choice(values));
                if (choice.offsets.isEmpty()) {
                    choices.add(choice);
                }
                choice.offsets.add(offset);
            }
        }
    }

    /** The first content that satisfies {@code wanted}, or {@link Located#NONE}. */
    int find(IntPredicate wanted) {
        do {
            int value = pool.intern(sector, 0);
            if (wanted.test(value)) {
                return value;
            }
        } while (step());
        return Located.NONE;
    }

    /** Counts on by one, the first choice being the lowest digit. */
    private boolean step() {
        for (Choice choice : choices) {
            choice.at = (choice.at + 1) % choice.values.length;
            choice.offsets.forEach(offset -> put(choice.values[choice.at], offset));
            if (choice.at > 0) {
                return true;
            }
        }
        return false;
    }

    private void put(int value, int offset) {
        System.arraycopy(pool.atoms().bytes(value), 0, sector, offset, PersistentMemory.ATOM_BYTES);
    }
}
