-- Questions about what is in force, over field_change, field_candidate (rows among which the newest of each field is),
-- field_winner (the newest row of each field) and blame_as_of.

-- The fields in force at one instant, as was known at another. Rows before the document was last stated or removed as a whole
-- no longer count.
CREATE OR REPLACE MACRO field_as_of(effective, known) AS TABLE
SELECT scope, document, kind, venue, id, path, value, effective_at, recorded_at, sequence, change_id, actor
FROM field_winner(effective, known)
WHERE value IS NOT NULL AND coalesce(struct_pack(effective_at := effective_at, sequence := sequence) >= stated, true);

-- The same of one document, which is quicker.
CREATE OR REPLACE MACRO document_as_of(in_scope, of_document, effective, known) AS TABLE
WITH newest AS (
    SELECT *, max(stated) OVER () AS last_stated
    FROM field_candidate(effective, known)
    WHERE scope = in_scope AND document = of_document
    QUALIFY row_number() OVER (PARTITION BY path ORDER BY effective_at DESC, sequence DESC, ordinal DESC) = 1
)
SELECT scope, document, kind, venue, id, path, value, effective_at, recorded_at, sequence, change_id, actor
FROM newest
WHERE value IS NOT NULL AND coalesce(struct_pack(effective_at := effective_at, sequence := sequence) >= last_stated, true);

-- What differs between two configurations, each as of an instant and known at another, with the entry that made it so. A field
-- that was there and is not any more was removed, or the document was stated anew without it.
CREATE OR REPLACE MACRO field_difference(effective_1, known_1, effective_2, known_2) AS TABLE
WITH earlier AS (
    SELECT scope, document, kind, venue, id, path, value
    FROM field_as_of(effective_1, known_1)
), winner AS MATERIALIZED (
    SELECT *, coalesce(struct_pack(effective_at := effective_at, sequence := sequence) >= stated, true) AS counts
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

-- What is in force when the export ends: changes that take effect later do not count yet.
CREATE OR REPLACE VIEW field_current AS
SELECT * FROM field_as_of((SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM entry));

CREATE OR REPLACE VIEW blame AS
SELECT * FROM blame_as_of((SELECT max(recorded_at) FROM entry), (SELECT max(recorded_at) FROM entry));
