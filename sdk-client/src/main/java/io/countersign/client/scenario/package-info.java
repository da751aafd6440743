/**
 * What happens to open orders and positions under a new configuration, played through before anybody is hurt by it.
 *
 * <p>{@link io.countersign.client.scenario.TickScenario} finds the resting orders that a new tick size leaves off the grid,
 * {@link io.countersign.client.scenario.LiquidationScenario} the positions that a new margin schedule leaves without enough
 * margin. Both run over columns, give figures, evidence with a digest over all inputs, and a chart, and stand in the rule set
 * of {@link io.countersign.client.scenario.Scenarios#ruleSet()} as rules S-TCK and S-LIQ.
 */
@NullMarked
package io.countersign.client.scenario;

import org.jspecify.annotations.NullMarked;
