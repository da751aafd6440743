package io.countersign.client.live;

import io.countersign.model.market.DocumentId;
import java.util.Set;

/**
 * What once meant something and must not be used for something else.
 *
 * @param ids of documents
 * @param names names of markets, flags, order types, tags, values of enumerations and names of fields
 */
public record RetiredNames(Set<DocumentId> ids, Set<String> names) {
    public RetiredNames {
        ids = Set.copyOf(ids);
        names = Set.copyOf(names);
    }
}
