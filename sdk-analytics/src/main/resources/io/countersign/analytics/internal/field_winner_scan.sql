-- The newest row of each field, removed fields included, at one instant as was known at another: of the rows effective up to
-- the first and recorded up to the second, the one with the greatest (effective_at, sequence, ordinal). "stated" is the
-- place at which the document was last stated or removed as a whole. Over field_change, read whole.
CREATE OR REPLACE MACRO field_winner(effective, known) AS TABLE
WITH seen AS NOT MATERIALIZED (
    SELECT *, struct_pack(effective_at := effective_at, sequence := sequence) AS place
    FROM field_change
    WHERE effective_at <= effective AND recorded_at <= known
), winner AS NOT MATERIALIZED (
    SELECT scope, document, kind, venue, id, path,
           max_by(struct_pack(value := after, recorded_at := recorded_at, change_id := change_id, actor := actor, place := place,
                              ordinal := ordinal),
                  struct_pack(place := place, ordinal := ordinal)) AS won
    FROM seen
    GROUP BY scope, document, kind, venue, id, path
), statement AS NOT MATERIALIZED (
    SELECT scope, document, max(place) AS stated
    FROM seen
    WHERE whole_document
    GROUP BY scope, document
)
SELECT w.scope, w.document, w.kind, w.venue, w.id, w.path, w.won.value AS value, w.won.place.effective_at AS effective_at,
       w.won.recorded_at AS recorded_at, w.won.place.sequence AS sequence, w.won.ordinal AS ordinal,
       w.won.change_id AS change_id, w.won.actor AS actor, s.stated AS stated
FROM winner w
LEFT JOIN statement s ON s.scope = w.scope AND s.document = w.document;
