package io.countersign.model.change;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.journal.Actor;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Instants;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * What somebody signs when they give a verdict: all that it means, and nothing that could be exchanged under it. The signature is over
 * the pre-authentication encoding of DSSE 1.0 of its canonical JSON, with the type {@value #TYPE}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableVerdictStatement.class)
@JsonDeserialize(as = ImmutableVerdictStatement.class)
public abstract class VerdictStatement {
    /** The payload type that is signed with it. */
    public static final String TYPE = "application/vnd.countersign.verdict+json";

    VerdictStatement() {}

    public abstract Actor reviewer();

    public abstract Optional<Actor> onBehalfOf();

    public abstract String changeId();

    public abstract String requirement();

    public abstract Verdict verdict();

    public abstract Digest planDigest();

    public abstract Digest policyDigest();

    public abstract Optional<Digest> scopeDigest();

    /** Of the comment's UTF-8 bytes. */
    public abstract Digest commentDigest();

    public abstract Instant givenAt();

    /**
     * What a verdict says.
     *
     * @param reviewer who gives it
     * @param givenAt when they say that they gave it, cut to microseconds
     */
    public static VerdictStatement of(Actor reviewer, Instant givenAt, VerdictGiven verdict) {
        return builder()
                .reviewer(reviewer)
                .onBehalfOf(verdict.onBehalfOf())
                .changeId(verdict.changeId())
                .requirement(verdict.requirement())
                .verdict(verdict.verdict())
                .planDigest(verdict.planDigest())
                .policyDigest(verdict.policyDigest())
                .scopeDigest(verdict.scopeDigest())
                .commentDigest(Digest.of(verdict.comment().getBytes(StandardCharsets.UTF_8)))
                .givenAt(Instants.micros(givenAt))
                .build();
    }

    /** The bytes that are signed: {@code DSSEv1 length type length payload}, lengths in decimal, separated by single spaces. */
    public byte[] toSign() {
        byte[] payload = CanonicalJson.bytes(this);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        String head = "DSSEv1 " + TYPE.length() + " " + TYPE + " " + payload.length + " ";
        bytes.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        bytes.writeBytes(payload);
        return bytes.toByteArray();
    }

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableVerdictStatement.Builder {
        Builder() {}
    }
}
