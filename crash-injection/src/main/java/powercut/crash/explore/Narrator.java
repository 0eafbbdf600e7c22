package powercut.crash.explore;

import java.util.List;
import powercut.crash.values.SectorSets;

/** Puts a violation into words. What it is given is alive only during the call. */
public interface Narrator {
    /** What the contract promises for a sector. */
    String promised(SectorSets contract, long sector);

    /** What a value is that was found in a sector where it must not be: an older write, another sector's, zeros. */
    String found(int value, long sector);

    /**
     * Why recovery shows the wrong thing in a sector of the mapped device.
     *
     * @param contract what is promised
     * @param crashed the media as the power failure left them, before recovery wrote anything
     * @return empty if there is nothing to say
     */
    String why(SectorSets contract, List<SectorSets> crashed, long sector);
}
