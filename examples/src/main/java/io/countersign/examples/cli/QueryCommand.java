package io.countersign.examples.cli;

import io.countersign.analytics.AnalystQuestion;
import io.countersign.analytics.AnalystSession;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.CsvAudience;
import io.countersign.analytics.QueryLimits;
import io.countersign.analytics.ResultFiles;
import io.countersign.analytics.ResultTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Answers one SQL query over an export. The session can read the export's tables and nothing else. */
@Command(
        name = "query",
        mixinStandardHelpOptions = true,
        description = "Answers a SQL query over an export; docs/queries.md describes its tables.")
final class QueryCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "EXPORT", description = "the folder that an export left")
    private Path export = Path.of("");

    @Parameters(index = "1", paramLabel = "SQL", description = "one query")
    private String sql = "";

    @Option(
            names = "--to",
            paramLabel = "FILE",
            description = "a new file for the whole answer: .csv (safe to open in a spreadsheet), .jsonl or .xlsx")
    private @Nullable Path file;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try (AuditWarehouse warehouse = Inputs.warehouse(command, export);
                AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            AnalystQuestion question = session.question(sql)
                    .progress(progress -> command.commandLine().getErr().println(progress));
            Path target = file;
            if (target != null) {
                long rows = write(question, target);
                output.line(rows + " rows in " + target, Map.of("rows", rows, "file", target.toString()));
                return 0;
            }
            ResultTable table = question.table();
            if (output.isJson()) {
                output.writer().print(table.toJsonLines());
            } else {
                output.writer().println(table);
            }
        }
        return 0;
    }

    private long write(AnalystQuestion question, Path target) {
        String name = String.valueOf(target.getFileName());
        if (name.endsWith(".csv")) {
            return ResultFiles.csv(question, target, CsvAudience.SPREADSHEETS);
        }
        if (name.endsWith(".jsonl")) {
            return ResultFiles.jsonLines(question, target);
        }
        if (name.endsWith(".xlsx")) {
            return ResultFiles.xlsx(question, target);
        }
        throw new ParameterException(
                command.commandLine(),
                "The file's name ends with .csv, .jsonl or .xlsx, which says its form: " + target);
    }
}
