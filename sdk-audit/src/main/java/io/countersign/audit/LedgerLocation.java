package io.countersign.audit;

import io.countersign.audit.internal.LedgerStore;
import io.countersign.audit.internal.PostgresStore;
import io.countersign.audit.internal.SqliteStore;
import java.nio.file.Path;
import java.util.Optional;
import javax.sql.DataSource;

/** Where a ledger is kept: in one SQLite file, or in a schema of its own in a PostgreSQL database. Immutable. */
public final class LedgerLocation {
    /** The schema of a ledger in PostgreSQL where none is named. */
    public static final String SCHEMA = "countersign";

    private final LedgerStore store;

    private LedgerLocation(LedgerStore store) {
        this.store = store;
    }

    /** A file, which need not be there yet. */
    public static LedgerLocation file(Path path) {
        return new LedgerLocation(SqliteStore.existing(path));
    }

    /**
     * The schema {@link #SCHEMA} of a PostgreSQL database; see {@link #postgres(DataSource, String)}.
     *
     * @param source gives connections whose user may read, or append, or make tables: docs/ledger-postgresql.md says who needs what
     */
    public static LedgerLocation postgres(DataSource source) {
        return postgres(source, SCHEMA);
    }

    /**
     * A schema of a PostgreSQL database, version 14 or newer; each schema is a ledger of its own. An open ledger keeps one connection for
     * writing, and up to four for reading.
     *
     * @param schema lower-case letters, digits and underscores, at most 63
     * @throws IllegalArgumentException if the schema is no such name
     */
    public static LedgerLocation postgres(DataSource source, String schema) {
        return new LedgerLocation(PostgresStore.of(source, schema));
    }

    /**
     * A place as people write it: the path of a file, or {@code jdbc:postgresql://HOST/DATABASE?user=...}, where {@code currentSchema}
     * names another schema than {@link #SCHEMA}.
     *
     * @throws IllegalArgumentException if it is a URL of another database
     * @throws io.countersign.model.LedgerUnavailableException if the driver of PostgreSQL is not on the class path
     */
    public static LedgerLocation parse(String text) {
        if (!text.startsWith("jdbc:")) {
            return file(Path.of(text));
        }
        return new LedgerLocation(PostgresStore.ofUrl(text, SCHEMA));
    }

    /** The file, if it is one. */
    public Optional<Path> path() {
        return store instanceof SqliteStore sqlite ? Optional.of(sqlite.path()) : Optional.empty();
    }

    /** The path or the schema and database, without user and password. */
    @Override
    public String toString() {
        return store.name();
    }

    LedgerStore store() {
        return store;
    }

    /** Of a file, the one that its path leads to; its folder is made. */
    LedgerStore storeToWrite() {
        return store instanceof SqliteStore sqlite ? SqliteStore.toWrite(sqlite.path()) : store;
    }
}
