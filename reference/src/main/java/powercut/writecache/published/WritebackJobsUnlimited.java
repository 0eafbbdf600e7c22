package powercut.writecache.published;

import powercut.writecache.ArgumentRules;

/**
 * WC-30: without writeback_jobs there is no limit to the blocks in flight, and to the memory they take.
 */
public final class WritebackJobsUnlimited extends ArgumentRules {
    @Override
    protected long writebackJobs() {
        return 0;
    }
}
