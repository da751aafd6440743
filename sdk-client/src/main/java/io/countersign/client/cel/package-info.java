/**
 * Rules of the house written as text, in the Common Expression Language (CEL).
 *
 * <p>A {@link io.countersign.client.cel.CelPolicy} is a value with a JSON form: an expression that is true when all is well, and the
 * words around it. {@link io.countersign.client.cel.CelPolicies} makes {@link io.countersign.client.rule.ChangeRule}s of them, and
 * findings of those that cannot be understood. An expression asks and does not build: its cost is bounded, and decimals in it are
 * exact. Needs {@code dev.cel:cel}, which this library does not bring along; nothing else here needs it.
 */
@NullMarked
package io.countersign.client.cel;

import org.jspecify.annotations.NullMarked;
