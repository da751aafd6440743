package io.countersign.client.rollout;

import io.countersign.model.change.ChangePolicy;
import io.countersign.model.diff.SemanticDiff;
import io.countersign.model.market.DocumentId;
import io.countersign.model.snapshot.Scope;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What an exchange is asked to do in one step, all or nothing.
 *
 * @param scope where
 * @param changes what
 * @param policy how it treats orders and positions that are there
 * @param expectedVersions the version of each touched document that exists; the exchange refuses when one has moved
 */
public record Stage(
        Scope scope, SemanticDiff changes, ChangePolicy policy, SortedMap<DocumentId, Long> expectedVersions) {
    public Stage {
        expectedVersions = Collections.unmodifiableSortedMap(new TreeMap<>(expectedVersions));
    }
}
