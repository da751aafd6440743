-- One row a verdict, and one a refused attempt to give one: the common table expressions and the query, over the relation
-- fact, which is change_fact or the part of it that is about some changes.
verdict AS (
    SELECT change_id, sequence, actor AS reviewer, occurred_at, recorded_at, requirement, verdict, plan_digest, policy_digest,
           remark AS comment
    FROM fact
    WHERE type = 'change.verdict-given'
), amended AS (
    SELECT change_id, sequence, said.reviewer AS reviewer, said.requirement AS requirement, said.planDigest AS plan_digest,
           said.reason AS reason
    FROM (SELECT change_id, sequence, unnest(superseded) AS said FROM fact WHERE type = 'change.amended')
), submitted AS (
    SELECT change_id, sequence, plan_digest
    FROM fact
    WHERE type = 'change.submitted'
), carried AS (
    -- What the last submission says counts for its plan too, although it was given for an earlier one.
    SELECT change_id, carried_to, said.reviewer AS reviewer, said.requirement AS requirement, said.planDigest AS plan_digest
    FROM (
        SELECT change_id, max_by(plan_digest, sequence) AS carried_to, unnest(max_by(coalesce(carried, []), sequence)) AS said
        FROM fact
        WHERE type = 'change.submitted'
        GROUP BY change_id
    )
), held AS (
    SELECT v.*, c.carried_to
    FROM verdict v
    LEFT JOIN carried c ON c.change_id = v.change_id AND c.reviewer = v.reviewer AND c.requirement = v.requirement
        AND c.plan_digest = v.plan_digest
), voidable AS (
    SELECT * FROM held WHERE carried_to IS NULL
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
SELECT v.change_id, v.sequence, v.reviewer, v.requirement, v.verdict, v.plan_digest, v.carried_to, v.policy_digest, v.comment,
       CASE WHEN e.sequence IS NULL THEN 'LIVE' ELSE 'SUPERSEDED' END AS standing,
       e.ended_sequence, e.ended_reason, CAST(NULL AS VARCHAR) AS refusal_code, v.occurred_at, v.recorded_at
FROM held v
LEFT JOIN ended e ON e.sequence = v.sequence
UNION ALL
SELECT change_id, sequence, actor, NULL, NULL, NULL, NULL, NULL, NULL, 'REFUSED', NULL, remark, code, occurred_at, recorded_at
FROM fact
WHERE type = 'change.refused' AND action = 'approve'
