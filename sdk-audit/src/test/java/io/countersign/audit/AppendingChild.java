package io.countersign.audit;

import io.countersign.model.CountersignException;
import io.countersign.model.fixtures.JournalContract;
import io.countersign.model.fixtures.SettableClock;
import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Appends to a ledger until it is killed, and prints the number of each batch once it is acknowledged. */
final class AppendingChild {
    private AppendingChild() {}

    public static void main(String[] args) {
        try (AuditLedger ledger = AuditLedger.open(Path.of(args[0]), SettableClock.atSomeInstant())) {
            for (int i = 0; ; i++) {
                ledger.append(batch(i));
                System.out.println(i);
            }
        } catch (CountersignException e) {
            System.out.println(e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    static AppendBatch batch(int number) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i <= number % 5; i++) {
            drafts.add(JournalContract.draft("s" + i, "t", List.of(number, "x".repeat(500))));
        }
        return AppendBatch.of("key-" + number, drafts);
    }
}
