package io.countersign.model.diff;

import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;
import java.util.Random;

/** Small edits of a document, taken from what differs between it and another version. */
final class Edits {
    private Edits() {}

    /** Some of the changes that lead to the other version. They make a document of their own, or there are none. */
    static SemanticDiff some(Random random, MarketDocument document, MarketDocument other) {
        int odds = 1 + random.nextInt(4);
        SemanticDiff some = new SemanticDiff(SemanticDiff.between(document, other).changes().stream()
                .filter(change -> random.nextInt(odds) == 0)
                .toList());
        try {
            apply(some, document);
            return some;
        } catch (MalformedInputException e) {
            return new SemanticDiff(List.of());
        }
    }

    static MarketDocument apply(SemanticDiff edit, MarketDocument document) {
        ConfigSnapshot edited = edit.applyTo(ConfigSnapshot.of(Samples.SCOPE, List.of(document)));
        return edited.find(document.documentId()).orElseThrow();
    }
}
