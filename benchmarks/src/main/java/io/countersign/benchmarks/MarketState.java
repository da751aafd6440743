package io.countersign.benchmarks;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.SortedMap;
import java.util.TreeMap;

/** A market of the {@link History} as JaVers is given it: its fields by path, each as JSON. */
@Entity
class MarketState {
    @Id
    final String id;

    final SortedMap<String, String> fields;

    MarketState(String id, SortedMap<String, String> fields) {
        this.id = id;
        this.fields = new TreeMap<>(fields);
    }
}
