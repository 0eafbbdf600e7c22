package powercut.dm;

import java.util.List;

/**
 * A kernel module that registers target types. What they share, the module's global variables, comes into being with
 * {@link #init} and lasts as long as the machine is up.
 */
public interface TargetModule {
    /** module_init: the types, with global variables of their own. Called each time that a machine comes up. */
    List<TargetType> init();
}
