package io.countersign.examples.cli;

import io.countersign.analytics.AnalystSession;
import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.QueryLimits;
import io.countersign.analytics.ResultTable;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try (AuditWarehouse warehouse = Inputs.warehouse(command, export);
                AnalystSession session = warehouse.analyst(QueryLimits.DEFAULT)) {
            ResultTable table = session.query(sql);
            if (output.isJson()) {
                output.writer().print(table.toJsonLines());
            } else {
                output.writer().println(table);
            }
        }
        return 0;
    }
}
