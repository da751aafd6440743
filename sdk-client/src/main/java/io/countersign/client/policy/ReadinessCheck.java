package io.countersign.client.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.countersign.model.change.ChangePlan;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import java.util.Optional;
import java.util.SortedSet;
import org.immutables.value.Value;

/** Something that must be so before a plan may go on, whoever agrees to it. Judged again whenever the change moves. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(AllowedFields.class),
    @JsonSubTypes.Type(ReportedCheck.class),
    @JsonSubTypes.Type(SameElsewhere.class)
})
public sealed interface ReadinessCheck permits AllowedFields, ReportedCheck, SameElsewhere {
    /** Such as {@code uat-replay}; no requirement of the policy has the same. */
    String id();

    String description();

    /** It is about plans that touch one of these kinds; about all that touch a market when empty, and not about what governs the desk. */
    @Value.NaturalOrder
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    SortedSet<DocumentKind> kinds();

    /** Whether plans wait for it; those on trial are judged and shown, and hold nothing up. */
    @Value.Default
    default PolicyMode mode() {
        return PolicyMode.ENFORCE;
    }

    /** Whether it is so, why, and who can make it so. */
    RequirementResult judge(ReviewCase review, Directory directory);

    /** Whether it is about a plan. */
    default boolean appliesTo(ChangePlan plan) {
        return plan.changes().documents().stream()
                .map(DocumentId::kind)
                .anyMatch(kind -> kinds().isEmpty() ? kind != DocumentKind.GOVERNANCE : kinds().contains(kind));
    }

    /** The result for a plan. */
    default RequirementResult result(boolean isSatisfied, String why, String whoCan) {
        return RequirementResult.builder()
                .requirement(id())
                .status(isSatisfied ? RequirementStatus.SATISFIED : RequirementStatus.UNSATISFIED)
                .nonBinding(mode() == PolicyMode.ENFORCE ? Optional.empty() : Optional.of(mode().name()))
                .why(why)
                .whoCanSatisfy(isSatisfied ? "" : whoCan)
                .build();
    }
}
