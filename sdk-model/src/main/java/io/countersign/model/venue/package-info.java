/**
 * Turns what venues publish into documents.
 *
 * <p>A {@link io.countersign.model.venue.VenueReader} reads one kind of response from a stream and returns a {@link
 * io.countersign.model.venue.VenueReading}: the documents that parsed, and one finding for each thing that did not. Fetching
 * is the caller's; readers never reach a network. The readers stand in one package a venue.
 */
@NullMarked
package io.countersign.model.venue;

import org.jspecify.annotations.NullMarked;
