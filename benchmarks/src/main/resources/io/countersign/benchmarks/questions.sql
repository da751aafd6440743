-- The questions that engines are compared in. A section begins with three dashes and its name; one with @ and a dialect is for that
-- dialect alone. :effective, :known, :earlier and :document are filled in as literals, and :filter as what confines a macro
-- to the document. The views and macros of the warehouse are there
-- in the dialect "warehouse"; "postgres" and "sqlite" have the tables entry and field_change with the columns of the files.

--- setup@postgres
ALTER TABLE entry ADD PRIMARY KEY (sequence);
CREATE INDEX entry_stream ON entry (stream, sequence);
CREATE INDEX entry_type ON entry (type, recorded_at);
CREATE INDEX field_change_field ON field_change (document, path, effective_at DESC, sequence DESC, ordinal DESC);
CREATE INDEX field_change_recorded ON field_change (recorded_at);
CREATE INDEX field_change_stated ON field_change (document, effective_at DESC, sequence DESC) WHERE whole_document;
CREATE FUNCTION field_as_of(effective timestamptz, known timestamptz)
RETURNS TABLE (document text, path text, value text, sequence bigint) LANGUAGE sql STABLE AS $$
    SELECT w.document, w.path, w.after, w.sequence
    FROM (
        SELECT DISTINCT ON (f.document, f.path) f.document, f.path, f.after, f.effective_at, f.sequence
        FROM field_change f
        WHERE f.effective_at <= effective AND f.recorded_at <= known
        ORDER BY f.document, f.path, f.effective_at DESC, f.sequence DESC, f.ordinal DESC
    ) w
    LEFT JOIN (
        SELECT DISTINCT ON (f.document) f.document, f.effective_at, f.sequence
        FROM field_change f
        WHERE f.whole_document AND f.effective_at <= effective AND f.recorded_at <= known
        ORDER BY f.document, f.effective_at DESC, f.sequence DESC
    ) s ON s.document = w.document
    WHERE w.after IS NOT NULL AND (s.sequence IS NULL OR (w.effective_at, w.sequence) >= (s.effective_at, s.sequence))
$$;
ANALYZE;

--- setup@sqlite
CREATE UNIQUE INDEX entry_sequence ON entry (sequence);
CREATE INDEX entry_stream ON entry (stream, sequence);
CREATE INDEX entry_type ON entry (type, recorded_at);
CREATE INDEX field_change_field ON field_change (document, path, effective_at DESC, sequence DESC, ordinal DESC);
CREATE INDEX field_change_recorded ON field_change (recorded_at);
CREATE INDEX field_change_stated ON field_change (document, effective_at DESC, sequence DESC) WHERE whole_document;
ANALYZE;

--- field_as_of@sqlite
(
    SELECT w.document, w.path, w.after AS value, w.sequence
    FROM (
        SELECT document, path, after, effective_at, sequence,
               row_number() OVER (PARTITION BY document, path ORDER BY effective_at DESC, sequence DESC, ordinal DESC) AS place
        FROM field_change
        WHERE effective_at <= $1 AND recorded_at <= $2 :filter
    ) w
    LEFT JOIN (
        SELECT document, effective_at, sequence,
               row_number() OVER (PARTITION BY document ORDER BY effective_at DESC, sequence DESC) AS place
        FROM field_change
        WHERE whole_document AND effective_at <= $1 AND recorded_at <= $2 :filter
    ) s ON s.document = w.document AND s.place = 1
    WHERE w.place = 1 AND w.after IS NOT NULL
        AND (s.sequence IS NULL OR (w.effective_at, w.sequence) >= (s.effective_at, s.sequence))
)

--- all markets as of an instant
SELECT document, path, value, sequence FROM field_as_of(:effective, :end)

--- all markets, bitemporal
SELECT document, path, value, sequence FROM field_as_of(:effective, :known)

--- one market, bitemporal@warehouse
SELECT document, path, value, sequence FROM document_as_of(:scope, :document, :effective, :known)

--- one market, bitemporal
SELECT document, path, value, sequence FROM field_as_of(:effective, :known) WHERE document = :document

--- difference of two instants@warehouse
SELECT document, path, before AS old_value, after AS value, sequence
FROM field_difference(:earlier, :end, :effective, :end)

--- difference of two instants@postgres
SELECT coalesce(l.document, e.document) AS document, coalesce(l.path, e.path) AS path, e.value AS old_value, l.value AS value,
       coalesce(l.sequence, e.sequence) AS sequence
FROM field_as_of(:earlier, :end) e
FULL JOIN field_as_of(:effective, :end) l ON l.document = e.document AND l.path = e.path
WHERE l.value IS DISTINCT FROM e.value

