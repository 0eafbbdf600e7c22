package powercut.writecache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import powercut.dm.BrokenInvariant;

/** The lists that hold entries: LRU, freelist, tree. */
class ListsTest {
    private final long[] originalSector = new long[8]; // by index of the entry

    @Test
    void theFreelistGivesRisingIndexesAndWrapsAround() {
        FreeList freelist = new SortedFreeList(4);
        freelist.add(2);
        freelist.add(0);
        freelist.add(3);
        assertThat(freelist.pop()).isEqualTo(2);
        assertThat(freelist.pop()).isEqualTo(3);
        freelist.add(1);
        assertThat(freelist.pop()).as("the rotor went round to 0 before 1 was freed").isZero();
        assertThat(freelist.pop()).isEqualTo(1);
        assertThat(freelist.pop()).isEqualTo(-1);
        assertThat(freelist.size()).isZero();
    }

    @Test
    void inPmemModeTheFreelistIsAQueue() {
        FreeList freelist = new FifoFreeList(4);
        freelist.add(2);
        freelist.add(0);
        freelist.add(3);
        assertThat(freelist.pop()).isEqualTo(2);
        freelist.add(2);
        assertThat(freelist.size()).isEqualTo(3);
        assertThat(freelist.pop()).isZero();
        assertThat(freelist.pop()).isEqualTo(3);
        assertThat(freelist.pop()).isEqualTo(2);
        assertThat(freelist.pop()).isEqualTo(-1);
        freelist.add(1);
        freelist.clear();
        assertThat(freelist.pop()).as("cleared").isEqualTo(-1);
    }

    @Test
    void theLruKeepsTheOrderOfInsertion() {
        Lru lru = new Lru();
        WcEntry[] e = {new WcEntry(0), new WcEntry(1), new WcEntry(2)};
        for (WcEntry entry : e) {
            lru.addHead(entry);
        }
        lru.remove(e[1]);
        lru.remove(e[1]);
        assertThat(lru.head()).isSameAs(e[2]);
        assertThat(lru.tail()).isSameAs(e[0]);
        lru.addTail(e[1]);
        assertThat(lru.tail()).isSameAs(e[1]);
        lru.clear();
        assertThat(lru.isEmpty()).isTrue();
    }

    @Test
    void theTreeFindsTheNewestVersionAndGivesAllInOrder() {
        EntryTree tree = new EntryTree(e -> originalSector[e.index]);
        WcEntry old = entry(0, 5);
        WcEntry middle = entry(1, 5);
        WcEntry newest = entry(2, 5);
        WcEntry other = entry(3, 9);
        tree.insert(old);
        tree.insert(middle);
        tree.insert(other);
        tree.insert(newest);
        assertThat(tree.find(5)).isSameAs(newest);
        assertThat(tree.oldest(5)).isSameAs(old);
        assertThat(tree.oldest(6)).isNull();
        assertThat(tree.in(5, 9)).containsExactly(old, middle, newest);
        assertThat(tree.in(0, 10)).containsExactly(old, middle, newest, other);
        assertThat(tree.following(5)).isEqualTo(9);
        assertThat(tree.following(9)).isEqualTo(Long.MAX_VALUE);

        tree.remove(old);
        assertThat(tree.in(5, 9)).containsExactly(middle, newest);
        tree.remove(middle);
        tree.remove(newest);
        tree.insert(old);
        tree.insert(middle);
        tree.insert(newest);
        tree.remove(middle);
        assertThat(newest.older).isSameAs(old);
        tree.remove(newest);
        assertThat(tree.find(5)).isSameAs(old);
        tree.remove(old);
        assertThat(tree.find(5)).isNull();
    }

    @Test
    void aBlockThatIsFreedTwiceBreaksTheRun() {
        for (FreeList freelist : List.of(new SortedFreeList(4), new FifoFreeList(4))) {
            freelist.add(2);
            assertThatThrownBy(() -> freelist.add(2)).isInstanceOf(BrokenInvariant.class)
                    .hasMessage("writecache: a block is freed once, index: 2");
        }
    }

    @Test
    void anEntryThatIsListedTwiceBreaksTheRun() {
        Lru lru = new Lru();
        WcEntry e = new WcEntry(3);
        lru.addHead(e);
        assertThatThrownBy(() -> lru.addTail(e)).isInstanceOf(BrokenInvariant.class)
                .hasMessage("writecache: an entry is on the LRU once, index: 3");
    }

    private WcEntry entry(int index, long sector) {
        WcEntry e = new WcEntry(index);
        originalSector[index] = sector;
        return e;
    }
}
