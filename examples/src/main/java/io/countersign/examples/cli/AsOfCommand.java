package io.countersign.examples.cli;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.PointInTime;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what was in force at one instant, as was known at another. */
@Command(
        name = "asof",
        mixinStandardHelpOptions = true,
        description =
                "Prints what was in force at an instant, as was known then or later: a document, a kind of documents, or all.")
final class AsOfCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "EXPORT", description = "the folder that an export left")
    private Path export = Path.of("");

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DOCUMENT|KIND",
            description = "kind/venue/id, or a kind such as spot-market; everything without it")
    private @Nullable String what;

    @Mixin
    private Point point = new Point();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        try (AuditWarehouse warehouse = Inputs.warehouse(spec, export)) {
            PointInTime when = point.of(warehouse);
            ConfigSnapshot snapshot = snapshot(warehouse, point.scope(warehouse), when);
            if (snapshot.size() == 0) {
                if (!output.isJson()) {
                    output.writer().println("Nothing: " + when);
                }
                return 1;
            }
            snapshot.documents().values().forEach(this::print);
        }
        return 0;
    }

    private ConfigSnapshot snapshot(AuditWarehouse warehouse, Scope environment, PointInTime when) {
        String wanted = what;
        if (wanted == null) {
            return warehouse.asOf(environment, when.effectiveAt(), when.knownAt());
        }
        if (!wanted.contains("/")) {
            return warehouse.asOf(environment, Inputs.kind(spec, wanted), when.effectiveAt(), when.knownAt());
        }
        DocumentId document = Inputs.document(spec, wanted);
        return ConfigSnapshot.of(
                environment,
                warehouse.asOf(environment, document, when.effectiveAt(), when.knownAt()).stream()
                        .toList());
    }

    private void print(MarketDocument document) {
        if (output.isJson()) {
            output.value(document);
            return;
        }
        output.writer().println(document.documentId());
        DocumentFields.of(document)
                .forEach((path, value) -> output.writer().println("  " + path + " = " + value.display()));
    }
}
