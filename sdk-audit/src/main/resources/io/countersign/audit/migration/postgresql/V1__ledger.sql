-- The ledger, format 1, for PostgreSQL: the tables of the SQLite script, column for column. Runs in the ledger's own schema.
-- Instants are microseconds since 1970-01-01T00:00:00Z. Texts compare byte by byte, whatever the database's collation.

CREATE TABLE cs_entry (
    seq         bigint                   NOT NULL PRIMARY KEY,
    envelope    bytea                    NOT NULL,
    stream      varchar(200) COLLATE "C" NOT NULL,
    revision    bigint                   NOT NULL,
    prev_seq    bigint,
    event_type  varchar(100) COLLATE "C" NOT NULL,
    actor       varchar(128) COLLATE "C" NOT NULL,
    occurred_at bigint                   NOT NULL,
    recorded_at bigint                   NOT NULL,
    batch_key   varchar(100) COLLATE "C" NOT NULL
);

CREATE TABLE cs_payload (
    digest  varchar(64) COLLATE "C" NOT NULL PRIMARY KEY,
    payload bytea                   NOT NULL
);

-- Rows of streams move with every commit: room on their pages keeps the index out of it.
CREATE TABLE cs_stream (
    id        varchar(200) COLLATE "C" NOT NULL PRIMARY KEY,
    revision  bigint                   NOT NULL,
    last_seq  bigint                   NOT NULL,
    last_leaf bytea                    NOT NULL
) WITH (fillfactor = 75);

CREATE TABLE cs_batch (
    batch_key     varchar(100) COLLATE "C" NOT NULL PRIMARY KEY,
    drafts_digest bytea                    NOT NULL,
    first_seq     bigint                   NOT NULL,
    entry_count   bigint                   NOT NULL
);

CREATE TABLE cs_tile (
    tile_level bigint NOT NULL,
    tile_index bigint NOT NULL,
    root       bytea  NOT NULL,
    hashes     bytea  NOT NULL,
    PRIMARY KEY (tile_level, tile_index)
);

-- Hashes do not compress.
ALTER TABLE cs_tile ALTER COLUMN hashes SET STORAGE EXTERNAL;

CREATE TABLE cs_head (
    id        bigint NOT NULL PRIMARY KEY,
    tree_size bigint NOT NULL,
    root      bytea  NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE cs_checkpoint (
    id        bigint NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    tree_size bigint NOT NULL,
    note      text   NOT NULL
);

CREATE TABLE cs_fold (
    fold_name    varchar(200) COLLATE "C" NOT NULL PRIMARY KEY,
    fold_version bigint                   NOT NULL,
    next_seq     bigint                   NOT NULL,
    root         bytea                    NOT NULL,
    state        bytea                    NOT NULL
);

INSERT INTO cs_head (id, tree_size, root)
VALUES (1, 0, '\xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE FUNCTION cs_refuse() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
    RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation';
END
$body$;

-- The head moves over entries that are there, without a gap, and past the last; and whoever listens is told. Asked once a commit.
CREATE FUNCTION cs_head_moved() RETURNS trigger LANGUAGE plpgsql SET search_path = ${flyway:defaultSchema}, pg_temp AS $body$
BEGIN
    IF NEW.id <> OLD.id OR NEW.tree_size <= OLD.tree_size THEN
        RAISE EXCEPTION 'The ledger only grows' USING ERRCODE = 'restrict_violation';
    END IF;
    IF (SELECT count(*) = NEW.tree_size - OLD.tree_size AND max(seq) = NEW.tree_size - 1
        FROM cs_entry WHERE seq >= OLD.tree_size) IS NOT TRUE THEN
        RAISE EXCEPTION 'The head of the ledger stands behind its last entry'
            USING ERRCODE = 'restrict_violation';
    END IF;
    PERFORM pg_notify('countersign_' || TG_TABLE_SCHEMA, NEW.tree_size::text);
    RETURN NULL;
END
$body$;

CREATE TRIGGER cs_entry_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cs_entry
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('Entries of the ledger are never changed or deleted');

CREATE TRIGGER cs_payload_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cs_payload
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('Payloads of the ledger are never changed or deleted');

CREATE TRIGGER cs_stream_update BEFORE UPDATE ON cs_stream
FOR EACH ROW WHEN (NEW.id <> OLD.id OR NEW.revision <= OLD.revision OR NEW.last_seq <= OLD.last_seq)
EXECUTE FUNCTION cs_refuse('Streams of the ledger only grow');
CREATE TRIGGER cs_stream_delete BEFORE DELETE OR TRUNCATE ON cs_stream
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('Streams of the ledger are never deleted');

CREATE TRIGGER cs_batch_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cs_batch
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('Batches of the ledger are never changed or deleted');

CREATE TRIGGER cs_tile_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cs_tile
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('Tiles of the ledger are never changed or deleted');

CREATE TRIGGER cs_head_other BEFORE INSERT OR DELETE OR TRUNCATE ON cs_head
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('The ledger has one head, which is never deleted');
CREATE TRIGGER cs_head_moved AFTER UPDATE ON cs_head
FOR EACH ROW EXECUTE FUNCTION cs_head_moved();

CREATE TRIGGER cs_checkpoint_change BEFORE UPDATE OR DELETE OR TRUNCATE ON cs_checkpoint
FOR EACH STATEMENT EXECUTE FUNCTION cs_refuse('Checkpoints of the ledger are never changed or deleted');

-- They fire for replication too, and whatever session_replication_role says.
DO $body$
DECLARE
    guard record;
BEGIN
    FOR guard IN SELECT tgname, tgrelid::regclass AS on_table FROM pg_trigger
        WHERE NOT tgisinternal AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
    LOOP
        EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER %I', guard.on_table, guard.tgname);
    END LOOP;
END
$body$;
