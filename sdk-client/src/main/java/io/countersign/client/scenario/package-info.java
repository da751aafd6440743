/**
 * What a configuration, or a change of one, does to those who trade under it, played through before anybody is hurt by it.
 *
 * <p>Of orders: {@link io.countersign.client.scenario.TickScenario} (off the price grid), {@link
 * io.countersign.client.scenario.LotScenario} (dust and minima), {@link io.countersign.client.scenario.StuckScenario} (nothing that
 * can be cancelled or closed no more), {@link io.countersign.client.scenario.ModeScenario} (what each status lets through), {@link
 * io.countersign.client.scenario.EmptyBookScenario} (where the next order would trade without quotes). Of positions and accounts:
 * {@link io.countersign.client.scenario.LiquidationScenario} and {@link io.countersign.client.scenario.CollateralScenario} (who is
 * liquidated), {@link io.countersign.client.scenario.CascadeScenario} (how far that drives the price), {@link
 * io.countersign.client.scenario.FeeScenario} and {@link io.countersign.client.scenario.FundingScenario} (who pays what). Of prices:
 * {@link io.countersign.client.scenario.BandScenario}, {@link io.countersign.client.scenario.IndexScenario} and {@link
 * io.countersign.client.scenario.ExpiryScenario}.
 *
 * <p>All run over columns, give figures, evidence with a digest over all inputs, and a chart, and stand among {@link
 * io.countersign.client.scenario.Scenarios#rules()} under their own ids.
 */
@NullMarked
package io.countersign.client.scenario;

import org.jspecify.annotations.NullMarked;
