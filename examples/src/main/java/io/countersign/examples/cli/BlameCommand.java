package io.countersign.examples.cli;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.FieldBlame;
import io.countersign.analytics.PointInTime;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says who made each field of a document what it is. */
@Command(
        name = "blame",
        mixinStandardHelpOptions = true,
        description = "Says who made each field of a document what it is, with whose approval, and what it was before.")
final class BlameCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "EXPORT", description = "the folder that an export left")
    private Path export = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "DOCUMENT",
            description = "kind/venue/id, such as spot-market/kraken/XXBTZUSD")
    private String document = "";

    @Mixin
    private Point point = new Point();

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        DocumentId id = Inputs.document(spec, document);
        try (AuditWarehouse warehouse = Inputs.warehouse(spec, export)) {
            Scope environment = point.scope(warehouse);
            PointInTime when = point.of(warehouse);
            List<FieldBlame> fields = warehouse.blame(environment, id, when.effectiveAt(), when.knownAt());
            fields.forEach(field -> output.line(field.toString(), json(field)));
            if (fields.isEmpty() && !output.isJson()) {
                output.writer().println("There was no " + id + " in " + environment);
            }
            return fields.isEmpty() ? 1 : 0;
        }
    }

    private static Map<String, Object> json(FieldBlame field) {
        Map<String, Object> json = new TreeMap<>();
        json.put("document", field.document());
        json.put("path", field.path());
        field.value().map(JsonText::toString).ifPresent(value -> json.put("value", value));
        field.previousValue().map(JsonText::toString).ifPresent(value -> json.put("previousValue", value));
        json.put("actor", field.actor());
        field.changeId().ifPresent(id -> json.put("changeId", id));
        json.put("rollback", field.rollback());
        json.put("approvers", field.approvers());
        json.put("effectiveAt", field.effectiveAt());
        json.put("recordedAt", field.recordedAt());
        json.put("sequence", field.sequence());
        return json;
    }
}
