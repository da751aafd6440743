package io.countersign.client.rule;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.finding.Finding;
import io.countersign.model.market.DocumentId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * Somebody's word that the findings of one rule are accepted for a time: who, why, where, until when. A finding of severity ERROR
 * that it covers is shown as WARN and names the waiver. It never lifts a BLOCK. One of a rule that can block needs a second
 * person (rule X-GOV-01).
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableWaiver.class)
@JsonDeserialize(as = ImmutableWaiver.class)
public abstract class Waiver {
    Waiver() {}

    /** Such as {@code T-MAG-01}. */
    public abstract String ruleId();

    /** The document whose findings are accepted; absent for all of the scope. */
    public abstract Optional<DocumentId> document();

    /** The path at and below which they are, a JSON Pointer; empty for the whole document. */
    @JsonInclude(JsonInclude.Include.NON_DEFAULT)
    @Value.Default
    public String path() {
        return "";
    }

    /** Who answers for it. */
    public abstract String owner();

    /** Who agreed beside the owner. */
    public abstract List<String> agreedBy();

    public abstract String reason();

    /** From then on it no longer holds. */
    public abstract Instant expiresAt();

    @Value.Check
    void check() {
        if (ruleId().isBlank() || owner().isBlank() || reason().isBlank()) {
            throw new IllegalArgumentException("A waiver names a rule, an owner and a reason: \"" + ruleId() + "\", \""
                    + owner() + "\", \"" + reason() + "\"");
        }
        if (!path().isEmpty() && !path().startsWith("/")) {
            throw new IllegalArgumentException("A path is empty or starts with a slash: \"" + path() + "\"");
        }
    }

    /** Whether it is about that finding, expired or not. */
    public boolean covers(Finding finding) {
        return ruleId().equals(finding.ruleId())
                && document()
                        .map(DocumentId::toString)
                        .filter(id -> !id.equals(finding.document()))
                        .isEmpty()
                && (path().isEmpty()
                        || finding.path().equals(path())
                        || finding.path().startsWith(path() + "/"));
    }

    /** In a sentence. */
    @Override
    public String toString() {
        return ruleId() + " of " + document().map(DocumentId::toString).orElse("every document") + path()
                + " waived by " + owner() + " until " + expiresAt() + ": " + reason();
    }

    /** Starts a waiver. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a waiver. */
    public static final class Builder extends ImmutableWaiver.Builder {
        Builder() {}
    }
}
