package powercut.crash.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import powercut.crash.BadInputException;
import powercut.dm.TableException;
import powercut.dm.TargetException;

/**
 * The {@code powercut} command. One class per verb; what they share is here: exit codes ({@link ExitCode}), and that
 * whatever goes wrong is one line on stderr.
 */
@Command(name = "powercut", synopsisSubcommandLabel = "VERB", sortOptions = false,
        description = "Cut the power of block-layer storage, everywhere, and see whether its promises hold.",
        footer = {"", "Exit codes: 0 holds, 1 violation, 2 bad usage or bad input.", "", "Examples:",
            "  powercut explore writecache-ssd --ops 200 --seed 1",
            "  powercut check --table \"0 32768 writecache s log@0+32768 log@32768 4096 0\" --log LOG",
            "  powercut VERB --help"})
public final class Powercut implements Callable<Integer> {
    private static final int HELP_COLUMNS = 100;

    @Spec
    private CommandSpec spec;

    @Option(names = {"-h", "--help"}, usageHelp = true, scope = CommandLine.ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    @Option(names = "--stacktrace", scope = CommandLine.ScopeType.INHERIT,
            description = "Show where in Powercut an error comes from.")
    private boolean stacktrace;

    private Powercut() {}

    public static void main(String[] args) {
        int code = run(Terminal.ofProcess(), args);
        System.out.flush();
        System.exit(code);
    }

    /** Runs a command line; returns the exit code. */
    static int run(Terminal terminal, String... args) {
        Powercut powercut = new Powercut();
        CommandLine line = new CommandLine(powercut)
                .addSubcommand(new ExploreCommand(terminal))
                .addSubcommand(new ShrinkCommand(terminal))
                .addSubcommand(new CheckCommand(terminal))
                .addSubcommand(new RecoverCommand(terminal))
                .addSubcommand(new InspectCommand(terminal))
                .addSubcommand(new DefectsCommand(terminal));
        line.setExpandAtFiles(false);
        line.setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF));
        line.setUsageHelpWidth(HELP_COLUMNS);
        line.setOut(new PrintWriter(terminal.out(), true));
        line.setParameterExceptionHandler((e, arguments) -> {
            terminal.err().println(commandName(e.getCommandLine()) + ": " + oneLine(e.getMessage()) + "; see "
                    + commandName(e.getCommandLine()) + " --help");
            return ExitCode.BAD_INPUT;
        });
        line.setExecutionExceptionHandler((e, command, result) -> powercut.report(e, command, terminal));
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            terminal.clearProgress();
            terminal.err().println("powercut: the input needs more memory than Java has;"
                    + " JAVA_OPTS=-Xmx8g, say, gives it more");
            return ExitCode.BAD_INPUT;
        } catch (Error e) {
            return powercut.report(e, line, terminal);
        }
    }

    @Override
    public Integer call() {
        throw new ParameterException(spec.commandLine(),
                "no verb given, expected " + String.join(", ", spec.subcommands().keySet()));
    }

    private int report(Throwable e, CommandLine command, Terminal terminal) {
        terminal.clearProgress();
        boolean expected = e instanceof BadInputException || e instanceof TableException
                || e instanceof TargetException;
        String prefix = expected ? commandName(command) + ": " : "powercut: internal error: ";
        String advice = expected || stacktrace ? "" : ", run with --stacktrace";
        terminal.err().println(prefix + oneLine(expected ? e.getMessage() : e.toString()) + advice);
        if (stacktrace) {
            e.printStackTrace(terminal.err());
        }
        return expected ? ExitCode.BAD_INPUT : ExitCode.INTERNAL_ERROR;
    }

    private static String commandName(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    private static String oneLine(String message) {
        return message == null ? "no message" : message.strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
