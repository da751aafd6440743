-- Questions about entries and changes, over relations that are there already: entry, field_change and change_fact.
-- Each view and macro has a section in docs/queries.md. Statements end with a semicolon at the end of a line.

CREATE OR REPLACE VIEW audit_entry AS
SELECT sequence, stream, revision, type, schema_version, actor, occurred_at, recorded_at, clock_source, clock_error_micros,
       idempotency_key, previous_sequence, payload_digest, payload, leaf_hash
FROM entry;

-- One row a fact about a change.
CREATE OR REPLACE VIEW change_event AS
SELECT substr(stream, instr(stream, '/') + 1) AS change_id, type, actor, occurred_at, recorded_at, sequence, payload
FROM entry
WHERE (starts_with(stream, 'change/') OR starts_with(stream, 'refused/')) AND starts_with(type, 'change.');

-- One row an attempt at anything that was refused.
CREATE OR REPLACE VIEW refused_attempt AS
SELECT change_id, sequence, actor, action, code, remark AS message, occurred_at, recorded_at
FROM change_fact
WHERE type = 'change.refused';

-- One row a change.
CREATE OR REPLACE VIEW change_summary AS
WITH proposal AS (
    SELECT change_id,
           max_by(scope, sequence) AS scope,
           max_by(title, sequence) AS title,
           max_by(struct_pack(ticket := ticket), sequence).ticket AS ticket,
           max_by(revision, sequence) AS revision,
           min_by(actor, sequence) AS proposer
    FROM change_fact
    WHERE type = 'change.proposed' OR type = 'change.amended'
    GROUP BY change_id
), plan AS (
    SELECT change_id, max_by(plan_digest, sequence) AS plan_digest, max_by(risk_tier, sequence) AS risk_tier
    FROM change_fact
    WHERE type IN ('change.submitted', 'change.glass-broken')
    GROUP BY change_id
), event AS (
    SELECT change_id,
           max_by(type, sequence) FILTER (WHERE type NOT IN ('change.refused', 'change.verdict-given', 'change.check-reported')) AS last_event,
           min(recorded_at) FILTER (WHERE type = 'change.proposed') AS proposed_at,
           max(recorded_at) FILTER (WHERE type = 'change.submitted') AS submitted_at,
           max(recorded_at) FILTER (WHERE type = 'change.approved') AS approved_at,
           max(recorded_at) FILTER (WHERE type = 'change.applied') AS applied_at,
           max(recorded_at) FILTER (WHERE type = 'change.rolled-back') AS rolled_back_at,
           min(sequence) AS first_sequence,
           max(sequence) AS last_sequence
    FROM change_fact
    GROUP BY change_id
    HAVING bool_or(type <> 'change.refused')
), approver AS (
    SELECT change_id, list(DISTINCT reviewer ORDER BY reviewer) AS approvers
    FROM approval
    WHERE standing = 'LIVE' AND verdict = 'APPROVE'
    GROUP BY change_id
), touched AS (
    SELECT change_id, count(*) AS fields_changed
    FROM field_change
    WHERE change_id IS NOT NULL AND NOT rollback
    GROUP BY change_id
)
SELECT e.change_id, n.scope, n.title, n.ticket, n.proposer, n.revision, substr(e.last_event, 8) AS status, p.risk_tier,
       p.plan_digest, coalesce(a.approvers, []) AS approvers, coalesce(t.fields_changed, 0) AS fields_changed,
       e.proposed_at, e.submitted_at, e.approved_at, e.applied_at, e.rolled_back_at, e.first_sequence, e.last_sequence
FROM event e
LEFT JOIN proposal n ON n.change_id = e.change_id
LEFT JOIN plan p ON p.change_id = e.change_id
LEFT JOIN approver a ON a.change_id = e.change_id
LEFT JOIN touched t ON t.change_id = e.change_id;
