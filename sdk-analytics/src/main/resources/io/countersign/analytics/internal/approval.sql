-- One row a verdict, and one a refused attempt to give one: the common table expressions and the query, over the relation
-- fact, which is change_fact or the part of it that is about some changes.
verdict AS (
    SELECT change_id, sequence, actor AS reviewer, occurred_at, recorded_at, requirement, verdict, plan_digest, policy_digest,
           on_behalf_of, remark AS comment,
           lead(sequence) OVER (PARTITION BY change_id, actor, requirement, plan_digest ORDER BY sequence) IS NULL AS is_last_on_plan
    FROM fact
    WHERE type = 'change.verdict-given'
), superseded AS (
    SELECT sequence, said.reviewer AS reviewer, said.requirement AS requirement, said.planDigest AS plan_digest,
           said.reason AS reason
    FROM (SELECT sequence, unnest(superseded) AS said FROM fact WHERE type = 'change.amended')
), amended AS (
    SELECT change_id, sequence, 'edited by ' || actor || ' (revision ' || revision || ')' AS reason
    FROM fact
    WHERE type = 'change.amended'
), submitted AS (
    SELECT change_id, sequence, plan_digest
    FROM fact
    WHERE type = 'change.submitted'
), carried AS (
    SELECT change_id, sequence, carried_to, said.reviewer AS reviewer, said.requirement AS requirement, said.planDigest AS plan_digest
    FROM (
        SELECT change_id, sequence, plan_digest AS carried_to, unnest(carried) AS said
        FROM fact
        WHERE type IN ('change.submitted', 'change.glass-broken')
    )
), held AS (
    -- With the last submission, or emergency without one, that says the verdict counts for its plan too, although it was given
    -- for an earlier one.
    SELECT v.*, c.carried_to, coalesce(c.sequence, v.sequence) AS held_at
    FROM verdict v
    LEFT JOIN (
        SELECT change_id, reviewer, requirement, plan_digest, max(sequence) AS sequence, max_by(carried_to, sequence) AS carried_to
        FROM carried
        GROUP BY change_id, reviewer, requirement, plan_digest
    ) c ON v.is_last_on_plan AND c.change_id = v.change_id AND c.reviewer = v.reviewer AND c.requirement = v.requirement
        AND c.plan_digest = v.plan_digest
), ending AS (
    SELECT h.sequence, a.sequence AS ended_by, coalesce(s.reason, a.reason) AS reason
    FROM held h
    JOIN amended a ON a.change_id = h.change_id AND a.sequence > h.held_at
    LEFT JOIN superseded s ON s.sequence = a.sequence AND s.reviewer = h.reviewer AND s.requirement = h.requirement
        AND s.plan_digest = h.plan_digest
    UNION ALL
    SELECT h.sequence, s.sequence, 'another plan was submitted: ' || s.plan_digest
    FROM held h
    JOIN submitted s ON s.change_id = h.change_id AND s.plan_digest <> h.plan_digest AND s.sequence > h.held_at
    UNION ALL
    SELECT h.sequence, later.sequence, 'the reviewer gave another verdict: ' || later.verdict
    FROM held h
    JOIN verdict later ON later.change_id = h.change_id AND later.reviewer = h.reviewer
        AND later.requirement = h.requirement AND later.sequence > h.held_at
), ended AS (
    SELECT sequence, min(ended_by) AS ended_sequence, min_by(reason, ended_by) AS ended_reason
    FROM ending
    GROUP BY sequence
)
SELECT h.change_id, h.sequence, h.reviewer, h.requirement, h.verdict, h.plan_digest, h.carried_to, h.policy_digest, h.on_behalf_of,
       h.comment,
       CASE WHEN e.sequence IS NULL THEN 'LIVE' ELSE 'SUPERSEDED' END AS standing,
       e.ended_sequence, e.ended_reason, CAST(NULL AS VARCHAR) AS refusal_code, h.occurred_at, h.recorded_at
FROM held h
LEFT JOIN ended e ON e.sequence = h.sequence
UNION ALL
SELECT change_id, sequence, actor, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'REFUSED', NULL, remark, code, occurred_at, recorded_at
FROM fact
WHERE type = 'change.refused' AND action = 'approve'
