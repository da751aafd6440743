/** Exports, verifies and questions real journals with the real engine. */
@NullMarked
package io.countersign.analytics;

import org.jspecify.annotations.NullMarked;
