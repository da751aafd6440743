/** Reads and writes what OKX publishes about its markets. */
@NullMarked
package io.countersign.model.venue.okx;

import org.jspecify.annotations.NullMarked;
