package io.countersign.client.rule;

import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.Optional;

/**
 * What every rule sees around the thing that it looks at.
 *
 * @param after the configuration; after the change, where there is one
 * @param before the configuration before the change; empty where rules look at a configuration by itself
 */
record Surroundings(RuleSet rules, ChangeContext context, SnapshotIndex after, Optional<ConfigSnapshot> before) {}
