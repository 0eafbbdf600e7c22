package powercut.runtime;

/** A one-shot timer, as struct timer_list; its handler runs in interrupt context. Any context unless noted. */
public interface Timer {
    /** Arms it to expire {@code delayMs} from now, or moves it there if it is armed, as mod_timer. */
    void arm(long delayMs);

    /** Disarms it; a handler that runs already goes on, as del_timer. */
    void cancel();

    /** Disarms it and waits until its handler is not running, as del_timer_sync. Task context. */
    void cancelSync();

    boolean pending();
}
