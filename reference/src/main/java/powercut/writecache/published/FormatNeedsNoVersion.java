package powercut.writecache.published;

import powercut.writecache.Format;
import powercut.writecache.Superblock;

/**
 * WC-11: a device is formatted only if magic and version are zero; the first half of a format writes the version.
 */
public final class FormatNeedsNoVersion extends Format {
    @Override
    protected boolean isUnformatted(Superblock superblock) {
        return superblock.magic() == 0 && superblock.version() == 0;
    }
}
