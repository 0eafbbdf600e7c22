package powercut.crash.explore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import powercut.block.Sectors;
import powercut.crash.explore.Located.Atom;
import powercut.crash.values.ContentPool;
import powercut.crash.values.SectorSets;
import powercut.crash.values.SectorSets.Rule;

/** A sector whose 64 atoms lie in persistent memory: disk 0, from atom 0 on. */
class AtomProductTest {
    private static final int ATOMS = 64;

    private final ContentPool pool = new ContentPool();
    private final SectorSets memory = SectorSets.zeros(Rule.MEDIUM);
    private final List<Atom> atoms = new ArrayList<>();

    AtomProductTest() {
        for (int i = 0; i < ATOMS; i++) {
            atoms.add(new Atom(0, i));
        }
    }

    @Test
    void everyCombinationOfItsAtomsIsPossible() {
        memory.settle(0, new int[] {0, atom(5)});
        memory.settle(1, atom(6));
        memory.settle(63, new int[] {0, atom(7), atom(8)});
        assertThat(all()).containsExactlyInAnyOrder("0 6 0", "5 6 0", "0 6 7", "5 6 7", "0 6 8", "5 6 8");
    }

    @Test
    void oneAtomInTwoPlacesHasOneValue() {
        memory.settle(0, new int[] {0, atom(5)});
        atoms.set(63, new Atom(0, 0));
        assertThat(all()).containsExactlyInAnyOrder("0 0 0", "5 0 5");
    }

    @Test
    void atomThatIsKnownIsNotLookedFor() {
        memory.settle(1, new int[] {0, atom(5)});
        atoms.set(1, new Atom(Atom.KNOWN, atom(9)));
        assertThat(all()).containsExactly("0 9 0");
    }

    /** 2^64 contents, of which whole writes are admissible and torn ones are not. */
    @Test
    void tornMixIsFoundAmongMoreContentsThanCanBeVisited() {
        byte[] old = new byte[Sectors.BYTES];
        byte[] young = new byte[Sectors.BYTES];
        for (int i = 0; i < ATOMS; i++) {
            memory.settle(i, new int[] {0, atom(i + 1)});
            words(young).putLong(i * Long.BYTES, i + 1);
        }
        int zeros = pool.intern(old, 0);
        int whole = pool.intern(young, 0);
        int torn = new AtomProduct(atoms, List.of(memory), pool).find(value -> value != zeros && value != whole);
        assertThat(torn).isGreaterThan(whole);
        memory.settle(0, 0);
        assertThat(new AtomProduct(atoms.subList(0, 1), List.of(memory), pool).find(value -> value != zeros))
                .isEqualTo(Located.NONE);
    }

    private TreeSet<String> all() {
        TreeSet<String> all = new TreeSet<>();
        int none = new AtomProduct(atoms, List.of(memory), pool).find(value -> {
            ByteBuffer words = words(pool.bytes(value));
            assertThat(all.add(words.getLong(0) + " " + words.getLong(8) + " " + words.getLong(504))).isTrue();
            return false;
        });
        assertThat(none).isEqualTo(Located.NONE);
        return all;
    }

    private int atom(long word) {
        byte[] bytes = new byte[Long.BYTES];
        words(bytes).putLong(0, word);
        return pool.atoms().intern(bytes, 0);
    }

    private static ByteBuffer words(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }
}
