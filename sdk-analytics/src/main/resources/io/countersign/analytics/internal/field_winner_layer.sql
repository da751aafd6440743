-- As field_winner_scan.sql says it, from the last snapshot that both instants include and from what came on top of it. An era
-- is the time after a snapshot. "aside" holds every row that its place in time does not show: effective before the snapshot of
-- its era was taken, or after it was recorded.

CREATE OR REPLACE MACRO layer.field_candidate(effective, known) AS TABLE
WITH base AS MATERIALIZED (
    SELECT max(era) AS era, max(taken_at) AS taken_at
    FROM layer.snapshot
    WHERE taken_at <= least(effective, known)
)
SELECT field, value, effective_at, recorded_at, sequence, ordinal, change_id, actor, stated
FROM layer.field_snapshot
WHERE era = (SELECT era FROM base)
UNION ALL
SELECT field, after, effective_at, recorded_at, sequence, ordinal, change_id, actor,
       CASE WHEN whole_document THEN struct_pack(effective_at := effective_at, sequence := sequence) END
FROM layer.field_change
WHERE era = (SELECT era FROM base) AND effective_at <= effective AND recorded_at <= known
UNION ALL
SELECT field, after, effective_at, recorded_at, sequence, ordinal, change_id, actor,
       CASE WHEN whole_document THEN struct_pack(effective_at := effective_at, sequence := sequence) END
FROM layer.aside
WHERE effective_at <= effective AND recorded_at <= known
    AND (era > (SELECT era FROM base) OR (era < (SELECT era FROM base) AND effective_at > (SELECT taken_at FROM base)));

CREATE OR REPLACE MACRO field_candidate(effective, known) AS TABLE
SELECT f.* EXCLUDE (field), c.* EXCLUDE (field)
FROM layer.field_candidate(effective, known) c
JOIN layer.field f ON f.field = c.field;

CREATE OR REPLACE MACRO field_winner(effective, known) AS TABLE
WITH seen AS MATERIALIZED (
    FROM layer.field_candidate(effective, known)
), newest AS (
    SELECT field, max(struct_pack(effective_at := effective_at, sequence := sequence, ordinal := ordinal)) AS place
    FROM seen
    GROUP BY field
), statement AS (
    SELECT f.scope, f.document, max(s.stated) AS stated
    FROM seen s
    JOIN layer.field f ON f.field = s.field
    WHERE s.stated IS NOT NULL
    GROUP BY f.scope, f.document
)
SELECT f.* EXCLUDE (field), s.* EXCLUDE (field, stated), t.stated
FROM seen s
JOIN newest n ON n.field = s.field AND n.place.effective_at = s.effective_at AND n.place.sequence = s.sequence
    AND n.place.ordinal = s.ordinal
JOIN layer.field f ON f.field = s.field
LEFT JOIN statement t ON t.scope = f.scope AND t.document = f.document;
