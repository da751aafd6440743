/** Reads and writes what BitMEX publishes about its markets. */
@NullMarked
package io.countersign.model.venue.bitmex;

import org.jspecify.annotations.NullMarked;
