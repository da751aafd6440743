-- The tables of a native layer. They only grow, in the order of the entries.
CREATE SCHEMA IF NOT EXISTS layer;

-- What is in it: one row for each pair of the export's files, in order.
CREATE TABLE IF NOT EXISTS layer.part (first_sequence BIGINT, last_sequence BIGINT, ledger_sha256 VARCHAR);

-- Snapshot 0 holds nothing and was taken before all time. A row of an era was recorded after that era's snapshot was taken.
CREATE TABLE IF NOT EXISTS layer.snapshot AS
SELECT CAST(0 AS INTEGER) AS era, TIMESTAMPTZ '-infinity' AS taken_at, CAST(0 AS BIGINT) AS field_rows;

-- The fields of all documents, numbered as they first come.
CREATE TABLE IF NOT EXISTS layer.field (
    field INTEGER, scope VARCHAR, document VARCHAR, kind VARCHAR, venue VARCHAR, id VARCHAR, path VARCHAR);

CREATE TABLE IF NOT EXISTS layer.field_snapshot (
    era INTEGER, field INTEGER, value VARCHAR, effective_at TIMESTAMPTZ, recorded_at TIMESTAMPTZ, sequence BIGINT,
    ordinal INTEGER, change_id VARCHAR, actor VARCHAR, stated STRUCT(effective_at TIMESTAMPTZ, sequence BIGINT));

CREATE TABLE IF NOT EXISTS layer.field_change AS
SELECT CAST(0 AS INTEGER) AS era, CAST(0 AS INTEGER) AS field, * EXCLUDE (scope, document, kind, venue, id, path)
FROM source.field_change WHERE false;

CREATE TABLE IF NOT EXISTS layer.aside AS
SELECT * FROM layer.field_change WHERE false;

CREATE TABLE IF NOT EXISTS layer.change_fact AS
SELECT * FROM source.change_fact WHERE false;

CREATE TABLE IF NOT EXISTS entry AS
SELECT * EXCLUDE (envelope) FROM source.entry WHERE false;

CREATE OR REPLACE VIEW field_change AS
SELECT f.* EXCLUDE (field), c.* EXCLUDE (era, field)
FROM layer.field_change c
JOIN layer.field f ON f.field = c.field;

CREATE OR REPLACE VIEW change_fact AS
SELECT * FROM layer.change_fact;
