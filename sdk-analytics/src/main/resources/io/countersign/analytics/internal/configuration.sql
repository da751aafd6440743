-- Questions about what is in force, over field_change, field_winner (the newest row of each field) and approval.

-- The fields in force at one instant, as was known at another. Rows before the document was last stated or removed as a whole
-- no longer count.
CREATE OR REPLACE MACRO field_as_of(effective, known) AS TABLE
SELECT scope, document, kind, venue, id, path, value, effective_at, recorded_at, sequence, change_id, actor
FROM field_winner(effective, known)
WHERE value IS NOT NULL AND (stated IS NULL OR (effective_at, sequence) >= (stated.effective_at, stated.sequence));

-- What differs between two configurations, each as of an instant and known at another, with the entry that made it so. A field
-- that was there and is not any more was removed, or the document was stated anew without it.
CREATE OR REPLACE MACRO field_difference(effective_1, known_1, effective_2, known_2) AS TABLE
WITH earlier AS (
    SELECT scope, document, kind, venue, id, path, value
    FROM field_as_of(effective_1, known_1)
), winner AS MATERIALIZED (
    SELECT *, stated IS NULL OR (effective_at, sequence) >= (stated.effective_at, stated.sequence) AS counts
    FROM field_winner(effective_2, known_2)
), dropped AS (
    SELECT w.scope, w.document, w.path,
           min(struct_pack(effective_at := f.effective_at, sequence := f.sequence, actor := f.actor, change_id := f.change_id,
                           recorded_at := f.recorded_at)) AS cause
    FROM winner w
    JOIN field_change f ON f.scope = w.scope AND f.document = w.document
    WHERE NOT w.counts AND w.value IS NOT NULL
        AND f.whole_document AND f.effective_at <= effective_2 AND f.recorded_at <= known_2
        AND (f.effective_at, f.sequence) > (w.effective_at, w.sequence)
    GROUP BY w.scope, w.document, w.path
), later AS (
    SELECT w.scope, w.document, w.kind, w.venue, w.id, w.path,
           CASE WHEN d.path IS NULL THEN w.value END AS value,
           CASE WHEN d.path IS NULL THEN w.actor ELSE d.cause.actor END AS actor,
           CASE WHEN d.path IS NULL THEN w.change_id ELSE d.cause.change_id END AS change_id,
           CASE WHEN d.path IS NULL THEN w.effective_at ELSE d.cause.effective_at END AS effective_at,
           CASE WHEN d.path IS NULL THEN w.recorded_at ELSE d.cause.recorded_at END AS recorded_at,
           CASE WHEN d.path IS NULL THEN w.sequence ELSE d.cause.sequence END AS sequence
    FROM winner w
    LEFT JOIN dropped d ON d.scope = w.scope AND d.document = w.document AND d.path = w.path
)
SELECT coalesce(e.scope, l.scope) AS scope, coalesce(e.document, l.document) AS document, coalesce(e.kind, l.kind) AS kind,
       coalesce(e.venue, l.venue) AS venue, coalesce(e.id, l.id) AS id, coalesce(e.path, l.path) AS path,
       e.value AS before, l.value AS after, l.actor AS actor, l.change_id AS change_id, l.effective_at AS effective_at,
       l.recorded_at AS recorded_at, l.sequence AS sequence
FROM earlier e
FULL JOIN later l ON l.scope = e.scope AND l.document = e.document AND l.path = e.path
WHERE l.value IS DISTINCT FROM e.value;

-- Who set each field, or removed it, to what it was at one instant, as was known at another.
CREATE OR REPLACE MACRO blame_as_of(effective, known) AS TABLE
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
), standing AS MATERIALIZED (
    SELECT change_id, reviewer, plan_digest, verdict, sequence, ended_sequence
    FROM approval_of((SELECT list(DISTINCT change_id) FROM culprit WHERE change_id IS NOT NULL))
), approver AS (
    SELECT c.change_id, c.plan_digest, c.sequence, list(DISTINCT a.reviewer ORDER BY a.reviewer) AS approvers
    FROM (SELECT DISTINCT change_id, plan_digest, sequence FROM culprit) c
    JOIN standing a ON a.change_id = c.change_id AND a.plan_digest = c.plan_digest
    WHERE a.verdict = 'APPROVE' AND a.sequence < c.sequence
        AND (a.ended_sequence IS NULL OR a.ended_sequence > c.sequence)
    GROUP BY c.change_id, c.plan_digest, c.sequence
)
SELECT c.scope, c.document, c.kind, c.venue, c.id, c.path, c.value, c.previous_value, c.actor, c.change_id, c.plan_digest,
       c.rollback, coalesce(a.approvers, []) AS approvers, c.effective_at, c.recorded_at, c.sequence
FROM culprit c
LEFT JOIN approver a ON a.change_id = c.change_id AND a.plan_digest = c.plan_digest AND a.sequence = c.sequence;

-- What is in force when the export ends: changes that take effect later do not count yet.
CREATE OR REPLACE VIEW field_current AS
SELECT * FROM field_as_of((SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM entry));

CREATE OR REPLACE VIEW blame AS
SELECT * FROM blame_as_of((SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM entry));
