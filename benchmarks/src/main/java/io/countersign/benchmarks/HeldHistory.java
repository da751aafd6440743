package io.countersign.benchmarks;

import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.journal.JournalHead;
import java.util.Iterator;
import java.util.List;

/** The entries of a journal in memory, so that what is done with them is measured without making them. Takes no appends. */
record HeldHistory(JournalHead head, List<JournalEntry> entries) implements Journal {
    static HeldHistory of(Journal journal) {
        try (EntryCursor all = journal.read(EntryQuery.all())) {
            return new HeldHistory(journal.head(), all.toList());
        }
    }

    @Override
    public EntryCursor read(EntryQuery query) {
        Iterator<JournalEntry> rest = entries.stream().filter(query::matches).iterator();
        return new EntryCursor() {
            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public JournalEntry next() {
                return rest.next();
            }

            @Override
            public void close() {
                // Nothing is held.
            }
        };
    }

    @Override
    public long revision(String stream) {
        return entries.stream().filter(entry -> entry.stream().equals(stream)).count();
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        throw new UnsupportedOperationException("A history takes no appends");
    }
}
