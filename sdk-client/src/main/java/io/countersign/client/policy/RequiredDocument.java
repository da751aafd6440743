package io.countersign.client.policy;

import io.countersign.model.change.ChangeProposed;

/** What a change must bring before it can be reviewed. */
public enum RequiredDocument {
    /** The id of the ticket that asks for it. */
    TICKET,
    /** Why it is wanted. */
    RATIONALE,
    /** What to do when it goes wrong. */
    ROLLBACK_PLAN,
    /** A link to how it is carried out. */
    RUNBOOK,
    /** At least one attached document. */
    ATTACHMENT;

    /** Whether a change brings it. */
    public boolean isIn(ChangeProposed proposal) {
        return switch (this) {
            case TICKET -> proposal.ticket().filter(text -> !text.isBlank()).isPresent();
            case RATIONALE ->
                proposal.rationale().filter(text -> !text.isBlank()).isPresent();
            case ROLLBACK_PLAN ->
                proposal.rollbackPlan().filter(text -> !text.isBlank()).isPresent();
            case RUNBOOK -> proposal.runbook().isPresent();
            case ATTACHMENT -> !proposal.attachments().isEmpty();
        };
    }
}
