package powercut.crash.run;

import powercut.runtime.Completion;
import powercut.runtime.Runtime;

/** A user who waits. */
final class Pause {
    private Pause() {}

    /** Returns when {@code ms} milliseconds have passed by the runtime's clock; task context. */
    static void of(long ms, Runtime runtime) {
        Completion over = runtime.completion("pause of " + ms + " ms");
        runtime.timer("pause", over::complete).arm(ms);
        over.await();
    }
}
