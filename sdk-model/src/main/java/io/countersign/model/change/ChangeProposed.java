package io.countersign.model.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.Scope;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.immutables.value.Value;

/**
 * A change as proposed or amended: one revision of it. Payload of {@link ChangeEvents#PROPOSED}.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeProposed.class)
@JsonDeserialize(as = ImmutableChangeProposed.class)
public abstract class ChangeProposed {
    ChangeProposed() {}

    public abstract String changeId();

    /** From 1; each edit makes the next. */
    public abstract int revision();

    public abstract Scope scope();

    public abstract String title();

    /** Id of the ticket that asks for it. */
    public abstract Optional<String> ticket();

    /** Why it is wanted. */
    public abstract Optional<String> rationale();

    /** What to do when it goes wrong. */
    public abstract Optional<String> rollbackPlan();

    /** How to carry it out and what to look at, for the people who do. */
    public abstract Optional<URI> runbook();

    /** What else belongs to it. */
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    public abstract List<Attachment> attachments();

    /** The change that it undoes, where it was made to. */
    public abstract Optional<String> reverts();

    /** The template of standard changes that it was made from, where it was. */
    public abstract Optional<TemplateReference> template();

    /** Root of the configuration that the edit was made on. */
    public abstract Digest baseRoot();

    /** What it changes. */
    public abstract SemanticDiff changes();

    public abstract ChangePolicy policy();

    /** Starts a value. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a value. */
    public static final class Builder extends ImmutableChangeProposed.Builder {
        Builder() {}
    }
}
