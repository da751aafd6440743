/** A desk at work, and the questions about what was done there, answered from a diary as well. */
@NullMarked
package io.countersign.examples.desk;

import org.jspecify.annotations.NullMarked;
