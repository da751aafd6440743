-- Takes a snapshot of what is in force and known at the last entry, and begins an era.
INSERT INTO layer.field_snapshot
SELECT (SELECT max(era) + 1 FROM layer.snapshot), f.field, w.value, w.effective_at, w.recorded_at, w.sequence, w.ordinal,
       w.change_id, w.actor, w.stated
FROM field_winner((SELECT max(recorded_at) FROM source.entry), (SELECT max(recorded_at) FROM source.entry)) w
JOIN layer.field f ON f.scope = w.scope AND f.document = w.document AND f.path = w.path
ORDER BY f.field;

INSERT INTO layer.snapshot
SELECT s.era + 1, (SELECT max(recorded_at) FROM source.entry),
       (SELECT count(*) FROM layer.field_snapshot WHERE era = s.era + 1)
FROM (SELECT max(era) AS era FROM layer.snapshot) s;
