/**
 * Whether a configuration, or a change of one, is safe.
 *
 * <p>A {@link io.countersign.client.rule.ChangeRule} is a small declared value; a {@link
 * io.countersign.client.rule.RuleSet} holds the ones in force with their thresholds as versioned data; a {@link
 * io.countersign.client.rule.Validator} runs them. What a rule needs beside the documents (resting orders, positions, mark
 * prices, the policy of the change) comes in a {@link io.countersign.client.rule.ChangeContext}. A rule that lacks something
 * is reported as inconclusive, it never passes silently. The catalogue, one class a topic, is described in {@code
 * docs/rules.md}.
 */
@NullMarked
package io.countersign.client.rule;

import org.jspecify.annotations.NullMarked;
