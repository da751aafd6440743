package io.countersign.audit;

import io.countersign.audit.internal.LedgerDump.EntryRow;
import io.countersign.model.MalformedInputException;
import io.countersign.model.journal.Envelope;
import io.countersign.model.json.Digest;
import io.countersign.model.merkle.MerkleTree;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A row, and what follows from it alone: the part of a verification that any thread can do. */
final class ReadEntry {
    private final long sequence;
    private final byte[] leaf;
    private final @Nullable EntryRow row;
    private final @Nullable Envelope envelope;
    private final String malformed;
    private final boolean canonical;
    private final @Nullable Digest payloadDigest;

    private ReadEntry(
            long sequence,
            byte[] leaf,
            @Nullable EntryRow row,
            @Nullable Envelope envelope,
            String malformed,
            boolean canonical,
            @Nullable Digest payloadDigest) {
        this.sequence = sequence;
        this.leaf = leaf;
        this.row = row;
        this.envelope = envelope;
        this.malformed = malformed;
        this.canonical = canonical;
        this.payloadDigest = payloadDigest;
    }

    /** The leaf alone. */
    static ReadEntry of(long sequence, byte[] envelope) {
        return new ReadEntry(sequence, MerkleTree.leafHash(envelope), null, null, "", true, null);
    }

    /** The envelope and its payload as well. */
    static ReadEntry of(EntryRow row) {
        byte[] leaf = MerkleTree.leafHash(row.envelope());
        try {
            Envelope envelope = Envelope.parse(row.envelope());
            return new ReadEntry(
                    row.sequence(),
                    leaf,
                    row,
                    envelope,
                    "",
                    Arrays.equals(envelope.bytes(), row.envelope()),
                    envelope.payload()
                            .map(payload -> Digest.of(payload.bytes()))
                            .orElse(null));
        } catch (MalformedInputException e) {
            return new ReadEntry(row.sequence(), leaf, row, null, String.valueOf(e.getMessage()), true, null);
        }
    }

    long sequence() {
        return sequence;
    }

    /** Null if only the leaf was asked for. */
    @Nullable
    EntryRow row() {
        return row;
    }

    byte[] leaf() {
        return leaf;
    }

    /** Null if it is none, or was not asked for. */
    @Nullable
    Envelope envelope() {
        return envelope;
    }

    /** Why it is no envelope. */
    String malformed() {
        return malformed;
    }

    /** Whether the bytes are the one spelling of the envelope. */
    boolean isCanonical() {
        return canonical;
    }

    /** Of a payload inside the envelope. */
    Optional<Digest> payloadDigest() {
        return Optional.ofNullable(payloadDigest);
    }
}
