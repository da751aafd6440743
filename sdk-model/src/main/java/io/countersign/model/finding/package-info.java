/**
 * What validation found, as data.
 *
 * <p>A {@link io.countersign.model.finding.Finding} says which rule, how grave, where, and why; a {@link
 * io.countersign.model.finding.ValidationReport} is a sorted, stable list of them.
 */
@NullMarked
package io.countersign.model.finding;

import org.jspecify.annotations.NullMarked;
