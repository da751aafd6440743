package io.countersign.model.journal;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import io.countersign.model.json.Json;
import io.countersign.model.json.JsonText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What is recorded and hashed for one fact: the draft, its place, and how it hangs on the entry before it in its stream. Its
 * canonical JSON bytes are the entry; their leaf hash is in the tree.
 *
 * <p>The format is described in {@code docs/spec/ledger.md} and has an integer version of its own.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableEnvelope.class)
@JsonDeserialize(as = ImmutableEnvelope.class)
public abstract class Envelope {
    /** The version that this library writes. */
    public static final int FORMAT = 1;

    /** Payloads longer than this many bytes lie beside the envelope, which then carries their digest alone. */
    public static final int INLINE_PAYLOAD_MAX = 32_768;

    Envelope() {}

    /** Version of this shape; 1. */
    @Value.Default
    public int format() {
        return FORMAT;
    }

    /** Place in the journal, from 0, without gaps. */
    public abstract long sequence();

    public abstract String stream();

    /** Place in the stream, from 1, without gaps. */
    public abstract long revision();

    /** Leaf hash of the entry before in the same stream, 64 hex digits; absent for the first. */
    public abstract Optional<String> previousLeaf();

    /** Sequence of the entry before in the same stream; absent for the first. */
    @JsonProperty("previousSequence")
    public abstract Optional<Long> previousSequence();

    public abstract String type();

    public abstract int schemaVersion();

    public abstract Actor actor();

    /** When the caller says it happened. */
    public abstract Instant occurredAt();

    /** When the journal recorded it, by its own clock; never earlier than the entry before. */
    public abstract Instant recordedAt();

    /** Where the journal's clock takes its time from, such as {@code ntp}. */
    public abstract String clockSource();

    /** How far the journal's clock may be off, in microseconds; -1 where nobody said. */
    public abstract long clockErrorMicros();

    public abstract String idempotencyKey();

    /** SHA-256 of the payload's canonical bytes. */
    public abstract Digest payloadDigest();

    /** The payload, unless it is larger than {@link #INLINE_PAYLOAD_MAX}. */
    public abstract Optional<JsonText> payload();

    /**
     * The bytes that are stored and hashed: the canonical JSON, written field by field in the order RFC 8785 asks for, because
     * the way through a tree costs more than hashing and storing together.
     *
     * @throws io.countersign.model.MalformedInputException if a text has a lone surrogate
     */
    public byte[] bytes() {
        StringBuilder out = new StringBuilder(
                640 + payload().map(p -> p.toString().length()).orElse(0));
        out.append("{\"actor\":");
        CanonicalJson.appendString(actor().id(), out);
        out.append(",\"clockErrorMicros\":").append(clockErrorMicros()).append(",\"clockSource\":");
        CanonicalJson.appendString(clockSource(), out);
        out.append(",\"format\":").append(format()).append(",\"idempotencyKey\":");
        CanonicalJson.appendString(idempotencyKey(), out);
        out.append(",\"occurredAt\":\"").append(Instants.format(occurredAt())).append('"');
        payload().ifPresent(payload -> out.append(",\"payload\":").append(payload));
        out.append(",\"payloadDigest\":\"").append(payloadDigest()).append('"');
        previousLeaf().ifPresent(leaf -> {
            out.append(",\"previousLeaf\":");
            CanonicalJson.appendString(leaf, out);
        });
        previousSequence()
                .ifPresent(sequence -> out.append(",\"previousSequence\":").append((long) sequence));
        out.append(",\"recordedAt\":\"").append(Instants.format(recordedAt()));
        out.append("\",\"revision\":").append(revision());
        out.append(",\"schemaVersion\":").append(schemaVersion());
        out.append(",\"sequence\":").append(sequence());
        out.append(",\"stream\":");
        CanonicalJson.appendString(stream(), out);
        out.append(",\"type\":");
        CanonicalJson.appendString(type(), out);
        return out.append('}').toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Reads stored bytes.
     *
     * @throws io.countersign.model.MalformedInputException if they are no envelope
     */
    public static Envelope parse(byte[] bytes) {
        return Json.read(bytes, Envelope.class);
    }

    /** Starts an envelope. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds an envelope. */
    public static final class Builder extends ImmutableEnvelope.Builder {
        Builder() {}
    }
}
