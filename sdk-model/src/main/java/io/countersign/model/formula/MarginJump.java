package io.countersign.model.formula;

import java.math.BigDecimal;

/**
 * How much more a position must hold when it grows onto the bound of a tier, where the tier's rate applies to the whole position.
 *
 * @param bound the size at which the requirement jumps, in the ladder's unit
 * @param initialMargin what is added to the initial margin, as part of a position whose value is its size: {@code bound*(rate -
 *     rate below)}. In the ladder's unit; negative when the requirement falls
 * @param maintenanceMargin the same of the maintenance margin
 */
public record MarginJump(BigDecimal bound, BigDecimal initialMargin, BigDecimal maintenanceMargin) {}
