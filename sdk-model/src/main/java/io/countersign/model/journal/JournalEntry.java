package io.countersign.model.journal;

import io.countersign.model.json.Digest;
import io.countersign.model.json.JsonText;
import io.countersign.model.merkle.MerkleTree;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A recorded fact. Carries the envelope bytes as stored, so that its leaf hash can be recomputed by whoever holds it.
 *
 * <p>Equal when the envelope bytes are.
 */
public final class JournalEntry {
    private final byte[] envelopeBytes;
    private final byte[] leafHash;
    private final Envelope envelope;
    private final JsonText payload;

    private JournalEntry(byte[] envelopeBytes, Envelope envelope, JsonText payload) {
        this.envelopeBytes = envelopeBytes;
        this.leafHash = MerkleTree.leafHash(envelopeBytes);
        this.envelope = envelope;
        this.payload = payload;
    }

    /**
     * Gives a draft its place: what every journal does to record it.
     *
     * @param draft what the caller wants recorded
     * @param idempotencyKey key of its batch
     * @param sequence the journal's next
     * @param stream newest entry of its stream; null if this is the first
     * @param recordedAt now, by {@code clock}
     * @param clock what is recorded about the journal's clock
     * @throws io.countersign.model.MalformedInputException if a text of the draft has a lone surrogate
     */
    public static JournalEntry place(
            EventDraft draft,
            String idempotencyKey,
            long sequence,
            @Nullable StreamHead stream,
            Instant recordedAt,
            JournalClock clock) {
        Envelope.Builder envelope = Envelope.builder();
        envelope.sequence(sequence).stream(draft.stream())
                .revision(1)
                .type(draft.type())
                .schemaVersion(draft.schemaVersion())
                .actor(draft.actor())
                .occurredAt(draft.occurredAt())
                .recordedAt(recordedAt)
                .clockSource(clock.source())
                .clockErrorMicros(clock.errorMicros())
                .idempotencyKey(idempotencyKey)
                .payloadDigest(draft.payload().digest());
        if (stream != null) {
            envelope.revision(stream.revision() + 1)
                    .previousSequence(stream.sequence())
                    .previousLeaf(stream.leafHex());
        }
        if (draft.payload().bytes().length <= Envelope.INLINE_PAYLOAD_MAX) {
            envelope.payload(draft.payload());
        }
        Envelope placed = envelope.build();
        return new JournalEntry(placed.bytes(), placed, draft.payload());
    }

    /**
     * An entry whose payload is inside its envelope.
     *
     * @throws io.countersign.model.MalformedInputException if the bytes are no envelope
     */
    public static JournalEntry of(byte[] envelopeBytes) {
        Envelope envelope = Envelope.parse(envelopeBytes);
        JsonText payload = envelope.payload()
                .orElseThrow(() -> new IllegalArgumentException(
                        "The payload of entry " + envelope.sequence() + " lies beside the envelope: pass it in"));
        return new JournalEntry(envelopeBytes.clone(), envelope, payload);
    }

    /**
     * An entry as a store has it: the payload is asked for by its digest if it lies beside the envelope.
     *
     * @param beside gives the payload of a digest, having compared it
     * @throws io.countersign.model.MalformedInputException if the bytes are no envelope
     */
    public static JournalEntry of(byte[] envelopeBytes, Function<Digest, JsonText> beside) {
        Envelope envelope = Envelope.parse(envelopeBytes);
        JsonText payload = envelope.payload().orElseGet(() -> beside.apply(envelope.payloadDigest()));
        return new JournalEntry(envelopeBytes.clone(), envelope, payload);
    }

    /** An entry whose payload lies beside its envelope. The caller has compared the digest. */
    public static JournalEntry of(byte[] envelopeBytes, JsonText payload) {
        return new JournalEntry(envelopeBytes.clone(), Envelope.parse(envelopeBytes), payload);
    }

    /** Place in the journal, from 0, without gaps. */
    public long sequence() {
        return envelope.sequence();
    }

    public String stream() {
        return envelope.stream();
    }

    /** Place in the stream, from 1, without gaps. */
    public long revision() {
        return envelope.revision();
    }

    public String type() {
        return envelope.type();
    }

    public Actor actor() {
        return envelope.actor();
    }

    /** When the caller says it happened. */
    public Instant occurredAt() {
        return envelope.occurredAt();
    }

    /** When the journal recorded it. */
    public Instant recordedAt() {
        return envelope.recordedAt();
    }

    /** The fact. */
    public JsonText payload() {
        return payload;
    }

    /**
     * The fact, as the type that its {@link #type()} stands for.
     *
     * @throws io.countersign.model.MalformedInputException if it is not of that type
     */
    public <T> T payloadAs(Class<T> type) {
        return payload.as(type);
    }

    /** Everything that was recorded about it. */
    public Envelope envelope() {
        return envelope;
    }

    /** The stored bytes. */
    public byte[] envelopeBytes() {
        return envelopeBytes.clone();
    }

    /** SHA-256(0x00, envelope bytes), 32 bytes. */
    public byte[] leafHash() {
        return leafHash.clone();
    }

    /** {@link #leafHash()} as 64 hex digits. */
    public String leafHex() {
        return HexFormat.of().formatHex(leafHash);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof JournalEntry that && Arrays.equals(envelopeBytes, that.envelopeBytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(envelopeBytes);
    }

    @Override
    public String toString() {
        return "#" + sequence() + " " + stream() + "@" + revision() + " " + type() + " by " + actor();
    }
}
