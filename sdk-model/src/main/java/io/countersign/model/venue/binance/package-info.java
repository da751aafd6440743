/** Reads and writes what Binance publishes about its markets. */
@NullMarked
package io.countersign.model.venue.binance;

import org.jspecify.annotations.NullMarked;
