package powercut.crash.contract;

import java.util.List;
import powercut.crash.BadInputException;
import powercut.crash.values.SectorSets;

/**
 * What was promised by when, by the marks that the promises share with the log below the driver.
 *
 * <p>Between two marks the promises known are those of the earlier one; whatever was written up to the later one may be
 * there.
 */
public interface Promises {
    /** What is promised before the first mark. */
    SectorSets initial();

    /**
     * Moves on to the next mark.
     *
     * @param mark its text in the lower log
     * @return what is promised from then on; valid until the next call
     * @throws BadInputException if the promises have no such mark there
     */
    SectorSets afterMark(String mark) throws BadInputException;

    /** All writes that made the promises, in order: where a value that is found may come from. */
    List<Provenance.Source> sources();
}
