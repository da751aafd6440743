-- Questions about how changes are delivered, over change_fact, approval and field_change.

-- One row a change that touched the exchange.
CREATE OR REPLACE VIEW change_delivery AS
WITH fact AS (
    SELECT change_id,
           max_by(scope, sequence) FILTER (WHERE type IN ('change.proposed', 'change.amended')) AS scope,
           min_by(actor, sequence) FILTER (WHERE type = 'change.proposed') AS proposer,
           max_by(template, sequence) FILTER (WHERE type = 'change.proposed') AS template,
           min(recorded_at) FILTER (WHERE type = 'change.submitted') AS submitted_at,
           min(recorded_at) FILTER (WHERE type IN ('change.applying', 'change.glass-broken')) AS started_at,
           min_by(actor, sequence) FILTER (WHERE type IN ('change.applying', 'change.glass-broken')) AS started_by,
           min(recorded_at) FILTER (WHERE type = 'change.applied') AS applied_at,
           min(recorded_at) FILTER (WHERE type = 'change.failed' OR type = 'change.rolling-back') AS failed_at,
           min(recorded_at) FILTER (WHERE type = 'change.rolled-back') AS restored_at,
           max(recorded_at) FILTER (WHERE type = 'change.closed') AS closed_at,
           bool_or(type = 'change.glass-broken') AS emergency,
           max(sequence) FILTER (WHERE type <> 'change.refused') AS last_sequence
    FROM change_fact
    GROUP BY change_id
)
SELECT change_id, scope, proposer, template, emergency, submitted_at, started_at, started_by, applied_at, failed_at, restored_at,
       closed_at, failed_at IS NOT NULL AS failed,
       (epoch_us(applied_at) - epoch_us(submitted_at)) // 1000000 AS lead_seconds,
       (epoch_us(restored_at) - epoch_us(started_at)) // 1000000 AS restore_seconds,
       last_sequence
FROM fact
WHERE started_at IS NOT NULL;

-- The same counted, by environment and by the month in which the exchange was first touched.
CREATE OR REPLACE VIEW delivery_by_month AS
SELECT scope, CAST(date_trunc('month', timezone('UTC', started_at)) AS DATE) AS month, count(*) AS changes,
       count(*) FILTER (WHERE applied_at IS NOT NULL AND NOT failed) AS succeeded,
       count(*) FILTER (WHERE failed) AS failed,
       count(*) FILTER (WHERE emergency) AS emergencies,
       CAST(100.0 * count(*) FILTER (WHERE failed) / count(*) AS DECIMAL(5, 2)) AS failed_percent,
       quantile_disc(lead_seconds, 0.5) AS lead_seconds_median,
       quantile_disc(lead_seconds, 0.9) AS lead_seconds_p90,
       quantile_disc(restore_seconds, 0.5) AS restore_seconds_median
FROM change_delivery
GROUP BY 1, 2;

-- Changes that were begun outside working hours, by the clock on the wall of a zone.
CREATE OR REPLACE MACRO off_hours_change(zone, opens, closes) AS TABLE
SELECT change_id, scope, started_at, started_by, strftime(timezone(zone, started_at), '%a %H:%M') AS local_time, emergency,
       template, failed, last_sequence
FROM change_delivery
WHERE isodow(timezone(zone, started_at)) > 5
    OR CAST(timezone(zone, started_at) AS TIME) < CAST(opens AS TIME)
    OR CAST(timezone(zone, started_at) AS TIME) >= CAST(closes AS TIME);

