/**
 * What differs between two configurations, field by field.
 *
 * <p>{@link io.countersign.model.diff.SemanticDiff} knows collections that have a key: a margin tier inserted is one change. A
 * diff can be applied, inverted, and taken apart into single fields.
 */
@NullMarked
package io.countersign.model.diff;

import org.jspecify.annotations.NullMarked;
