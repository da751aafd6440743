package io.countersign.client.policy;

import java.util.List;

/**
 * A change that was made from a template, and whether the template stands for its approvals.
 *
 * @param template as it is in force
 * @param used how many others were carried out by it within its period
 * @param objections why it does not stand for them, a sentence each; empty when it does
 */
public record StandardChange(ChangeTemplate template, int used, List<String> objections) {
    public StandardChange {
        objections = List.copyOf(objections);
    }

    /** Whether nobody is asked for a requirement because of it. */
    boolean standsFor(ApprovalRequirement requirement) {
        return objections.isEmpty() && isMeantFor(requirement);
    }

    /** Whether it would stand for a requirement, if nothing were to be said against it. */
    boolean isMeantFor(ApprovalRequirement requirement) {
        return requirement.level() != EnforcementLevel.HARD_MANDATORY
                && template.standsFor().contains(requirement.id());
    }

    /** For people. */
    String words() {
        return objections.isEmpty()
                ? "template " + template.id() + " stands for it, use " + (used + 1) + " of " + template.uses() + " in "
                        + template.period()
                : "template " + template.id() + " does not stand for it: " + String.join("; ", objections);
    }
}
