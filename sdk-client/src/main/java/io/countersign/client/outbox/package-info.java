/**
 * Telling other systems what happened.
 *
 * <p>An {@link io.countersign.client.outbox.Outbox} hands every fact about changes and configurations on as a {@link
 * io.countersign.client.outbox.CloudEvent}, in the order of the journal, at least once. How far it got stands in the journal too.
 */
@NullMarked
package io.countersign.client.outbox;

import org.jspecify.annotations.NullMarked;
