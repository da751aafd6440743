/**
 * The arithmetic that every part of the product shares: what a position is worth, what it must hold, where it is liquidated,
 * which prices lie on a grid, which pair of fee tiers costs the venue most.
 *
 * <p>Pure functions over decimals. Products and sums are exact; a division is carried to {@link
 * java.math.MathContext#DECIMAL128} (34 digits, half even) and nothing is rounded further, so that rounding happens where a
 * result is named. {@link io.countersign.model.formula.ContractTerms} and {@link
 * io.countersign.model.formula.MarginLadder} are the two to start with.
 */
@NullMarked
package io.countersign.model.formula;

import org.jspecify.annotations.NullMarked;