-- One row a change that was carried out in an emergency, and how its review went.
CREATE OR REPLACE VIEW emergency_change AS
WITH broken AS (
    SELECT change_id, incident, actor, remark AS justification, bypassed, review_due, recorded_at, sequence
    FROM change_fact
    WHERE type = 'change.glass-broken'
), closed AS (
    SELECT change_id, min(recorded_at) AS closed_at, min_by(actor, sequence) AS closed_by, min_by(code, sequence) AS judged
    FROM change_fact
    WHERE type = 'change.closed'
    GROUP BY change_id
)
SELECT b.change_id, b.incident, b.actor, b.justification, b.bypassed, b.recorded_at, b.review_due, c.closed_at, c.closed_by,
       c.judged,
       coalesce(c.closed_at, (SELECT max(recorded_at) FROM entry)) > b.review_due AS overdue,
       b.sequence
FROM broken b
LEFT JOIN closed c ON c.change_id = b.change_id;

-- One row a person who had two hands in one change that should not have been one person's.
CREATE OR REPLACE VIEW duty_violation AS
WITH author AS (
    SELECT change_id, actor, min(sequence) AS sequence
    FROM change_fact
    WHERE type IN ('change.proposed', 'change.amended', 'change.submitted')
    GROUP BY change_id, actor
), executor AS (
    SELECT change_id, actor, min(sequence) AS sequence
    FROM change_fact
    WHERE type IN ('change.applying', 'change.glass-broken')
    GROUP BY change_id, actor
), asked AS (
    -- Everyone who had the exchange asked, to undo it too.
    SELECT change_id, actor, min(sequence) AS sequence
    FROM change_fact
    WHERE type IN ('change.applying', 'change.glass-broken', 'change.rolling-back')
    GROUP BY change_id, actor
), agreed AS (
    SELECT change_id, reviewer, coalesce(on_behalf_of, reviewer) AS authority, sequence
    FROM approval
    WHERE verdict IN ('APPROVE', 'OVERRIDE') AND standing = 'LIVE'
), approver AS (
    SELECT change_id, actor, min(sequence) AS sequence
    FROM (SELECT change_id, unnest([reviewer, authority]) AS actor, sequence FROM agreed)
    GROUP BY change_id, actor
), made AS (
    SELECT change_id, max_by(template, sequence) AS template, coalesce(max_by(risk_tier, sequence) = 'CRITICAL', false) AS critical
    FROM change_fact
    GROUP BY change_id
), closer AS (
    SELECT change_id, actor, min(sequence) AS sequence
    FROM change_fact
    WHERE type = 'change.closed'
    GROUP BY change_id, actor
), violation AS (
    SELECT 'SELF_APPROVAL' AS kind, p.change_id, p.actor, p.sequence, a.sequence AS other_sequence
    FROM approver p
    JOIN author a ON a.change_id = p.change_id AND a.actor = p.actor
    UNION ALL
    SELECT 'APPROVED_AND_CARRIED_OUT', p.change_id, p.actor, x.sequence, p.sequence
    FROM approver p
    JOIN executor x ON x.change_id = p.change_id AND x.actor = p.actor
    UNION ALL
    SELECT 'ALONE', x.change_id, x.actor, x.sequence, a.sequence
    FROM executor x
    JOIN author a ON a.change_id = x.change_id AND a.actor = x.actor
    WHERE NOT EXISTS (
        FROM agreed p WHERE p.change_id = x.change_id AND p.reviewer <> x.actor AND p.authority <> x.actor)
    UNION ALL
    SELECT 'OWN_REVIEW', c.change_id, c.actor, c.sequence, least(a.sequence, x.sequence)
    FROM closer c
    JOIN change_delivery d ON d.change_id = c.change_id
    JOIN made m ON m.change_id = c.change_id AND (d.emergency OR d.failed OR m.critical)
    LEFT JOIN author a ON a.change_id = c.change_id AND a.actor = c.actor
    LEFT JOIN asked x ON x.change_id = c.change_id AND x.actor = c.actor
    WHERE a.sequence IS NOT NULL OR x.sequence IS NOT NULL
)
SELECT v.change_id, v.kind, v.actor, coalesce(d.emergency, false) AS emergency, m.template, v.sequence, v.other_sequence
FROM violation v
JOIN made m ON m.change_id = v.change_id
LEFT JOIN change_delivery d ON d.change_id = v.change_id;

