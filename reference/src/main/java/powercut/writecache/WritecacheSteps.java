package powercut.writecache;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import powercut.block.Bio;
import powercut.runtime.Mutex;
import powercut.runtime.Runtime;

/**
 * The parts of a target that a published defect can replace, each by a class that overrides one of its steps. A new one
 * has the reference's parts; whoever puts others in does so before the first target is constructed.
 */
public final class WritecacheSteps {
    Function<WritecacheState, Commit> commit = Commit::new;
    Function<WritecacheState, Recovery> recovery = Recovery::new;
    Function<WritecacheState, Writeback> writeback = Writeback::new;
    Function<WritecacheState, WritebackEndio> endio = WritebackEndio::new;
    Function<WritecacheState, Discard> discard = Discard::new;
    Function<WritecacheState, StatusLine> status = StatusLine::new;
    BiFunction<Runtime, Mutex, FreelistWait> freelistWait = FreelistWait::new;
    BiFunction<Runtime, Consumer<List<Bio>>, Kthread<Bio>> flushThread =
            (runtime, body) -> new Kthread<>(runtime, "dm_writecache_flush", body);
    Format format = new Format();
    ArgumentRules arguments = new ArgumentRules();
    PersistentMemoryClaim claim = new PersistentMemoryClaim();

    public WritecacheSteps commit(Function<WritecacheState, Commit> part) {
        commit = part;
        return this;
    }

    public WritecacheSteps recovery(Function<WritecacheState, Recovery> part) {
        recovery = part;
        return this;
    }

    public WritecacheSteps writeback(Function<WritecacheState, Writeback> part) {
        writeback = part;
        return this;
    }

    public WritecacheSteps endio(Function<WritecacheState, WritebackEndio> part) {
        endio = part;
        return this;
    }

    public WritecacheSteps discard(Function<WritecacheState, Discard> part) {
        discard = part;
        return this;
    }

    public WritecacheSteps status(Function<WritecacheState, StatusLine> part) {
        status = part;
        return this;
    }

    public WritecacheSteps freelistWait(BiFunction<Runtime, Mutex, FreelistWait> part) {
        freelistWait = part;
        return this;
    }

    /** @param part is given what the thread does with the bios that it takes */
    public WritecacheSteps flushThread(BiFunction<Runtime, Consumer<List<Bio>>, Kthread<Bio>> part) {
        flushThread = part;
        return this;
    }

    public WritecacheSteps format(Format part) {
        format = part;
        return this;
    }

    public WritecacheSteps arguments(ArgumentRules part) {
        arguments = part;
        return this;
    }

    public WritecacheSteps claim(PersistentMemoryClaim part) {
        claim = part;
        return this;
    }
}
