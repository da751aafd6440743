/**
 * What a rule is, and how rules judge a configuration or a change of one.
 *
 * <p>A {@link io.countersign.client.rule.ChangeRule} is a small declared value; a {@link
 * io.countersign.client.rule.RuleSet} holds the ones in force with their thresholds as versioned data; a {@link
 * io.countersign.client.rule.Validator} runs them. What a rule needs beside the documents is a {@link
 * io.countersign.client.rule.RuleInput} and comes in a {@link io.countersign.client.rule.ChangeContext}, with the {@link
 * io.countersign.client.rule.Waiver}s in force. A rule that lacks something is reported as inconclusive, it never passes
 * silently. The rules themselves are in {@code client.catalogue} and {@code client.scenario}.
 */
@NullMarked
package io.countersign.client.rule;

import org.jspecify.annotations.NullMarked;
