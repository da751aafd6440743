package io.countersign.examples.cli;

import io.countersign.examples.quickstart.Quickstart;
import io.countersign.model.CountersignException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The {@code countersign} command. Exit codes: 0 nothing stands in the way, 1 findings of severity ERROR or BLOCK or a failed
 * verification, 2 bad usage.
 */
@Command(
        name = "countersign",
        description = "Checks, compares and proves the configuration of markets.",
        mixinStandardHelpOptions = true,
        version = "countersign 0.1.0",
        subcommands = {
            AsOfCommand.class,
            BlameCommand.class,
            CheckCommand.class,
            DiffCommand.class,
            ExportCommand.class,
            LedgerCommand.class,
            QueryCommand.class,
            QuickstartCommand.class,
            VerifyExportCommand.class
        })
public final class Countersign implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** Runs the command and exits with its code. */
    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int code = run(out, err, arguments);
        out.flush();
        err.flush();
        System.exit(code);
    }

    /** Runs the command with its output going to writers. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return new CommandLine(new Countersign())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((exception, command, parsed) -> failure(exception, command))
                .execute(arguments);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "Which command? One of asof, blame, check, diff, export, ledger, query, quickstart, verify-export");
    }

    /** What the SDK could not do is one sentence, not a stack trace; anything else is our defect and keeps its trace. */
    private static int failure(Exception exception, CommandLine command) throws Exception {
        boolean badUsage = exception instanceof InputFile.UnreadableException
                || exception instanceof Quickstart.FolderInUseException;
        if (exception instanceof CountersignException || badUsage) {
            command.getErr().println(exception.getMessage());
            return badUsage ? 2 : 1;
        }
        throw exception;
    }
}
