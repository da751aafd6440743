package io.countersign.client.desk;

import io.countersign.model.change.Decision;
import io.countersign.model.change.RequirementResult;
import io.countersign.model.change.RequirementStatus;
import java.util.Locale;

/** A decision in words: what is met, what is missing, and who can give it. */
public final class Explanation {
    private Explanation() {}

    /** One line for the whole, and one for each requirement. */
    public static String of(Change change, Decision decision) {
        StringBuilder text = new StringBuilder()
                .append(decision.permitted() ? "PERMITTED  " : "NOT PERMITTED  ")
                .append(change.id())
                .append(" r")
                .append(change.proposal().revision())
                .append("  plan ")
                .append(decision.planDigest().abbreviated())
                .append("  policy ")
                .append(decision.policyDigest().abbreviated());
        decision.pinnedPolicyDigest()
                .ifPresent(pinned -> text.append(" (in force; submitted under ")
                        .append(pinned.abbreviated())
                        .append(", the stricter of both counts)"));
        for (RequirementResult result : decision.requirements()) {
            text.append(String.format(
                    Locale.ROOT, "\n  %-14s %s: %s", result.status(), result.requirement(), result.why()));
            result.nonBinding().ifPresent(why -> text.append(" (" + why + ": holds nothing up)"));
            if (result.status() == RequirementStatus.UNSATISFIED || result.status() == RequirementStatus.ERROR) {
                text.append(String.format(Locale.ROOT, "\n  %-14s who can: %s", "", result.whoCanSatisfy()));
            }
        }
        return text.toString();
    }
}
