package powercut.dm;

/**
 * A defect of a driver as published, reproduced on its own in the otherwise corrected target.
 *
 * @param id WC-nn, WB-xx or CO-Hnn
 * @param target name of the target in a table line
 * @param title what goes wrong, in a few words
 * @param seedDoes the step as the driver does it
 * @param caughtBy which layers find it
 * @param upstream where it was fixed, or that it was not
 * @param type the target with the defect
 */
public record PublishedDefect(String id, String target, String title, String seedDoes, String caughtBy, String upstream,
        TargetType type) {}
