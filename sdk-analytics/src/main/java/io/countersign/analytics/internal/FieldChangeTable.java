package io.countersign.analytics.internal;

import io.countersign.analytics.internal.TableShape.Column;
import io.countersign.model.change.ChangeEvents;
import io.countersign.model.change.ConfigChanged;
import io.countersign.model.change.DocumentRecorded;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files under {@code derived/}: one row for each single field that an entry set or removed. They follow from the entries
 * alone, so whoever has those can make them again and compare.
 */
public final class FieldChangeTable {
    /** The columns, as {@code docs/spec/export.md} lists them. */
    public static final TableShape SHAPE = new TableShape(
            "field_change",
            List.of(
                    new Column(1, "scope", "VARCHAR"),
                    new Column(2, "document", "VARCHAR"),
                    new Column(3, "kind", "VARCHAR"),
                    new Column(4, "venue", "VARCHAR"),
                    new Column(5, "id", "VARCHAR"),
                    new Column(6, "path", "VARCHAR"),
                    new Column(7, "before", "VARCHAR"),
                    new Column(8, "after", "VARCHAR"),
                    new Column(9, "whole_document", "BOOLEAN"),
                    new Column(10, "effective_at", "TIMESTAMP WITH TIME ZONE"),
                    new Column(11, "recorded_at", "TIMESTAMP WITH TIME ZONE"),
                    new Column(12, "sequence", "BIGINT"),
                    new Column(13, "ordinal", "INTEGER"),
                    new Column(14, "change_id", "VARCHAR"),
                    new Column(15, "plan_digest", "VARCHAR"),
                    new Column(16, "rollback", "BOOLEAN"),
                    new Column(17, "actor", "VARCHAR")),
            17,
            "scope, document, path, effective_at, sequence, ordinal");

    private FieldChangeTable() {}

    /**
     * Adds the rows that follow from an entry, which may be none.
     *
     * @return how many
     * @throws io.countersign.model.MalformedInputException if the payload is not what the entry's type says
     */
    public static int append(RowSink rows, JournalEntry entry) {
        List<Field> fields = fields(entry);
        for (int ordinal = 0; ordinal < fields.size(); ordinal++) {
            Field field = fields.get(ordinal);
            DocumentId document = field.document();
            rows.row()
                    .add(field.cause().scope().toString())
                    .add(document.toString())
                    .add(document.kind().toString())
                    .add(document.venue())
                    .add(document.id())
                    .add(field.path())
                    .addText(field.before().map(JsonText::toString))
                    .addText(field.after().map(JsonText::toString))
                    .add(field.wholeDocument())
                    .add(field.cause().effectiveAt())
                    .add(entry.recordedAt())
                    .add(entry.sequence())
                    .add(ordinal)
                    .addText(field.cause().changeId())
                    .addText(field.cause().planDigest().map(Digest::toString))
                    .add(field.cause().rollback())
                    .add(entry.actor().id())
                    .end();
        }
        return fields.size();
    }

    private record Cause(
            Scope scope,
            Instant effectiveAt,
            Optional<String> changeId,
            Optional<Digest> planDigest,
            boolean rollback) {}

    private record Field(
            Cause cause,
            DocumentId document,
            String path,
            Optional<JsonText> before,
            Optional<JsonText> after,
            boolean wholeDocument) {}

    private static List<Field> fields(JournalEntry entry) {
        List<Field> fields = new ArrayList<>();
        switch (entry.type()) {
            case ChangeEvents.DOCUMENT_RECORDED -> {
                DocumentRecorded recorded = entry.payloadAs(DocumentRecorded.class);
                Cause cause =
                        new Cause(recorded.scope(), recorded.effectiveAt(), Optional.empty(), Optional.empty(), false);
                DocumentFields.of(recorded.document())
                        .forEach((path, value) -> fields.add(new Field(
                                cause,
                                recorded.document().documentId(),
                                path,
                                Optional.empty(),
                                Optional.of(value),
                                true)));
            }
            case ChangeEvents.CONFIG_CHANGED -> {
                ConfigChanged changed = entry.payloadAs(ConfigChanged.class);
                Cause cause = new Cause(
                        changed.scope(),
                        changed.effectiveAt(),
                        Optional.of(changed.changeId()),
                        Optional.of(changed.planDigest()),
                        changed.rollback());
                for (FieldChange change : changed.changes().changes()) {
                    boolean onlyOneSide =
                            change.before().isEmpty() || change.after().isEmpty();
                    boolean whole = change.path().isEmpty() && onlyOneSide;
                    change.leaves()
                            .forEach(leaf -> fields.add(new Field(
                                    cause, leaf.document(), leaf.path(), leaf.before(), leaf.after(), whole)));
                }
            }
            default -> {
                // The entry is about something else than the configuration in force.
            }
        }
        return fields;
    }
}
