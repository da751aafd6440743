-- Who set each field, or removed it, to what it was: the common table expressions and the query, over the relation seen, which
-- is the part of field_change that counts, with the place in time of each row.
placed AS NOT MATERIALIZED (
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
), culprit AS MATERIALIZED (
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
    SELECT change_id, reviewer, plan_digest, carried_to, verdict, sequence, ended_sequence
    FROM approval_of((SELECT list(DISTINCT change_id) FROM culprit WHERE change_id IS NOT NULL))
), approver AS (
    SELECT c.change_id, c.plan_digest, c.sequence, list(DISTINCT a.reviewer ORDER BY a.reviewer) AS approvers
    FROM (SELECT DISTINCT change_id, plan_digest, sequence FROM culprit) c
    JOIN standing a ON a.change_id = c.change_id AND (a.plan_digest = c.plan_digest OR a.carried_to = c.plan_digest)
    WHERE a.verdict = 'APPROVE' AND a.sequence < c.sequence
        AND (a.ended_sequence IS NULL OR a.ended_sequence > c.sequence)
    GROUP BY c.change_id, c.plan_digest, c.sequence
)
SELECT c.scope, c.document, c.kind, c.venue, c.id, c.path, c.value, c.previous_value, c.actor, c.change_id, c.plan_digest,
       c.rollback, coalesce(a.approvers, []) AS approvers, c.effective_at, c.recorded_at, c.sequence
FROM culprit c
LEFT JOIN approver a ON a.change_id = c.change_id AND a.plan_digest = c.plan_digest AND a.sequence = c.sequence
