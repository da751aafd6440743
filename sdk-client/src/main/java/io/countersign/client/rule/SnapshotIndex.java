package io.countersign.client.rule;

import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A configuration, and its documents by type as far as somebody has asked. Safe for concurrent use. */
final class SnapshotIndex {
    private final ConfigSnapshot snapshot;
    private final Map<Class<? extends MarketDocument>, List<? extends MarketDocument>> byType =
            new ConcurrentHashMap<>();

    SnapshotIndex(ConfigSnapshot snapshot) {
        this.snapshot = snapshot;
    }

    ConfigSnapshot snapshot() {
        return snapshot;
    }

    @SuppressWarnings("unchecked") // each type is mapped to documents of that type
    <T extends MarketDocument> List<T> all(Class<T> type) {
        return (List<T>) byType.computeIfAbsent(type, snapshot::all);
    }

    /** The kinds of documents of a type. */
    static List<DocumentKind> kindsOf(Class<? extends MarketDocument> type) {
        return List.of(DocumentKind.values()).stream()
                .filter(kind -> type.isAssignableFrom(kind.type()))
                .toList();
    }

    DocumentId idOf(Class<? extends MarketDocument> type, String id) {
        return new DocumentId(kindsOf(type).get(0), snapshot.scope().venue(), id);
    }
}
