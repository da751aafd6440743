package io.countersign.audit;

import static io.countersign.model.fixtures.JournalContract.draft;

import io.countersign.model.journal.AppendBatch;
import io.countersign.model.journal.EventDraft;
import java.util.ArrayList;
import java.util.List;

/** The batches of the fault tests, by number: of different sizes, some that fill a tile, some with a payload beside the entry. */
final class FaultBatches {
    /** From here on, batches have one small entry. */
    static final int SMALL = 10_000;

    private FaultBatches() {}

    static int entries(int number) {
        return number >= SMALL ? 1 : number % 8 == 5 ? 120 : 1 + number % 5;
    }

    static String key(int number) {
        return "key-" + number;
    }

    static int number(String key) {
        return Integer.parseInt(key.substring("key-".length()));
    }

    static AppendBatch batch(int number) {
        List<EventDraft> drafts = new ArrayList<>();
        for (int i = 0; i < entries(number); i++) {
            boolean isLarge = number < SMALL && number % 6 == 2 && i == 0;
            drafts.add(draft("s" + i % 7, "t", List.of(number, "x".repeat(isLarge ? 40_000 : 200 * (i % 4)))));
        }
        return AppendBatch.of(key(number), drafts);
    }
}
