package io.countersign.client.desk;

import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.AppendResult;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.Journal;
import io.countersign.model.journal.JournalHead;

/** A journal in which something else happens, once, just before entries of a type are appended. */
final class Interrupted implements Journal {
    private final Journal inner;
    private final String type;
    private final Runnable before;
    private boolean isDone;

    Interrupted(Journal inner, String type, Runnable before) {
        this.inner = inner;
        this.type = type;
        this.before = before;
    }

    @Override
    public AppendResult append(AppendBatch batch) {
        if (!isDone && batch.drafts().stream().anyMatch(draft -> draft.type().equals(type))) {
            isDone = true;
            before.run();
        }
        return inner.append(batch);
    }

    @Override
    public EntryCursor read(EntryQuery query) {
        return inner.read(query);
    }

    @Override
    public JournalHead head() {
        return inner.head();
    }

    @Override
    public long revision(String stream) {
        return inner.revision(stream);
    }
}
