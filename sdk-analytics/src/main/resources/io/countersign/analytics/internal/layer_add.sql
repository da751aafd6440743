-- Adds the entries of one part, which the catalogue "source" shows.
INSERT INTO entry
SELECT * EXCLUDE (envelope) FROM source.entry;

INSERT INTO layer.change_fact
SELECT * FROM source.change_fact;

INSERT INTO layer.field_change
SELECT (SELECT max(era) FROM layer.snapshot), * FROM source.field_change;

INSERT INTO layer.aside
SELECT f.*
FROM (SELECT (SELECT max(era) FROM layer.snapshot) AS era, * FROM source.field_change) f
JOIN layer.snapshot s ON s.era = f.era
WHERE f.effective_at <= s.taken_at OR f.effective_at > f.recorded_at;
