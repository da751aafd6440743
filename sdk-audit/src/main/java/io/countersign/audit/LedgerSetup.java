package io.countersign.audit;

import io.countersign.audit.internal.LedgerStore;
import io.countersign.model.LedgerUnavailableException;
import java.sql.SQLException;

/**
 * Prepares a place for a ledger with the rights of whoever owns it, so that services which append, and people who read, need none but
 * those. Opening a ledger prepares it too, where it may.
 *
 * <p>In PostgreSQL three users are enough: one who owns the schema and runs this, one who {@linkplain #allowAppending appends}, and one
 * who {@linkplain #allowReading reads}. None but the owner can change or delete anything, or turn the triggers off.
 */
public final class LedgerSetup {
    private final LedgerStore store;

    private LedgerSetup(LedgerStore store) {
        this.store = store;
    }

    /**
     * Makes the tables of a ledger, or brings them to the version of this library. Harmless where that is done.
     *
     * @throws LedgerUnavailableException if the tables cannot be made, or are of a newer version
     */
    public static LedgerSetup prepare(LedgerLocation location) {
        LedgerStore store = location.storeToWrite();
        LedgerStore.Hold hold = store.hold();
        try {
            store.transaction(store.connectForWriting()).close(); // which leaves nothing of ours on the connection
            return new LedgerSetup(store);
        } catch (SQLException e) {
            throw new LedgerUnavailableException(
                    "The ledger " + store.name() + " cannot be prepared: " + e.getMessage(), e);
        } finally {
            hold.close();
        }
    }

    /**
     * Lets a role of PostgreSQL append to the ledger and read it. It cannot change or delete, nor make tables.
     *
     * @throws IllegalStateException if the ledger is a file, whose rights are those of the file system
     * @throws LedgerUnavailableException if there is no such role, or this user may not grant
     */
    public LedgerSetup allowAppending(String role) {
        store.allowAppending(role);
        return this;
    }

    /**
     * Lets a role of PostgreSQL read and verify the ledger.
     *
     * @throws IllegalStateException if the ledger is a file, whose rights are those of the file system
     * @throws LedgerUnavailableException if there is no such role, or this user may not grant
     */
    public LedgerSetup allowReading(String role) {
        store.allowReading(role);
        return this;
    }
}
