/**
 * The rules of the standard catalogue, one class a topic.
 *
 * <p>{@link io.countersign.client.catalogue.Catalogue#standard()} is the whole of it, with the scenarios. A rule is declared in
 * ten lines with {@link io.countersign.client.rule.Rule#of}: what it checks, why, what to do, and the check itself; its
 * thresholds stand in {@code standard-rule-data.json}. Every rule has a section in {@code docs/rules.md}, written from these
 * declarations, with a failing and a passing example that are run as tests.
 */
@NullMarked
package io.countersign.client.catalogue;

import org.jspecify.annotations.NullMarked;
