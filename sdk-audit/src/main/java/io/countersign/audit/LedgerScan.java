package io.countersign.audit;

import io.countersign.audit.LedgerFinding.Code;
import io.countersign.audit.internal.LedgerDump;
import io.countersign.audit.internal.LedgerDump.EntryRow;
import io.countersign.audit.internal.LedgerStore;
import io.countersign.audit.internal.TileFrontier;
import io.countersign.audit.proof.Checkpoint;
import io.countersign.audit.proof.NoteVerifier;
import io.countersign.audit.proof.ProofRejectedException;
import io.countersign.audit.proof.SignedNote;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.Envelope;
import io.countersign.model.journal.JournalHead;
import io.countersign.model.journal.StreamHead;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.merkle.MerkleTree;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One run of a verification: entries in order, and beside them tiles, checkpoints and batches as they fall due. Memory does not
 * grow with the ledger, but with its largest batch.
 */
final class LedgerScan {
    private static final int STEP = 1_024;
    private static final int STREAMS_KEPT_MAX = 65_536;
    private static final int PASSED_OVER_MAX = 65_536;
    private static final byte[] NO_HASHES = {};

    private final LedgerStore store;
    private final boolean deep;
    private final List<NoteVerifier> trusted;
    private final List<String> held;
    private final LongConsumer progress;
    private final BooleanSupplier cancelled;

    private final List<LedgerFinding> findings = new ArrayList<>();
    private long findingsTotal;
    private long entries;
    private long nextSequence;
    private long signatures;
    private long tiles;
    private long batches;
    private final TileFrontier frontier = new TileFrontier();
    private Instant lastRecordedAt = Instant.MIN;
    private final List<Pin> pins = new ArrayList<>();
    private int pinsPassed;
    private final List<Envelope> batch = new ArrayList<>();

