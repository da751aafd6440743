/**
 * Exact numbers with a meaning.
 *
 * <p>A price, a quantity and a rate are all decimals, and adding one to another is always a mistake; so each is a type. All
 * are {@link java.math.BigDecimal} inside, bounded to DECIMAL(38,18), canonical (so that {@code 0.10} equals {@code 0.1}),
 * and strings in JSON.
 */
@NullMarked
package io.countersign.model.unit;

import org.jspecify.annotations.NullMarked;
