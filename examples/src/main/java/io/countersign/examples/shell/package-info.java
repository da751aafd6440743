/**
 * What {@code countersign-shell} has at hand: {@link io.countersign.examples.shell.SampleLedger}.
 */
@NullMarked
package io.countersign.examples.shell;

import org.jspecify.annotations.NullMarked;
