/**
 * JSON as the venue spelled it, and the taking apart of one market's object into typed fields with findings.
 */
@NullMarked
package io.countersign.model.venue.internal;

import org.jspecify.annotations.NullMarked;
