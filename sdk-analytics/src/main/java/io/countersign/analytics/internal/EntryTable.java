package io.countersign.analytics.internal;

import io.countersign.analytics.internal.TableShape.Column;
import io.countersign.model.journal.Envelope;
import io.countersign.model.journal.JournalEntry;
import java.util.List;
import java.util.Optional;

/**
 * The files under {@code ledger/}: one row an entry. The envelope is the entry; every other column repeats a part of it so
 * that questions need not open it, or is its payload.
 */
public final class EntryTable {
    /** The columns, as {@code docs/spec/export.md} lists them. */
    public static final TableShape SHAPE = new TableShape(
            "entry",
            List.of(
                    new Column(1, "sequence", "BIGINT"),
                    new Column(2, "stream", "VARCHAR"),
                    new Column(3, "revision", "BIGINT"),
                    new Column(4, "type", "VARCHAR"),
                    new Column(5, "schema_version", "INTEGER"),
                    new Column(6, "actor", "VARCHAR"),
                    new Column(7, "occurred_at", "TIMESTAMP WITH TIME ZONE"),
                    new Column(8, "recorded_at", "TIMESTAMP WITH TIME ZONE"),
                    new Column(9, "clock_source", "VARCHAR"),
                    new Column(10, "clock_error_micros", "BIGINT"),
                    new Column(11, "idempotency_key", "VARCHAR"),
                    new Column(12, "previous_sequence", "BIGINT"),
                    new Column(13, "previous_leaf", "VARCHAR"),
                    new Column(14, "payload_digest", "VARCHAR"),
                    new Column(15, "payload", "VARCHAR"),
                    new Column(16, "leaf_hash", "VARCHAR"),
                    new Column(17, "envelope", "BLOB")),
            17,
            "sequence");

    private EntryTable() {}

    /** Adds an entry. */
    public static void append(RowSink rows, JournalEntry entry) {
        Envelope envelope = entry.envelope();
        rows.row()
                .add(envelope.sequence())
                .add(envelope.stream())
                .add(envelope.revision())
                .add(envelope.type())
                .add(envelope.schemaVersion())
                .add(envelope.actor().id())
                .add(envelope.occurredAt())
                .add(envelope.recordedAt())
                .add(envelope.clockSource())
                .add(envelope.clockErrorMicros())
                .add(envelope.idempotencyKey())
                .addNumber(envelope.previousSequence())
                .addText(envelope.previousLeaf())
                .add(envelope.payloadDigest().toString())
                .add(entry.payload().toString())
                .add(entry.leafHex())
                .add(entry.envelopeBytes())
                .end();
    }

    /** The names of the columns in which a row differs from its envelope; the payload and the leaf hash are not compared. */
    public static List<String> differing(Rows row, Envelope envelope) {
        return differences(
                new Comparison("sequence", row.findNumber(1).equals(Optional.of(envelope.sequence()))),
                new Comparison("stream", row.findText(2).equals(Optional.of(envelope.stream()))),
                new Comparison("revision", row.findNumber(3).equals(Optional.of(envelope.revision()))),
                new Comparison("type", row.findText(4).equals(Optional.of(envelope.type()))),
                new Comparison(
                        "schema_version", row.findNumber(5).equals(Optional.of((long) envelope.schemaVersion()))),
                new Comparison(
                        "actor",
                        row.findText(6).equals(Optional.of(envelope.actor().id()))),
                new Comparison("occurred_at", envelope.occurredAt().equals(row.value(7))),
                new Comparison("recorded_at", envelope.recordedAt().equals(row.value(8))),
                new Comparison("clock_source", row.findText(9).equals(Optional.of(envelope.clockSource()))),
                new Comparison(
                        "clock_error_micros", row.findNumber(10).equals(Optional.of(envelope.clockErrorMicros()))),
                new Comparison("idempotency_key", row.findText(11).equals(Optional.of(envelope.idempotencyKey()))),
                new Comparison("previous_sequence", row.findNumber(12).equals(envelope.previousSequence())),
                new Comparison("previous_leaf", row.findText(13).equals(envelope.previousLeaf())),
                new Comparison(
                        "payload_digest",
                        row.findText(14)
                                .equals(Optional.of(envelope.payloadDigest().toString()))));
    }

    private record Comparison(String column, boolean same) {}

    private static List<String> differences(Comparison... compared) {
        return List.of(compared).stream()
                .filter(comparison -> !comparison.same())
                .map(Comparison::column)
                .toList();
    }
}
