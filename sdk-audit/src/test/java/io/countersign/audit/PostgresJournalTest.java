package io.countersign.audit;

import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.journal.Journal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

class PostgresJournalTest extends JournalContract {
    @RegisterExtension
    final Ledgers ledgers = new Ledgers(clock(), new PostgresBackend());

    private AuditLedger ledger;

    @BeforeEach
    void open() {
        ledger = ledgers.open();
    }

    @Override
    protected Journal journal() {
        return ledger;
    }
}
