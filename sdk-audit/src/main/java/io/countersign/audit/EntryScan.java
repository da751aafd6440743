package io.countersign.audit;

import static java.util.Objects.requireNonNull;

import io.countersign.audit.LedgerFinding.Code;
import io.countersign.audit.internal.LedgerDump;
import io.countersign.audit.internal.LedgerDump.EntryRow;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.Envelope;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.merkle.MerkleTree;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What hangs on the envelopes: columns, payloads, streams, batches. Memory grows with the largest batch and no further. */
final class EntryScan {
    private static final int STREAMS_KEPT_MAX = 65_536;

    private final Findings findings;
    private final List<Envelope> batch = new ArrayList<>();
    private Instant lastRecordedAt = Instant.MIN;
    private long batches;

    private final Map<String, StreamHead> streams = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StreamHead> eldest) {
            return size() > STREAMS_KEPT_MAX;
        }
    };

    EntryScan(Findings findings) {
        this.findings = findings;
    }

    /** Compares the next entry with its columns, its payload, its stream and its batch. */
    void take(LedgerDump dump, ReadEntry entry) throws SQLException {
        EntryRow row = requireNonNull(entry.row());
        String place = "entry " + row.sequence();
        Envelope envelope = entry.envelope();
        if (envelope == null) {
            add(Code.ENVELOPE, place, entry.malformed());
            return;
        }
        if (envelope.format() != Envelope.FORMAT) {
            add(Code.ENVELOPE, place, "Its format is " + envelope.format() + ", not " + Envelope.FORMAT);
        }
        if (envelope.sequence() != row.sequence()) {
            add(Code.ENVELOPE, place, "It says that it is entry " + envelope.sequence());
        }
        if (!entry.isCanonical()) {
            add(Code.ENVELOPE, place, "It is not in canonical form");
        }
        if (envelope.recordedAt().isBefore(lastRecordedAt)) {
            add(
                    Code.TIME,
                    place,
                    "It was recorded at " + Instants.format(envelope.recordedAt()) + ", the one before at "
                            + Instants.format(lastRecordedAt));
        }
        lastRecordedAt = envelope.recordedAt();
        compareColumns(row, envelope, place);
        comparePayload(dump, entry, envelope, place);
        compareChain(dump, envelope, place);
        streams.put(envelope.stream(), new StreamHead(envelope.revision(), row.sequence(), hex(entry.leaf())));
        if (!batch.isEmpty() && !batch.get(0).idempotencyKey().equals(envelope.idempotencyKey())) {
            finishBatch(dump);
        }
        batch.add(envelope);
    }

    private void compareColumns(EntryRow row, Envelope envelope, String place) {
        compareColumn(place, "stream", row.stream(), envelope.stream());
        compareColumn(place, "revision", row.revision(), envelope.revision());
        compareColumn(
                place, "prev_seq", row.previous(), envelope.previousSequence().orElse(-1L));
        compareColumn(place, "event_type", row.type(), envelope.type());
        compareColumn(place, "actor", row.actor(), envelope.actor().id());
        compareColumn(place, "occurred_at", row.occurredAt(), Instants.toMicros(envelope.occurredAt()));
        compareColumn(place, "recorded_at", row.recordedAt(), Instants.toMicros(envelope.recordedAt()));
        compareColumn(place, "batch_key", row.batchKey(), envelope.idempotencyKey());
    }

    private void compareColumn(String place, String column, Object stored, Object expected) {
        if (!stored.equals(expected)) {
            add(Code.PROJECTION, place, "Column " + column + " is " + stored + ", the envelope says " + expected);
        }
    }

    private void comparePayload(LedgerDump dump, ReadEntry entry, Envelope envelope, String place) throws SQLException {
        Optional<Digest> payload = envelope.payload().isPresent()
                ? entry.payloadDigest()
                : dump.payload(envelope.payloadDigest()).map(Digest::of);
        if (payload.isEmpty()) {
            add(Code.PAYLOAD, place, "Its payload " + envelope.payloadDigest() + " is missing");
        } else if (!payload.get().equals(envelope.payloadDigest())) {
            add(
                    Code.PAYLOAD,
                    place,
                    "Its payload has the digest " + payload.get() + ", the envelope names " + envelope.payloadDigest());
        }
    }

    private void compareChain(LedgerDump dump, Envelope envelope, String place) throws SQLException {
        long sequence = envelope.previousSequence().orElse(-1L);
        if (sequence < 0) {
            if (envelope.revision() != 1 || envelope.previousLeaf().isPresent()) {
                add(
                        Code.STREAM,
                        place,
                        "It is revision " + envelope.revision() + " of " + envelope.stream()
                                + " but names none before it");
            } else if (streams.containsKey(envelope.stream())) {
                add(Code.STREAM, place, "It starts the stream " + envelope.stream() + " a second time");
            }
            return;
        }
        StreamHead previous = streams.get(envelope.stream());
        if (previous == null || previous.sequence() != sequence) {
            previous = earlier(dump, sequence, envelope);
        }
        if (previous == null) {
            add(Code.STREAM, place, "Entry " + sequence + " is not the one before it in " + envelope.stream());
            return;
        }
        if (previous.revision() + 1 != envelope.revision()) {
            add(
                    Code.STREAM,
                    place,
                    "It is revision " + envelope.revision() + " of " + envelope.stream() + ", the one before it "
                            + previous.revision());
        }
        if (!previous.leafHex().equals(envelope.previousLeaf().orElse(""))) {
            add(
                    Code.STREAM,
                    place,
                    "It names the leaf " + envelope.previousLeaf().orElse("none") + " before it in " + envelope.stream()
                            + ", but entry " + sequence + " has " + previous.leafHex());
        }
    }

    /** The entry before in a stream, read again where it is no longer kept. */
    private @Nullable StreamHead earlier(LedgerDump dump, long sequence, Envelope envelope) throws SQLException {
        if (sequence >= envelope.sequence()) {
            return null;
        }
        Optional<byte[]> bytes = dump.envelope(sequence);
        if (bytes.isEmpty()) {
            return null;
        }
        try {
            Envelope previous = Envelope.parse(bytes.get());
            return previous.stream().equals(envelope.stream())
                    ? new StreamHead(previous.revision(), sequence, hex(MerkleTree.leafHash(bytes.get())))
                    : null;
        } catch (MalformedInputException e) {
            return null; // reported at its own place
        }
    }

    /**
     * Every stream's row must lead to its newest entry. As each entry hangs on one before it and a row's revision counts down to
     * 1, rows whose revisions add up to the size leave no entry out.
     */
    void compareStreams(LedgerDump dump, long size) throws SQLException {
        long[] total = {0};
        dump.forEachStream((stream, stored) -> {
            total[0] += stored.revision();
            String place = "stream " + stream;
            Optional<byte[]> last = dump.envelope(stored.sequence());
            if (last.isEmpty()) {
                add(Code.STREAM, place, "It should end with entry " + stored.sequence() + ", which is not there");
                return;
            }
            String leaf = hex(MerkleTree.leafHash(last.get()));
            if (!leaf.equals(stored.leafHex())) {
                add(
                        Code.STREAM,
                        place,
                        "Its row names the leaf " + stored.leafHex() + ", but entry " + stored.sequence() + " has "
                                + leaf);
            }
            try {
                Envelope newest = Envelope.parse(last.get());
                if (!newest.stream().equals(stream) || newest.revision() != stored.revision()) {
                    add(
                            Code.STREAM,
                            place,
                            "Its row ends at revision " + stored.revision() + ", but entry " + stored.sequence()
                                    + " is " + newest.stream() + " revision " + newest.revision());
                }
            } catch (MalformedInputException e) {
                add(Code.STREAM, place, "It ends with entry " + stored.sequence() + ", which is no envelope");
            }
        });
        if (total[0] != size) {
            add(
                    Code.STREAM,
                    "streams",
                    "Their rows count " + total[0] + " entries, but there are " + size
                            + ": a row is missing, or does not end with the newest entry");
            for (String stream : dump.streamsWithoutRow()) {
                add(Code.STREAM, "stream " + stream, "It has entries, but no row");
            }
        }
    }

    private void finishBatch(LedgerDump dump) throws SQLException {
        if (batch.isEmpty()) {
            return;
        }
        batches++;
        Envelope first = batch.get(0);
        String place = "batch " + first.idempotencyKey();
        Optional<LedgerDump.BatchRow> stored = dump.batch(first.idempotencyKey());
        if (stored.isEmpty()) {
            add(Code.BATCH, place, "Its key is not kept, so a retry would be recorded twice");
        } else {
            LedgerDump.BatchRow row = stored.get();
            if (row.first() != first.sequence() || row.count() != batch.size()) {
                add(
                        Code.BATCH,
                        place,
                        "Its key is kept for " + row.count() + " entries from " + row.first() + ", but it was used for "
                                + batch.size() + " from " + first.sequence());
            }
            Digest drafts = AppendBatch.draftsDigest(batch);
            if (!row.drafts().equals(drafts)) {
                add(Code.BATCH, place, "Its drafts have the digest " + drafts + ", but " + row.drafts() + " is kept");
            }
        }
        batch.clear();
    }

    /**
     * Compares what is kept under the keys of batches with the entries, after the last of them.
     *
     * @param from where the entries began that were read
     */
    void compareBatches(LedgerDump dump, long from) throws SQLException {
        finishBatch(dump);
        long kept = dump.batchCount(from);
        if (kept != batches) {
            add(Code.BATCH, "batches", kept + " keys are kept, but the entries were recorded under " + batches);
            for (String key : dump.keysWithoutEntries()) {
                add(Code.BATCH, "batch " + key, "Its key is kept, but no entry was recorded under it");
            }
        }
    }

    private void add(Code code, String place, String message) {
        findings.add(code, place, message);
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