    private final Map<String, StreamHead> streams = new LinkedHashMap<>(256, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, StreamHead> eldest) {
            return size() > STREAMS_KEPT_MAX;
        }
    };

    /** A root that the ledger must have at a size. */
    private record Pin(long size, Digest root, String place) {}

    LedgerScan(
            LedgerStore store,
            boolean deep,
            List<NoteVerifier> trusted,
            List<String> held,
            LongConsumer progress,
            BooleanSupplier cancelled) {
        this.store = store;
        this.deep = deep;
        this.trusted = trusted;
        this.held = held;
        this.progress = progress;
        this.cancelled = cancelled;
    }

    VerificationReport run() {
        try (LedgerDump dump = LedgerDump.open(store)) {
            scan(dump);
        } catch (SQLException e) {
            add(Code.FILE, "file", "The database cannot read on: " + e.getMessage());
        }
        return new VerificationReport(
                entries, Digest.ofHash(frontier.root()), deep, signatures, findings, findingsTotal);
    }

    private void scan(LedgerDump dump) throws SQLException {
        dump.catalog().schemaDifferences().forEach(difference -> add(Code.SCHEMA, "schema", difference));
        if (findingsTotal > 0 && !dump.catalog().hasTables()) {
            return;
        }
        collectPins(dump);
        Optional<JournalHead> head = dump.head();
        if (head.isEmpty()) {
            add(Code.ROOT, "head", "There are " + dump.headCount() + " heads, not one");
        }
        passPins();
        dump.forEachEntry(row -> take(dump, row));
        progress.accept(entries);
        if (deep) {
            finishBatch(dump);
        }
        head.ifPresent(this::compareHead);
        compareTileCount(dump);
        pins.stream()
                .skip(pinsPassed)
                .forEach(pin -> add(
                        Code.TRUNCATED,
                        pin.place(),
                        "It was signed for size " + pin.size() + ", but the ledger has " + frontier.size()
                                + " entries: the newest are gone"));
        if (deep) {
            compareStreams(dump);
            if (dump.batchCount() != batches) {
                add(
                        Code.BATCH,
                        "batches",
                        dump.batchCount() + " keys are kept, but the entries were recorded under " + batches);
                for (String key : dump.keysWithoutEntries()) {
                    add(Code.BATCH, "batch " + key, "Its key is kept, but no entry was recorded under it");
                }
            }
            dump.catalog().foreignTypes().forEach(table -> add(Code.SCHEMA, "schema", table));
            dump.catalog().damages().forEach(damage -> add(Code.FILE, "file", damage));
        }
    }

    private void take(LedgerDump dump, EntryRow row) throws SQLException {
        if (entries % STEP == 0) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException(
                        "The verification of " + store.name() + " was cancelled after " + entries + " entries");
            }
            progress.accept(entries);
        }
        String place = "entry " + row.sequence();
        entries++;
        if (row.sequence() < nextSequence) {
            add(Code.GAP, place, "It stands in front of entry " + nextSequence + ", where none belongs");
            return;
        }
        if (row.sequence() > nextSequence) {
            passOver(dump, nextSequence, row.sequence());
        }
        nextSequence = row.sequence() + 1;
        byte[] leaf = MerkleTree.leafHash(row.envelope());
        grow(dump, leaf);
        if (deep) {
            compareEnvelope(dump, row, place, HexFormat.of().formatHex(leaf));
        }
    }

    /** Says which entries are missing, and takes their leaves from the tiles, so that what follows is judged by itself. */
    private void passOver(LedgerDump dump, long from, long to) throws SQLException {
        add(
                Code.GAP,
                "entry " + from,
                to - from == 1 ? "It is missing" : "It is missing, and all up to entry " + (to - 1));
        for (long sequence = from; sequence < Math.min(to, from + PASSED_OVER_MAX); sequence++) {
            int at = (int) (sequence % TileFrontier.WIDTH) * MerkleTree.HASH_LENGTH;
            byte[] tile = dump.tile(0, sequence / TileFrontier.WIDTH)
                    .map(LedgerDump.TileRow::hashes)
                    .orElse(NO_HASHES);
            grow(
                    dump,
                    at + MerkleTree.HASH_LENGTH <= tile.length
                            ? Arrays.copyOfRange(tile, at, at + MerkleTree.HASH_LENGTH)
                            : new byte[MerkleTree.HASH_LENGTH]);
        }
    }

    // ---- the tree

    private void grow(LedgerDump dump, byte[] leaf) throws SQLException {
        List<Filled> filled = new ArrayList<>();
        frontier.append(leaf, (level, index, hashes, root) -> filled.add(new Filled(level, index, hashes, root)));
        for (Filled tile : filled) {
            compareTile(dump, tile);
        }
        passPins();
    }

    private void compareTile(LedgerDump dump, Filled filled) throws SQLException {
        tiles++;
        String place = "tile " + filled.level + "/" + filled.index;
        Optional<LedgerDump.TileRow> stored = dump.tile(filled.level, filled.index);
        if (stored.isEmpty()) {
            add(Code.TILE, place, "It is missing");
            return;
        }
        byte[] hashes = stored.get().hashes();
        if (hashes.length != filled.hashes.length) {
            add(Code.TILE, place, "It has " + hashes.length + " bytes, not " + filled.hashes.length);
        } else {
            for (int i = 0; i < TileFrontier.WIDTH; i++) {
                compareHash(filled, i, hashes, place);
            }
        }
        if (!Arrays.equals(stored.get().root(), filled.root)) {
            add(
                    Code.TILE,
                    place,
                    "Its hashes lead to " + hex(filled.root) + ", but "
                            + hex(stored.get().root()) + " was recorded");
        }
    }

    private void compareHash(Filled filled, int i, byte[] hashes, String place) {
        int from = i * MerkleTree.HASH_LENGTH;
        int to = from + MerkleTree.HASH_LENGTH;
        if (Arrays.equals(hashes, from, to, filled.hashes, from, to)) {
            return;
        }
        String computed = HexFormat.of().formatHex(filled.hashes, from, to);
        String recorded = HexFormat.of().formatHex(hashes, from, to);
        if (filled.level == 0) {
            add(
                    Code.LEAF,
                    "entry " + (filled.index * TileFrontier.WIDTH + i),
                    "Its envelope hashes to " + computed + ", but " + recorded + " was recorded");
        } else {
            add(Code.TILE, place, "Hash " + i + " should be " + computed + ", but is " + recorded);
        }
    }

    private void compareTileCount(LedgerDump dump) throws SQLException {
        long stored = dump.tileCount();
        if (stored > tiles) {
            add(Code.TILE, "tiles", stored + " are kept, but " + frontier.size() + " entries fill only " + tiles);
            dump.forEachTileFrom(
                    frontier.size(),
                    (level, index) ->
                            add(Code.TILE, "tile " + level + "/" + index, "There are not enough entries to fill it"));
        }
    }

    private void compareHead(JournalHead head) {
        if (head.size() != frontier.size()) {
            add(
                    Code.GAP,
                    "head",
                    "The size was recorded as " + head.size() + ", but there are " + frontier.size() + " entries");
        }
        Digest root = Digest.ofHash(frontier.root());
        if (!head.root().equals(root)) {
            long unfinished = frontier.size() - frontier.size() % TileFrontier.WIDTH;
            add(
                    Code.ROOT,
                    "head",
                    "The entries lead to " + root.hex() + ", but " + head.root().hex()
                            + " was recorded; where no leaf is" + " named, one of the entries from " + unfinished
                            + " on was changed");
        }
    }

    // ---- checkpoints

    private void collectPins(LedgerDump dump) throws SQLException {
        dump.forEachCheckpoint((id, size, note) -> {
            String place = "checkpoint " + id;
            pin(note, place).ifPresent(pin -> {
                if (pin.size() != size) {
                    add(Code.CHECKPOINT, place, "It is kept under size " + size + ", but was signed for " + pin.size());
                }
                pins.add(pin);
            });
        });
        for (int i = 0; i < held.size(); i++) {
            pin(held.get(i), "held checkpoint " + (i + 1)).ifPresent(pins::add);
        }
        pins.sort((a, b) -> Long.compareUnsigned(a.size(), b.size()));
    }

    private Optional<Pin> pin(String text, String place) {
        try {
            SignedNote note = SignedNote.parse(text);
            Checkpoint checkpoint = Checkpoint.parse(note.text());
            if (!trusted.isEmpty()) {
                requireOwnSignature(note, checkpoint);
                signatures++;
            }
            return Optional.of(new Pin(checkpoint.size(), Digest.ofHash(checkpoint.root()), place));
        } catch (ProofRejectedException | MalformedInputException e) {
            add(Code.SIGNATURE, place, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private void requireOwnSignature(SignedNote note, Checkpoint checkpoint) {
        for (NoteVerifier signer : note.verify(trusted)) {
            if (signer.name().equals(checkpoint.origin())) {
                return;
            }
        }
        throw new ProofRejectedException(
                ProofRejectedException.Reason.WRONG_ORIGIN,
                "It is of the ledger " + checkpoint.origin() + ", which is not the name of the key that signed it");
    }

    private void passPins() {
        while (pinsPassed < pins.size() && pins.get(pinsPassed).size() == frontier.size()) {
            Pin pin = pins.get(pinsPassed);
            pinsPassed++;
            Digest root = Digest.ofHash(frontier.root());
            if (!pin.root().equals(root)) {
                add(
                        Code.CHECKPOINT,
                        pin.place(),
                        "At size " + pin.size() + " the entries lead to " + root.hex() + ", but "
                                + pin.root().hex() + " was signed: an entry before was changed");
            }
        }
    }

    // ---- what hangs on an envelope

    private void compareEnvelope(LedgerDump dump, EntryRow row, String place, String leafHex) throws SQLException {
        Envelope envelope;
        try {
            envelope = Envelope.parse(row.envelope());
        } catch (MalformedInputException e) {
            add(Code.ENVELOPE, place, String.valueOf(e.getMessage()));
            return;
        }
        if (envelope.format() != Envelope.FORMAT) {
            add(Code.ENVELOPE, place, "Its format is " + envelope.format() + ", not " + Envelope.FORMAT);
        }
        if (envelope.sequence() != row.sequence()) {
            add(Code.ENVELOPE, place, "It says that it is entry " + envelope.sequence());
        }
        if (!Arrays.equals(envelope.bytes(), row.envelope())) {
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
        comparePayload(dump, envelope, place);
        compareChain(dump, envelope, place);
        streams.put(envelope.stream(), new StreamHead(envelope.revision(), row.sequence(), leafHex));
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

    private void comparePayload(LedgerDump dump, Envelope envelope, String place) throws SQLException {
        Optional<byte[]> payload = envelope.payload().isPresent()
                ? envelope.payload().map(text -> text.bytes())
                : dump.payload(envelope.payloadDigest());
        if (payload.isEmpty()) {
            add(Code.PAYLOAD, place, "Its payload " + envelope.payloadDigest() + " is missing");
        } else if (!Digest.of(payload.get()).equals(envelope.payloadDigest())) {
            add(
                    Code.PAYLOAD,
                    place,
                    "Its payload has the digest " + Digest.of(payload.get()) + ", the envelope names "
                            + envelope.payloadDigest());
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
    private void compareStreams(LedgerDump dump) throws SQLException {
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
        if (total[0] != frontier.size()) {
            add(
                    Code.STREAM,
                    "streams",
                    "Their rows count " + total[0] + " entries, but there are " + frontier.size()
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

    private void add(Code code, String place, String message) {
        findingsTotal++;
        if (findings.size() < VerificationReport.FINDINGS_MAX) {
            findings.add(new LedgerFinding(code, place, message));
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }

    /** A tile as the entries make it. */
    private static final class Filled {
        private final int level;
        private final long index;
        private final byte[] hashes;
        private final byte[] root;

        Filled(int level, long index, byte[] hashes, byte[] root) {
            this.level = level;
            this.index = index;
            this.hashes = hashes;
            this.root = root;
        }
    }
}
