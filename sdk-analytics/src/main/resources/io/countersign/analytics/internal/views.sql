-- The questions, over two relations that are there already: entry (the ledger's rows) and field_change.
-- Each view and macro has a section in docs/queries.md. Statements end with a semicolon at the end of a line.

CREATE VIEW audit_entry AS
SELECT sequence, stream, revision, type, schema_version, actor, occurred_at, recorded_at, clock_source, clock_error_micros,
       idempotency_key, previous_sequence, payload_digest, payload, leaf_hash
FROM entry;

-- One row a fact about a change.
CREATE VIEW change_event AS
SELECT substr(stream, instr(stream, '/') + 1) AS change_id, type, actor, occurred_at, recorded_at, sequence, payload
FROM entry
WHERE (starts_with(stream, 'change/') OR starts_with(stream, 'refused/')) AND starts_with(type, 'change.');

-- One row a verdict, and one a refused attempt to give one.
CREATE VIEW approval AS
WITH verdict AS (
    SELECT change_id, sequence, actor AS reviewer, occurred_at, recorded_at,
           payload->>'$.requirement' AS requirement,
           payload->>'$.verdict' AS verdict,
           payload->>'$.planDigest' AS plan_digest,
           payload->>'$.policyDigest' AS policy_digest,
           payload->>'$.comment' AS comment
    FROM change_event
    WHERE type = 'change.verdict-given'
), amended AS (
    SELECT change_id, sequence,
           superseded->>'$.reviewer' AS reviewer,
           superseded->>'$.requirement' AS requirement,
           superseded->>'$.planDigest' AS plan_digest,
           superseded->>'$.reason' AS reason
    FROM (
        SELECT change_id, sequence, unnest(CAST(payload->'$.superseded' AS JSON[])) AS superseded
        FROM change_event
        WHERE type = 'change.amended'
    )
), submitted AS (
    SELECT change_id, sequence, payload->>'$.planDigest' AS plan_digest
    FROM change_event
    WHERE type = 'change.submitted'
), carried AS (
    -- What the last submission says counts for its plan too, although it was given for an earlier one.
    SELECT change_id,
           carried->>'$.reviewer' AS reviewer,
           carried->>'$.requirement' AS requirement,
           carried->>'$.planDigest' AS plan_digest
    FROM (
        SELECT change_id, unnest(coalesce(CAST(max_by(payload, sequence)->'$.carried' AS JSON[]), [])) AS carried
        FROM change_event
        WHERE type = 'change.submitted'
        GROUP BY change_id
    )
), voidable AS (
    SELECT v.*
    FROM verdict v
    ANTI JOIN carried c ON c.change_id = v.change_id AND c.reviewer = v.reviewer AND c.requirement = v.requirement
        AND c.plan_digest = v.plan_digest
), ending AS (
    SELECT v.sequence, a.sequence AS ended_by, a.reason
    FROM voidable v
    JOIN amended a ON a.change_id = v.change_id AND a.reviewer = v.reviewer AND a.requirement = v.requirement
        AND a.plan_digest = v.plan_digest AND a.sequence > v.sequence
    UNION ALL
    SELECT v.sequence, s.sequence, 'another plan was submitted: ' || s.plan_digest
    FROM voidable v
    JOIN submitted s ON s.change_id = v.change_id AND s.plan_digest <> v.plan_digest AND s.sequence > v.sequence
    UNION ALL
    SELECT v.sequence, later.sequence, 'the reviewer gave another verdict: ' || later.verdict
    FROM verdict v
    JOIN verdict later ON later.change_id = v.change_id AND later.reviewer = v.reviewer
        AND later.requirement = v.requirement AND later.sequence > v.sequence
), ended AS (
    SELECT sequence, min(ended_by) AS ended_sequence, min_by(reason, ended_by) AS ended_reason
    FROM ending
    GROUP BY sequence
)
SELECT v.change_id, v.sequence, v.reviewer, v.requirement, v.verdict, v.plan_digest, v.policy_digest, v.comment,
       CASE WHEN e.sequence IS NULL THEN 'LIVE' ELSE 'SUPERSEDED' END AS standing,
       e.ended_sequence, e.ended_reason, CAST(NULL AS VARCHAR) AS refusal_code, v.occurred_at, v.recorded_at
FROM verdict v
LEFT JOIN ended e ON e.sequence = v.sequence
UNION ALL
SELECT change_id, sequence, actor, NULL, NULL, NULL, NULL, NULL, 'REFUSED', NULL, payload->>'$.message',
       payload->>'$.code', occurred_at, recorded_at
FROM change_event
WHERE type = 'change.refused' AND payload->>'$.action' = 'approve';

-- One row an attempt at anything that was refused.
CREATE VIEW refused_attempt AS
SELECT change_id, sequence, actor, payload->>'$.action' AS action, payload->>'$.code' AS code,
       payload->>'$.message' AS message, occurred_at, recorded_at
FROM change_event
WHERE type = 'change.refused';

-- One row a change.
CREATE VIEW change_summary AS
WITH proposal AS (
    SELECT change_id, sequence, actor, recorded_at, CAST(payload AS JSON) AS proposal
    FROM change_event
    WHERE type = 'change.proposed'
    UNION ALL
    SELECT change_id, sequence, actor, recorded_at, payload->'$.proposal'
    FROM change_event
    WHERE type = 'change.amended'
), newest AS (
    SELECT change_id,
           max_by(proposal->>'$.scope', sequence) AS scope,
           max_by(proposal->>'$.title', sequence) AS title,
           max_by(struct_pack(ticket := proposal->>'$.ticket'), sequence).ticket AS ticket,
           CAST(max_by(proposal->>'$.revision', sequence) AS INTEGER) AS revision,
           min_by(actor, sequence) AS proposer
    FROM proposal
    GROUP BY change_id
), plan AS (
    SELECT change_id,
           max_by(payload->>'$.planDigest', sequence) AS plan_digest,
           max_by(payload->>'$.plan.risk.tier', sequence) AS risk_tier
    FROM change_event
    WHERE type = 'change.submitted'
    GROUP BY change_id
), event AS (
    SELECT change_id,
           max_by(type, sequence) FILTER (WHERE type <> 'change.refused' AND type <> 'change.verdict-given') AS last_event,
           min(recorded_at) FILTER (WHERE type = 'change.proposed') AS proposed_at,
           max(recorded_at) FILTER (WHERE type = 'change.submitted') AS submitted_at,
           max(recorded_at) FILTER (WHERE type = 'change.approved') AS approved_at,
           max(recorded_at) FILTER (WHERE type = 'change.applied') AS applied_at,
           max(recorded_at) FILTER (WHERE type = 'change.rolled-back') AS rolled_back_at,
           min(sequence) AS first_sequence,
           max(sequence) AS last_sequence
    FROM change_event
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
LEFT JOIN newest n ON n.change_id = e.change_id
LEFT JOIN plan p ON p.change_id = e.change_id
LEFT JOIN approver a ON a.change_id = e.change_id
LEFT JOIN touched t ON t.change_id = e.change_id;

-- The fields in force at one instant, as was known at another. A field's newest row by (effective_at, sequence) wins; rows
-- before the document was last stated or removed as a whole no longer count.
CREATE MACRO field_as_of(effective, known) AS TABLE
WITH seen AS NOT MATERIALIZED (
    SELECT *, struct_pack(effective_at := effective_at, sequence := sequence) AS place
    FROM field_change
    WHERE effective_at <= effective AND recorded_at <= known
), winner AS NOT MATERIALIZED (
    SELECT scope, document, kind, venue, id, path,
           max_by(struct_pack(value := after, place := place, recorded_at := recorded_at, change_id := change_id,
                              actor := actor),
                  struct_pack(place := place, ordinal := ordinal)) AS won
    FROM seen
    GROUP BY scope, document, kind, venue, id, path
), stated AS NOT MATERIALIZED (
    SELECT scope, document, max(place) AS place
    FROM seen
    WHERE whole_document
    GROUP BY scope, document
)
SELECT w.scope, w.document, w.kind, w.venue, w.id, w.path, w.won.value AS value,
       w.won.place.effective_at AS effective_at, w.won.recorded_at AS recorded_at, w.won.place.sequence AS sequence,
       w.won.change_id AS change_id, w.won.actor AS actor
FROM winner w
LEFT JOIN stated s ON s.scope = w.scope AND s.document = w.document
WHERE w.won.value IS NOT NULL AND (s.place IS NULL OR w.won.place >= s.place);

-- Who set each field, or removed it, to what it was at one instant, as was known at another.
CREATE MACRO blame_as_of(effective, known) AS TABLE
WITH seen AS NOT MATERIALIZED (
    SELECT *, struct_pack(effective_at := effective_at, sequence := sequence) AS place
    FROM field_change
    WHERE effective_at <= effective AND recorded_at <= known
), placed AS NOT MATERIALIZED (
    SELECT *,
           max(CASE WHEN whole_document THEN place END) OVER (
               PARTITION BY scope, document ORDER BY effective_at, sequence
               GROUPS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS stated_before,
           min(CASE WHEN whole_document
                    THEN struct_pack(place := place, actor := actor, change_id := change_id, plan_digest := plan_digest,
                                     rollback := rollback, recorded_at := recorded_at) END) OVER (
               PARTITION BY scope, document ORDER BY effective_at, sequence
               GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS stated_after,
           lag(after) OVER field AS earlier_value,
           lag(place) OVER field AS earlier_place,
           lead(sequence) OVER field AS later_sequence
    FROM seen
    WINDOW field AS (PARTITION BY scope, document, path ORDER BY effective_at, sequence, ordinal)
), newest AS NOT MATERIALIZED (
    SELECT *, stated_after IS NOT NULL AND after IS NOT NULL AS dropped
    FROM placed
    WHERE later_sequence IS NULL
), culprit AS NOT MATERIALIZED (
    SELECT scope, document, kind, venue, id, path,
           CASE WHEN dropped THEN NULL ELSE after END AS value,
           CASE WHEN dropped THEN after
                WHEN stated_before IS NULL OR earlier_place >= stated_before THEN earlier_value
           END AS previous_value,
           CASE WHEN dropped THEN stated_after.actor ELSE actor END AS actor,
           CASE WHEN dropped THEN stated_after.change_id ELSE change_id END AS change_id,
           CASE WHEN dropped THEN stated_after.plan_digest ELSE plan_digest END AS plan_digest,
           CASE WHEN dropped THEN stated_after.rollback ELSE rollback END AS rollback,
           CASE WHEN dropped THEN stated_after.place.effective_at ELSE effective_at END AS effective_at,
           CASE WHEN dropped THEN stated_after.recorded_at ELSE recorded_at END AS recorded_at,
           CASE WHEN dropped THEN stated_after.place.sequence ELSE sequence END AS sequence
    FROM newest
), approver AS (
    SELECT c.change_id, c.plan_digest, c.sequence, list(DISTINCT a.reviewer ORDER BY a.reviewer) AS approvers
    FROM (SELECT DISTINCT change_id, plan_digest, sequence FROM culprit) c
    JOIN approval a ON a.change_id = c.change_id AND a.plan_digest = c.plan_digest
    WHERE a.verdict = 'APPROVE' AND a.sequence < c.sequence
        AND (a.ended_sequence IS NULL OR a.ended_sequence > c.sequence)
    GROUP BY c.change_id, c.plan_digest, c.sequence
)
SELECT c.scope, c.document, c.kind, c.venue, c.id, c.path, c.value, c.previous_value, c.actor, c.change_id, c.plan_digest,
       c.rollback, coalesce(a.approvers, []) AS approvers, c.effective_at, c.recorded_at, c.sequence
FROM culprit c
LEFT JOIN approver a ON a.change_id = c.change_id AND a.plan_digest = c.plan_digest AND a.sequence = c.sequence;

-- What is in force when the export ends: changes that take effect later do not count yet.
CREATE VIEW field_current AS
SELECT * FROM field_as_of((SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM entry));

CREATE VIEW blame AS
SELECT * FROM blame_as_of((SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM entry));
