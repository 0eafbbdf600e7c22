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

    /**
     * Is told of each violation that is certain and will be reported, in that order.
     *
     * @param value what its first sector shows; -1 if it cannot be read, or the device is refused
     * @param crashed the media as the power failure left them, as far as they are decided
     */
    default void reported(Violation violation, int value, List<SectorSets> crashed) {}
}