--- difference of two instants@sqlite
SELECT document, path, max(old_value) AS old_value, max(value) AS value, coalesce(max(later), max(earlier)) AS sequence
FROM (
    SELECT document, path, value AS old_value, NULL AS value, sequence AS earlier, NULL AS later FROM field_as_of(:earlier, :end) e
    UNION ALL
    SELECT document, path, NULL, value, NULL, sequence FROM field_as_of(:effective, :end) l
)
GROUP BY document, path
HAVING max(old_value) IS NOT max(value)

--- blame of one market@warehouse
SELECT path, value, previous_value, actor, change_id, array_to_string(approvers, ',') AS approvers, sequence
FROM document_blame(:scope, :document, :effective, :known)

--- blame of one market
WITH seen AS (
    SELECT path, after, actor, change_id, plan_digest, sequence, lag(after) OVER field AS previous_value,
           lead(sequence) OVER field AS later_sequence
    FROM field_change
    WHERE document = :document AND effective_at <= :effective AND recorded_at <= :known
    WINDOW field AS (PARTITION BY path ORDER BY effective_at, sequence, ordinal)
)
SELECT s.path, s.after AS value, s.previous_value, s.actor, s.change_id,
       coalesce((SELECT max(v.actor) FROM entry v
                 WHERE v.stream = 'change/' || s.change_id AND v.type = 'change.verdict-given' AND v.sequence < s.sequence
                     AND v.payload->>'planDigest' = s.plan_digest AND v.payload->>'verdict' = 'APPROVE'), '') AS approvers,
       s.sequence
FROM seen s
WHERE s.later_sequence IS NULL

--- approvals by reviewer@warehouse
SELECT reviewer AS actor, count(*) AS approvals, max(sequence) AS sequence
FROM approval WHERE verdict = 'APPROVE' AND standing = 'LIVE' GROUP BY reviewer

--- approvals by reviewer
SELECT actor, count(*) AS approvals, max(sequence) AS sequence
FROM entry WHERE type = 'change.verdict-given' AND payload->>'verdict' = 'APPROVE' GROUP BY actor

--- self-approvals@warehouse
SELECT change_id, actor, sequence FROM duty_violation WHERE kind = 'SELF_APPROVAL'

--- self-approvals
SELECT substr(v.stream, 8) AS change_id, v.actor, v.sequence
FROM entry v
JOIN entry p ON p.stream = v.stream AND p.type = 'change.proposed' AND p.actor = v.actor
WHERE v.type = 'change.verdict-given' AND v.payload->>'verdict' = 'APPROVE'

--- 500 incidents, naive@warehouse
WITH incident AS MATERIALIZED (
    SELECT n, TIMESTAMPTZ '2023-01-01 00:00:00Z' + n * INTERVAL 187000 SECOND AS moment FROM range(1, 501) numbers(n)
)
SELECT i.n AS incident, e.sequence
FROM incident i
JOIN audit_entry e ON e.recorded_at BETWEEN i.moment - INTERVAL 30 MINUTE AND i.moment
WHERE e.type = 'config.changed'

--- 500 incidents@warehouse
WITH incident AS MATERIALIZED (
    SELECT n, TIMESTAMPTZ '2023-01-01 00:00:00Z' + n * INTERVAL 187000 SECOND AS moment FROM range(1, 501) numbers(n)
), slot AS (
    SELECT n, moment, unnest([epoch_us(moment) // 1800000000, epoch_us(moment) // 1800000000 - 1]) AS slot FROM incident
)
SELECT s.n AS incident, e.sequence
FROM slot s
JOIN audit_entry e ON s.slot = epoch_us(e.recorded_at) // 1800000000
    AND e.recorded_at BETWEEN s.moment - INTERVAL 30 MINUTE AND s.moment
WHERE e.type = 'config.changed'

--- 500 incidents@postgres
SELECT n AS incident, e.sequence
FROM generate_series(1, 500) numbers(n)
CROSS JOIN LATERAL (
    SELECT sequence
    FROM entry
    WHERE type = 'config.changed'
        AND recorded_at BETWEEN TIMESTAMPTZ '2023-01-01 00:00:00Z' + n * INTERVAL '187000 seconds' - INTERVAL '30 minutes'
            AND TIMESTAMPTZ '2023-01-01 00:00:00Z' + n * INTERVAL '187000 seconds'
    OFFSET 0 -- keeps the planner from comparing every entry with every incident
) e

--- 500 incidents@sqlite
WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 500)
SELECT n AS incident, e.sequence
FROM numbers
CROSS JOIN entry e ON e.type = 'config.changed'
    AND e.recorded_at BETWEEN 1672531200000000 + n * 187000000000 - 1800000000 AND 1672531200000000 + n * 187000000000
