/**
 * The main job, end to end, on real markets: read, propose, validate, approve, apply, roll back, prove, and ask about the past.
 *
 * <p>{@link io.countersign.examples.quickstart.Quickstart} is one method a step, to be read from top to bottom and copied.
 */
@NullMarked
package io.countersign.examples.quickstart;

import org.jspecify.annotations.NullMarked;
