-- Questions about the history of fields, over field_change.

-- The value of each field as intervals of the time of effect, as was known at an instant; "until" is open for the last.
CREATE OR REPLACE MACRO field_interval(known) AS TABLE
WITH seen AS NOT MATERIALIZED (
    SELECT *, struct_pack(effective_at := effective_at, sequence := sequence) AS place
    FROM field_change
    WHERE recorded_at <= known
), placed AS NOT MATERIALIZED (
    SELECT *,
           lead(effective_at) OVER (PARTITION BY scope, document, path ORDER BY effective_at, sequence, ordinal) AS next_at,
           min(CASE WHEN whole_document THEN place END) OVER (
               PARTITION BY scope, document ORDER BY effective_at, sequence
               GROUPS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS stated_after
    FROM seen
)
SELECT scope, document, kind, venue, id, path, after AS value, effective_at AS valid_from,
       least(next_at, stated_after.effective_at) AS valid_until, change_id, actor, rollback, recorded_at, sequence
FROM placed
WHERE after IS NOT NULL
    AND (least(next_at, stated_after.effective_at) IS NULL OR least(next_at, stated_after.effective_at) > effective_at);

-- What fees and margins were when, as is known when the export ends.
CREATE OR REPLACE VIEW fee_history AS
SELECT scope, venue, id AS schedule, path, value, valid_from, valid_until, change_id, actor, rollback, recorded_at, sequence
FROM field_interval((SELECT max(recorded_at) FROM entry))
WHERE kind = 'fee-schedule';

CREATE OR REPLACE VIEW margin_history AS
SELECT scope, venue, id AS schedule, path, value, valid_from, valid_until, change_id, actor, rollback, recorded_at, sequence
FROM field_interval((SELECT max(recorded_at) FROM entry))
WHERE kind = 'margin-schedule';

-- How often each field was changed, and how often that was undone, or changed again by another change within a day. Elements
-- of a collection count as one field.
CREATE OR REPLACE VIEW field_trouble AS
WITH made AS (
    SELECT scope, document, kind, regexp_replace(path, '/[^/=]+=[^/]*', '/*', 'g') AS field, change_id, rollback,
           effective_at, sequence,
           lead(change_id) OVER next AS next_change, lead(effective_at) OVER next AS next_at, lead(rollback) OVER next AS next_rollback,
           bool_or(rollback) OVER (PARTITION BY scope, document, path, change_id) AS rolled_back
    FROM field_change
    WHERE change_id IS NOT NULL
    WINDOW next AS (PARTITION BY scope, document, path ORDER BY effective_at, sequence, ordinal)
)
SELECT kind, field, count(DISTINCT change_id) AS changes,
       count(DISTINCT CASE WHEN rolled_back THEN change_id END) AS undone,
       count(DISTINCT CASE WHEN NOT next_rollback AND next_change <> change_id
                                AND next_at <= effective_at + INTERVAL 24 HOUR THEN change_id END) AS corrected,
       max(effective_at) AS last_at
FROM made
WHERE NOT rollback
GROUP BY kind, field;

-- What is changed by hand again and again, without a template: each kind of field in each environment.
CREATE OR REPLACE VIEW repeated_change AS
WITH made AS (
    SELECT f.scope, f.kind, regexp_replace(f.path, '/[^/=]+=[^/]*', '/*', 'g') AS field, f.document, f.change_id, f.actor,
           f.effective_at
    FROM field_change f
    ANTI JOIN change_fact t ON t.change_id = f.change_id AND t.template IS NOT NULL
    WHERE f.change_id IS NOT NULL AND NOT f.rollback AND NOT f.whole_document
)
SELECT scope, kind, field, count(DISTINCT change_id) AS changes, count(DISTINCT document) AS documents,
       count(DISTINCT actor) AS people, min(effective_at) AS first_at, max(effective_at) AS last_at
FROM made
GROUP BY scope, kind, field
HAVING count(DISTINCT change_id) > 1;
