package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.diff.FieldChange;
import java.util.List;
import java.util.SortedSet;
import org.immutables.value.Value;

/** The only fields that plans may change. What comes or goes as a whole must be allowed field by field. */
@SdkStyle
@Value.Immutable
@JsonTypeName("allowed-fields")
@JsonSerialize(as = ImmutableAllowedFields.class)
@JsonDeserialize(as = ImmutableAllowedFields.class)
public abstract non-sealed class AllowedFields implements ReadinessCheck {
    AllowedFields() {}

    @Value.NaturalOrder
    public abstract SortedSet<FieldPattern> fields();

    @Override
    public RequirementResult judge(ReviewCase review, Directory directory) {
        List<FieldChange> others = review.plan().changes().changes().stream()
                .flatMap(change -> change.leaves().stream())
                .filter(leaf -> fields().stream().noneMatch(pattern -> pattern.matches(leaf.document(), leaf.path())))
                .toList();
        return others.isEmpty()
                ? result(true, "changes nothing else", "")
                : result(
                        false,
                        others.size() + (others.size() == 1 ? " field" : " fields") + " changed that may not: "
                                + others.get(0).document() + " "
                                + others.get(0).path() + (others.size() > 1 ? " and others" : ""),
                        "the author, by amending the change");
    }

    /** Starts a check. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a check. */
    public static final class Builder extends ImmutableAllowedFields.Builder {
        Builder() {}
    }
}
