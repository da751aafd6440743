package io.countersign.model.journal;

import io.countersign.model.fixtures.JournalContract;

class InMemoryJournalTest extends JournalContract {
    private final InMemoryJournal journal = new InMemoryJournal(clock());

    @Override
    protected Journal journal() {
        return journal;
    }
}
