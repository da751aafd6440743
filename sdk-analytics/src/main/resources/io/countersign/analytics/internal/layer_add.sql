-- Adds the entries of one part, which the catalogue "source" shows.
INSERT INTO entry
SELECT * EXCLUDE (envelope) FROM source.entry;

INSERT INTO layer.change_fact
SELECT * FROM source.change_fact;

INSERT INTO layer.field
SELECT (SELECT count(*) FROM layer.field) + row_number() OVER (ORDER BY scope, document, path), *
FROM (SELECT DISTINCT scope, document, kind, venue, id, path FROM source.field_change) s
ANTI JOIN layer.field f ON f.scope = s.scope AND f.document = s.document AND f.path = s.path;

INSERT INTO layer.field_change
SELECT (SELECT max(era) FROM layer.snapshot), f.field, s.* EXCLUDE (scope, document, kind, venue, id, path)
FROM source.field_change s
JOIN layer.field f ON f.scope = s.scope AND f.document = s.document AND f.path = s.path;

INSERT INTO layer.aside
SELECT c.*
FROM layer.field_change c
JOIN layer.snapshot s ON s.era = c.era
WHERE c.sequence >= (SELECT min(sequence) FROM source.entry)
    AND (c.effective_at <= s.taken_at OR c.effective_at > c.recorded_at);
