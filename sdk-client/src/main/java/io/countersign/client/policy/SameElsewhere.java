package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import io.countersign.model.SdkStyle;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.diff.DocumentFields;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.immutables.value.Value;

/** What a plan sets must be in force elsewhere already, such as in the environment where it was tried. */
@SdkStyle
@Value.Immutable
@JsonTypeName("same-elsewhere")
@JsonSerialize(as = ImmutableSameElsewhere.class)
@JsonDeserialize(as = ImmutableSameElsewhere.class)
public abstract non-sealed class SameElsewhere implements ReadinessCheck {
    private static final int DIFFERENCES_SHOWN = 3;

    SameElsewhere() {}

    /** Where, as the same journal knows it. */
    public abstract Scope scope();

    /** Fields that may differ between the two. */
    @Value.NaturalOrder
    public abstract SortedSet<FieldPattern> except();

    @Override
    public RequirementResult judge(ReviewCase review, Directory directory) {
        ConfigSnapshot there = review.elsewhere().getOrDefault(scope(), ConfigSnapshot.empty(scope()));
        Map<DocumentId, SortedMap<String, JsonText>> fields = new HashMap<>();
        List<String> differences = new ArrayList<>();
        for (FieldChange change : review.plan().changes().changes()) {
            for (FieldChange leaf : change.leaves()) {
                boolean mayDiffer = except().stream().anyMatch(one -> one.matches(leaf.document(), leaf.path()));
                SortedMap<String, JsonText> other = fields.computeIfAbsent(
                        leaf.document(),
                        id -> there.find(id).map(DocumentFields::of).orElseGet(TreeMap::new));
                Optional<JsonText> found = Optional.ofNullable(other.get(leaf.path()));
                if (!mayDiffer && !found.equals(leaf.after())) {
                    differences.add(leaf.document() + " " + leaf.path() + " is " + shown(found) + " there and would be "
                            + shown(leaf.after()));
                }
            }
        }
        return differences.isEmpty()
                ? result(true, "the same is in force in " + scope(), "")
                : result(
                        false,
                        "not what is in force in " + scope() + ": "
                                + String.join(
                                        "; ", differences.subList(0, Math.min(DIFFERENCES_SHOWN, differences.size())))
                                + (differences.size() > DIFFERENCES_SHOWN
                                        ? "; and " + (differences.size() - DIFFERENCES_SHOWN) + " more"
                                        : ""),
                        "whoever brings it to " + scope() + " first, or the author, by amending the change");
    }

    private static String shown(Optional<JsonText> value) {
        return value.map(JsonText::display).orElse("absent");
    }

    /** Starts a check. */
    public static Builder builder() {
        return new Builder();
    }

    /** Builds a check. */
    public static final class Builder extends ImmutableSameElsewhere.Builder {
        Builder() {}
    }
}
