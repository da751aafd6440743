package io.countersign.model.change;

import io.countersign.model.journal.Actor;
import io.countersign.model.json.Digest;
import io.countersign.model.snapshot.Scope;

/** The names under which the facts of this package stand in a journal, and the streams they stand in. */
public final class ChangeEvents {
    /** Version of every payload shape of this package. */
    public static final int SCHEMA_VERSION = 1;

    public static final String BASELINE_RECORDED = "config.baseline-recorded";
    public static final String DOCUMENT_RECORDED = "config.document-recorded";
    public static final String CONFIG_HELD = "config.held";
    public static final String CONFIG_CHANGED = "config.changed";
    public static final String CONFIG_RELEASED = "config.released";

    /** Stands alone in the stream of a tag, so that no name is given twice. */
    public static final String CONFIG_TAGGED = "config.tagged";

    public static final String EVENTS_DELIVERED = "outbox.delivered";

    public static final String ROLE_DELEGATED = "role.delegated";

    /** Stands in the stream of a template, which is as long as the template was used. */
    public static final String TEMPLATE_USED = "template.used";

    public static final String PROPOSED = "change.proposed";
    public static final String AMENDED = "change.amended";
    public static final String SUBMITTED = "change.submitted";
    public static final String VERDICT_GIVEN = "change.verdict-given";
    public static final String CHECK_REPORTED = "change.check-reported";
    public static final String REFUSED = "change.refused";
    public static final String APPROVED = "change.approved";
    public static final String REJECTED = "change.rejected";
    public static final String REOPENED = "change.reopened";
    public static final String CANCELLED = "change.cancelled";
    public static final String EXPIRED = "change.expired";
    public static final String SCHEDULED = "change.scheduled";
    public static final String UNSCHEDULED = "change.unscheduled";
    public static final String SUSPENDED = "change.suspended";
    public static final String APPLYING = "change.applying";
    public static final String GLASS_BROKEN = "change.glass-broken";
    public static final String PAUSED = "change.paused";

    /** Stands alone in the stream of a plan, so that no plan is carried out twice. */
    public static final String PLAN_USED = "plan.used";

    public static final String VERIFYING = "change.verifying";
    public static final String APPLIED = "change.applied";
    public static final String ROLLING_BACK = "change.rolling-back";
    public static final String ROLLED_BACK = "change.rolled-back";
    public static final String FAILED = "change.failed";
    public static final String CLOSED = "change.closed";

    private ChangeEvents() {}

    /** The stream of a scope's live configuration. */
    public static String configStream(Scope scope) {
        return "config/" + scope;
    }

    /** The stream of a name for a scope's configuration. */
    public static String tagStream(Scope scope, String name) {
        return "tag/" + scope + "/" + name;
    }

    /** The stream of one change. */
    public static String changeStream(String changeId) {
        return "change/" + changeId;
    }

    /** The stream of what was tried on a change and refused; apart from the change, so that nobody is held up by attempts of others. */
    public static String refusedStream(String changeId) {
        return "refused/" + changeId;
    }

    /** The stream of what others have delegated to somebody. */
    public static String delegationStream(Actor delegate) {
        return "delegation/" + delegate;
    }

    /** The stream of the uses of a template, which stands in the configuration of a scope. */
    public static String templateStream(Scope scope, String templateId) {
        return "template/" + scope + "/" + templateId;
    }

    /** The stream that says how far an outbox got. */
    public static String outboxStream(String receiver) {
        return "outbox/" + receiver;
    }

    /** The stream that makes a plan single-use: its first entry is its only one. */
    public static String planStream(Digest planDigest) {
        return "plan/" + planDigest;
    }
}
