package io.countersign.client.rule;

import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.List;

/**
 * A whole change: two configurations of one scope and the documents that differ.
 *
 * @param documents in order of identity; none where nothing differs
 */
public record ConfigChange(ConfigSnapshot before, ConfigSnapshot after, List<DocumentChange> documents) {
    public ConfigChange {
        documents = List.copyOf(documents);
    }
}
