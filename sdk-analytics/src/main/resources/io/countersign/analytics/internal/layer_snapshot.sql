-- Takes a snapshot of what is in force and known at the last entry, and begins an era.
INSERT INTO layer.field_snapshot
SELECT (SELECT max(era) + 1 FROM layer.snapshot), scope, document, kind, venue, id, path, value, effective_at, recorded_at,
       sequence, ordinal, change_id, actor, stated
FROM field_winner((SELECT max(recorded_at) FROM source.entry), (SELECT max(recorded_at) FROM source.entry))
ORDER BY scope, document, path;

INSERT INTO layer.snapshot
SELECT s.era + 1, (SELECT max(recorded_at) FROM source.entry),
       (SELECT count(*) FROM layer.field_snapshot WHERE era = s.era + 1)
FROM (SELECT max(era) AS era FROM layer.snapshot) s;
