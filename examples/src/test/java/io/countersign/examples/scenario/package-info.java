/** Scenarios computed twice, in Java and in SQL, and found equal. */
@NullMarked
package io.countersign.examples.scenario;

import org.jspecify.annotations.NullMarked;
