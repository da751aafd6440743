-- The newest row of each field at one instant as was known at another, over field_change, read whole.

-- The rows effective up to the first and recorded up to the second. "stated" is the row's place where it is of an entry that
-- states or removes its document as a whole.
CREATE OR REPLACE MACRO field_candidate(effective, known) AS TABLE
SELECT scope, document, kind, venue, id, path, after AS value, effective_at, recorded_at, sequence, ordinal, change_id, actor,
       CASE WHEN whole_document THEN struct_pack(effective_at := effective_at, sequence := sequence) END AS stated
FROM field_change
WHERE effective_at <= effective AND recorded_at <= known;

-- Of these, for each field the one with the greatest (effective_at, sequence, ordinal), removed fields included. "stated" is the
-- place at which the document was last stated or removed as a whole.
CREATE OR REPLACE MACRO field_winner(effective, known) AS TABLE
WITH seen AS MATERIALIZED (
    SELECT * FROM field_change WHERE effective_at <= effective AND recorded_at <= known
), newest AS (
    SELECT scope, document, path,
           max(struct_pack(effective_at := effective_at, sequence := sequence, ordinal := ordinal)) AS place
    FROM seen
    GROUP BY scope, document, path
), statement AS (
    SELECT scope, document, max(struct_pack(effective_at := effective_at, sequence := sequence)) AS stated
    FROM seen
    WHERE whole_document
    GROUP BY scope, document
)
SELECT s.scope, s.document, s.kind, s.venue, s.id, s.path, s.after AS value, s.effective_at, s.recorded_at, s.sequence, s.ordinal,
       s.change_id, s.actor, t.stated
FROM seen s
JOIN newest n ON n.scope = s.scope AND n.document = s.document AND n.path = s.path
    AND n.place.effective_at = s.effective_at AND n.place.sequence = s.sequence AND n.place.ordinal = s.ordinal
LEFT JOIN statement t ON t.scope = s.scope AND t.document = s.document;
