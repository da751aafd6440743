/**
 * What differs between two configurations, field by field.
 *
 * <p>{@link io.countersign.model.diff.SemanticDiff} knows collections that have a key: a margin tier inserted is one change. A
 * diff can be applied, inverted, taken apart into single fields, and written as a JSON Patch or a merge patch. {@link
 * io.countersign.model.diff.FieldMeaning} is what a field is to people. {@link io.countersign.model.diff.ThreeWayMerge} puts together
 * what two sides made of one configuration, and names what it cannot decide as {@link io.countersign.model.diff.Conflict}s.
 */
@NullMarked
package io.countersign.model.diff;

import org.jspecify.annotations.NullMarked;
