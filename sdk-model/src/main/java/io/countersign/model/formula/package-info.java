/**
 * The arithmetic that every part of the product shares. Orders: {@link io.countersign.model.formula.PriceGrid}, {@link
 * io.countersign.model.formula.TickLadder}, {@link io.countersign.model.formula.LotGrid} and {@link
 * io.countersign.model.formula.PercentBand} say which are taken. Positions: {@link io.countersign.model.formula.ContractTerms} says what one is worth, {@link io.countersign.model.formula.MarginLadder}
 * what it must hold, {@link io.countersign.model.formula.LiquidationPrice} where it ends. Costs: {@link
 * io.countersign.model.formula.FeePair}, {@link io.countersign.model.formula.Funding} and {@link
 * io.countersign.model.formula.TickEconomics}.
 *
 * <p>Pure functions over decimals. Products and sums are exact; a division is carried to {@link
 * java.math.MathContext#DECIMAL128} (34 digits, half even) and nothing is rounded further, unless a result says so in its
 * Javadoc. What goes in is a unit type or a decimal whose unit is documented; what comes out of a division is a plain decimal,
 * because unit types hold 18 digits after the point.
 */
@NullMarked
package io.countersign.model.formula;

import org.jspecify.annotations.NullMarked;
