package powercut.writecache.published;

import powercut.writecache.ArgumentRules;

/**
 * WC-45: a table may have ten words of options, which the five with a value take; fua or nofua is one too many.
 */
public final class TenFeatureArgs extends ArgumentRules {
    @Override
    protected int maxFeatureArgs() {
        return 10;
    }
}
