/**
 * What the readers and writers of all venues share. A reader is a {@link
 * io.countersign.model.venue.internal.ResponseReader}: a description of the response, and a function from one {@link
 * io.countersign.model.venue.internal.Market}, taken apart field by field as a {@link
 * io.countersign.model.venue.internal.VenueObject}, to documents.
 */
@NullMarked
package io.countersign.model.venue.internal;

import org.jspecify.annotations.NullMarked;
