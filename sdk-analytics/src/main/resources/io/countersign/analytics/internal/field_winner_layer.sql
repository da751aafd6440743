-- As field_winner_scan.sql says it, from the last snapshot that both instants include and from what came on top of it. An era
-- is the time after a snapshot. "aside" holds every row that its place in time does not show: effective before the snapshot of
-- its era was taken, or after it was recorded.
CREATE OR REPLACE MACRO field_winner(effective, known) AS TABLE
WITH base AS MATERIALIZED (
    SELECT max(era) AS era, max(taken_at) AS taken_at
    FROM layer.snapshot
    WHERE taken_at <= least(effective, known)
), seen AS NOT MATERIALIZED (
    SELECT scope, document, kind, venue, id, path, value, effective_at, recorded_at, sequence, ordinal, change_id, actor, stated
    FROM layer.field_snapshot
    JOIN base USING (era)
    UNION ALL
    SELECT scope, document, kind, venue, id, path, after, effective_at, recorded_at, sequence, ordinal, change_id, actor,
           CASE WHEN whole_document THEN struct_pack(effective_at := effective_at, sequence := sequence) END
    FROM layer.field_change
    JOIN base USING (era)
    WHERE effective_at <= effective AND recorded_at <= known
    UNION ALL
    SELECT scope, document, kind, venue, id, path, after, effective_at, recorded_at, sequence, ordinal, change_id, actor,
           CASE WHEN whole_document THEN struct_pack(effective_at := effective_at, sequence := sequence) END
    FROM layer.aside a
    CROSS JOIN base b
    WHERE effective_at <= effective AND recorded_at <= known
        AND (a.era > b.era OR (a.era < b.era AND a.effective_at > b.taken_at))
), winner AS NOT MATERIALIZED (
    SELECT scope, document, kind, venue, id, path,
           max_by(struct_pack(value := value, effective_at := effective_at, recorded_at := recorded_at, sequence := sequence,
                              ordinal := ordinal, change_id := change_id, actor := actor),
                  struct_pack(effective_at := effective_at, sequence := sequence, ordinal := ordinal)) AS won
    FROM seen
    GROUP BY scope, document, kind, venue, id, path
), statement AS NOT MATERIALIZED (
    SELECT scope, document, max(stated) AS stated
    FROM seen
    WHERE stated IS NOT NULL
    GROUP BY scope, document
)
SELECT w.scope, w.document, w.kind, w.venue, w.id, w.path, w.won.value AS value, w.won.effective_at AS effective_at,
       w.won.recorded_at AS recorded_at, w.won.sequence AS sequence, w.won.ordinal AS ordinal, w.won.change_id AS change_id,
       w.won.actor AS actor, s.stated AS stated
FROM winner w
LEFT JOIN statement s ON s.scope = w.scope AND s.document = w.document;