-- What took effect in the time before an instant, one row an entry.
CREATE OR REPLACE MACRO changes_before(instant, lookback) AS TABLE
SELECT scope, change_id, actor, rollback, list(DISTINCT document ORDER BY document) AS documents, count(*) AS fields,
       effective_at, recorded_at, (epoch_us(instant) - epoch_us(effective_at)) // 1000000 AS seconds_before, sequence
FROM field_change
WHERE effective_at <= instant AND effective_at > instant - lookback AND change_id IS NOT NULL
GROUP BY scope, change_id, actor, rollback, effective_at, recorded_at, sequence;

-- One row a verdict: how long after the submission of its plan it was given.
CREATE OR REPLACE VIEW approval_latency AS
WITH submitted AS (
    SELECT change_id, plan_digest, min(recorded_at) AS submitted_at
    FROM change_fact
    WHERE type = 'change.submitted'
    GROUP BY change_id, plan_digest
)
SELECT v.change_id, v.requirement, v.actor AS reviewer, v.verdict, s.submitted_at, v.recorded_at,
       (epoch_us(v.recorded_at) - epoch_us(s.submitted_at)) // 1000000 AS latency_seconds, v.sequence
FROM change_fact v
JOIN submitted s ON s.change_id = v.change_id AND s.plan_digest = v.plan_digest
WHERE v.type = 'change.verdict-given';

-- The same by requirement.
CREATE OR REPLACE VIEW approval_latency_by_requirement AS
SELECT requirement, count(*) AS verdicts, quantile_disc(latency_seconds, 0.5) AS latency_seconds_median,
       quantile_disc(latency_seconds, 0.9) AS latency_seconds_p90, max(latency_seconds) AS latency_seconds_max
FROM approval_latency
GROUP BY requirement;

-- One row a change that met an exchange which had something else in force than the journal says: how long that stood open.
CREATE OR REPLACE VIEW drift_notice AS
WITH step AS (
    SELECT change_id, type, actor, remark, recorded_at, sequence, coalesce(code = 'DRIFT', false) AS noticed,
           type IN ('change.applying', 'change.glass-broken', 'change.verifying', 'change.rolling-back', 'change.rolled-back',
                    'change.amended', 'change.cancelled', 'change.rejected', 'change.expired', 'change.closed') AS went_on
    FROM change_fact
), stretch AS (
    -- Numbered by how often the change had gone on before: a stretch ends with the step by which it goes on.
    SELECT *, count(*) FILTER (WHERE went_on) OVER (
               PARTITION BY change_id ORDER BY sequence ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS stretch
    FROM step
    WHERE noticed OR went_on
), notice AS (
    SELECT change_id, min(recorded_at) FILTER (WHERE noticed) AS noticed_at,
           min_by(actor, sequence) FILTER (WHERE noticed) AS noticed_by,
           min_by(remark, sequence) FILTER (WHERE noticed) AS remark, min(sequence) FILTER (WHERE noticed) AS sequence,
           count(*) FILTER (WHERE noticed) AS notices, min(recorded_at) FILTER (WHERE went_on) AS ended_at,
           min(type) FILTER (WHERE went_on) AS ended_by
    FROM stretch
    GROUP BY change_id, stretch
    HAVING bool_or(noticed)
)
SELECT n.change_id, c.scope, n.noticed_by, n.remark, n.notices, n.noticed_at, n.ended_at, substr(n.ended_by, 8) AS ended_by,
       (epoch_us(coalesce(n.ended_at, (SELECT max(recorded_at) FROM entry))) - epoch_us(n.noticed_at)) // 1000000
           AS open_seconds,
       n.sequence
FROM notice n
LEFT JOIN (
    SELECT change_id, max_by(scope, sequence) AS scope FROM change_fact WHERE scope IS NOT NULL GROUP BY change_id
) c ON c.change_id = n.change_id;
