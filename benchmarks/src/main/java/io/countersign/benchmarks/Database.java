package io.countersign.benchmarks;

import io.countersign.audit.LedgerLocation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Where a ledger and bare tables of the same rows stand side by side, anew for each round. */
interface Database {
    String name();

    /** The ways of inserting rows into a bare table, of which the quickest is the limit. */
    List<BareInsert> inserts();

    /** Makes room for a round. */
    void begin() throws IOException, SQLException;

    /** A ledger that is not there yet when the round begins. */
    LedgerLocation ledger();

    /** A connection to an empty table {@code entry}, set up as the ledger sets up its own; it commits when told to. */
    Connection openBare() throws SQLException;

    /** Removes what the round left. */
    void end() throws SQLException;
}
