package powercut.crash.contract;

import java.util.List;
import powercut.crash.explore.Narrator;
import powercut.crash.values.SectorSets;
import powercut.crash.values.Write;

/** Words for violations that hold for every target: what was promised, and where a wrong value comes from. */
public final class Words implements Narrator {
    private final Provenance provenance;
    private final Reasons reasons;

    /** What a target's own metadata has to say. */
    public interface Reasons {
        /** No target, no reasons. */
        Reasons NONE = (crashed, sector, promised) -> "";

        /**
         * See {@link Narrator#why}.
         *
         * @param promised the value that was promised last; -1 if there is none
         */
        String why(List<SectorSets> crashed, long sector, int promised);
    }

    public Words(Provenance provenance, Reasons reasons) {
        this.provenance = provenance;
        this.reasons = reasons;
    }

    @Override
    public String promised(SectorSets contract, long sector) {
        Write promise = contract.promise(sector);
        if (promise == null) {
            return "nothing but its own earlier values, or zeros: no write to it was made durable";
        }
        return promise.what() + ", durable by " + promise.durableBy();
    }

    @Override
    public String found(int value, long sector) {
        return provenance.describe(value, sector);
    }

    @Override
    public String why(SectorSets contract, List<SectorSets> crashed, long sector) {
        Write promise = contract.promise(sector);
        return reasons.why(crashed, sector, promise == null ? -1 : promise.valueAt(sector));
    }
}
