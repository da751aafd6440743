package io.countersign.client.policy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.RiskTier;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.json.Digest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.stream.Collectors;
import org.immutables.value.Value;

/**
 * A standard change, agreed to once and for a number of uses: which fields it sets, within which bounds, and for which requirements it
 * stands, so that nobody is asked again. It comes into force as every other change of what governs the desk does. A change that
 * goes beyond it is a normal one, and needs what normal ones need.
 */
@SdkStyle
@Value.Immutable
@JsonSerialize(as = ImmutableChangeTemplate.class)
@JsonDeserialize(as = ImmutableChangeTemplate.class)
public abstract class ChangeTemplate {
    ChangeTemplate() {}

    /** Such as {@code tick-size-step}. */
    public abstract String id();

    /** From 1; each edit makes the next. */
    public abstract int version();

    /** Of the changes that are made from it, unless they say otherwise. As the rationale, the rollback plan and the runbook. */
    public abstract String title();

    public abstract Optional<String> rationale();

    public abstract Optional<String> rollbackPlan();

    public abstract Optional<URI> runbook();

    /** The role whose holders may make changes from it; everyone who edits one must have it. */
    public abstract String role();

    /** What it sets, in order of name, and nothing else. */
    public abstract List<TemplateParameter> parameters();

    /** The ids of the requirements that it stands for. One that is HARD_MANDATORY is asked for all the same. */
    @Value.NaturalOrder
    public abstract SortedSet<String> standsFor();

    /** The riskiest plan that it stands for. */
    @Value.Default
    public RiskTier upToTier() {
        return RiskTier.MEDIUM;
    }

    /** Its budget: how many changes may be carried out by it within {@link #period}. */
    public abstract int uses();

    public abstract Duration period();

    @Value.Check
    void check() {
        Set<String> names = parameters().stream().map(TemplateParameter::name).collect(Collectors.toSet());
        if (parameters().isEmpty() || names.size() != parameters().size()) {
            throw new IllegalArgumentException(
                    "Template " + id() + " must have parameters, each of a name of its own: " + names);
        }
        if (standsFor().isEmpty()) {
            throw new IllegalArgumentException("Template " + id() + " must stand for a requirement: it saves nothing");
        }
        if (uses() < 1 || period().isNegative() || period().isZero()) {
            throw new IllegalArgumentException("Template " + id() + " must be of use for some time, and once at least: "
                    + uses() + " in " + period());
        }
    }

    /** The digest of the canonical JSON. */
    @Value.Lazy
    public Digest digest() {
        return Digest.ofCanonical(this);
    }

    /** The parameter of that name. */
    public Optional<TemplateParameter> findParameter(String name) {
        return parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .findFirst();
    }

    /** What of a diff is not within the bounds, a sentence each; empty when all of it is. */
    public List<String> objections(SemanticDiff changes) {
        List<String> objections = new ArrayList<>();
        for (FieldChange change : changes.changes()) {
            List<TemplateParameter> about = parameters().stream()
                    .filter(parameter -> parameter.isAbout(change))
                    .toList();
            if (about.isEmpty()) {
                objections.add(change.document() + " " + change.path() + " is none of its parameters");
            }
            about.forEach(parameter -> parameter.objection(change).ifPresent(objections::add));
        }
        return objections;
    }

    /** Starts a template. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a template. */
    public static final class Builder extends ImmutableChangeTemplate.Builder {
        Builder() {}
    }
}
