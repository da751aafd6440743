-- The ledger, format 1, for SQLite. docs/spec/ledger.md describes every column.
-- INTEGER is 64 bits wide here; instants are microseconds since 1970-01-01T00:00:00Z.

-- One row an entry. The leaf hash is over the envelope alone; every other column repeats a part of it, for queries.
CREATE TABLE cs_entry (
    seq         INTEGER      NOT NULL PRIMARY KEY,
    envelope    BLOB         NOT NULL,
    stream      VARCHAR(200) NOT NULL,
    revision    INTEGER      NOT NULL,
    prev_seq    INTEGER,
    event_type  VARCHAR(100) NOT NULL,
    actor       VARCHAR(128) NOT NULL,
    occurred_at INTEGER      NOT NULL,
    recorded_at INTEGER      NOT NULL,
    batch_key   VARCHAR(100) NOT NULL
);

-- Payloads too large for their envelope.
CREATE TABLE cs_payload (
    digest  VARCHAR(64) NOT NULL PRIMARY KEY,
    payload BLOB        NOT NULL
);

-- Where each stream ends. From last_seq the entries of a stream are reached backwards through prev_seq.
CREATE TABLE cs_stream (
    id        VARCHAR(200) NOT NULL PRIMARY KEY,
    revision  INTEGER      NOT NULL,
    last_seq  INTEGER      NOT NULL,
    last_leaf BLOB         NOT NULL
)/* [jooq ignore start] */ WITHOUT ROWID/* [jooq ignore stop] */;

-- What was recorded under each idempotency key.
CREATE TABLE cs_batch (
    batch_key     VARCHAR(100) NOT NULL PRIMARY KEY,
    drafts_digest BLOB         NOT NULL,
    first_seq     INTEGER      NOT NULL,
    entry_count   INTEGER      NOT NULL
)/* [jooq ignore start] */ WITHOUT ROWID/* [jooq ignore stop] */;

-- Full Merkle tiles of 256 hashes; root is the hash over them, which stands in a tile one level up. It comes first, so that it is read
-- without them.
CREATE TABLE cs_tile (
    tile_level INTEGER NOT NULL,
    tile_index INTEGER NOT NULL,
    root       BLOB    NOT NULL,
    hashes     BLOB    NOT NULL,
    PRIMARY KEY (tile_level, tile_index)
);

-- One row: size and root after the last commit.
CREATE TABLE cs_head (
    id        INTEGER NOT NULL PRIMARY KEY,
    tree_size INTEGER NOT NULL,
    root      BLOB    NOT NULL
);

-- Signed notes over size and root, as they were given out.
CREATE TABLE cs_checkpoint (
    id        INTEGER NOT NULL PRIMARY KEY,
    tree_size INTEGER NOT NULL,
    note      CLOB    NOT NULL
);

-- States of folds, kept for speed: no evidence, and the only table whose rows are replaced. root is the ledger's at next_seq.
CREATE TABLE cs_fold (
    fold_name    VARCHAR(200) NOT NULL PRIMARY KEY,
    fold_version INTEGER      NOT NULL,
    next_seq     INTEGER      NOT NULL,
    root         BLOB         NOT NULL,
    state        BLOB         NOT NULL
);

/* [jooq ignore start] */
INSERT INTO cs_head (id, tree_size, root)
VALUES (1, 0, X'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');

CREATE TRIGGER cs_entry_update BEFORE UPDATE ON cs_entry
BEGIN SELECT RAISE(ABORT, 'Entries of the ledger are never changed'); END;
CREATE TRIGGER cs_entry_delete BEFORE DELETE ON cs_entry
BEGIN SELECT RAISE(ABORT, 'Entries of the ledger are never deleted'); END;

CREATE TRIGGER cs_payload_update BEFORE UPDATE ON cs_payload
BEGIN SELECT RAISE(ABORT, 'Payloads of the ledger are never changed'); END;
CREATE TRIGGER cs_payload_delete BEFORE DELETE ON cs_payload
BEGIN SELECT RAISE(ABORT, 'Payloads of the ledger are never deleted'); END;

CREATE TRIGGER cs_stream_update BEFORE UPDATE ON cs_stream
WHEN NEW.id <> OLD.id OR NEW.revision <= OLD.revision OR NEW.last_seq <= OLD.last_seq
BEGIN SELECT RAISE(ABORT, 'Streams of the ledger only grow'); END;
CREATE TRIGGER cs_stream_delete BEFORE DELETE ON cs_stream
BEGIN SELECT RAISE(ABORT, 'Streams of the ledger are never deleted'); END;

CREATE TRIGGER cs_batch_update BEFORE UPDATE ON cs_batch
BEGIN SELECT RAISE(ABORT, 'Batches of the ledger are never changed'); END;
CREATE TRIGGER cs_batch_delete BEFORE DELETE ON cs_batch
BEGIN SELECT RAISE(ABORT, 'Batches of the ledger are never deleted'); END;

CREATE TRIGGER cs_tile_update BEFORE UPDATE ON cs_tile
BEGIN SELECT RAISE(ABORT, 'Tiles of the ledger are never changed'); END;
CREATE TRIGGER cs_tile_delete BEFORE DELETE ON cs_tile
BEGIN SELECT RAISE(ABORT, 'Tiles of the ledger are never deleted'); END;

CREATE TRIGGER cs_head_insert BEFORE INSERT ON cs_head
BEGIN SELECT RAISE(ABORT, 'The ledger has one head'); END;
CREATE TRIGGER cs_head_update BEFORE UPDATE ON cs_head
WHEN NEW.id <> OLD.id OR NEW.tree_size <= OLD.tree_size
BEGIN SELECT RAISE(ABORT, 'The ledger only grows'); END;
-- The head moves over entries that are there, without a gap, and past the last. Asked once a commit.
CREATE TRIGGER cs_head_moved BEFORE UPDATE ON cs_head
WHEN (SELECT count(*) <> NEW.tree_size - OLD.tree_size OR max(seq) IS NOT NEW.tree_size - 1
    FROM cs_entry WHERE seq >= OLD.tree_size)
BEGIN SELECT RAISE(ABORT, 'The head of the ledger stands behind its last entry'); END;
CREATE TRIGGER cs_head_delete BEFORE DELETE ON cs_head
BEGIN SELECT RAISE(ABORT, 'The head of the ledger is never deleted'); END;

CREATE TRIGGER cs_checkpoint_update BEFORE UPDATE ON cs_checkpoint
BEGIN SELECT RAISE(ABORT, 'Checkpoints of the ledger are never changed'); END;
CREATE TRIGGER cs_checkpoint_delete BEFORE DELETE ON cs_checkpoint
BEGIN SELECT RAISE(ABORT, 'Checkpoints of the ledger are never deleted'); END;
/* [jooq ignore stop] */
