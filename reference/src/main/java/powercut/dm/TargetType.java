package powercut.dm;

import java.util.List;

/** A kind of target: its name in a table line and its constructor. One that shares nothing is its own module. */
public interface TargetType extends TargetModule {
    /** The word in the table line. */
    String name();

    /** "major.minor.patch", as dmsetup targets prints it. */
    String version();

    /**
     * Constructs a target from its arguments, reading and possibly formatting its devices. Task context.
     *
     * @throws TargetException with the driver's error text and errno; nothing stays allocated or running
     */
    Target construct(TargetContext context, String[] arguments) throws TargetException;

    @Override
    default List<TargetType> init() {
        return List.of(this);
    }
}
