/**
 * The facts of a governed change, as values: what was proposed, planned, agreed and done.
 *
 * <p>These are the payloads of journal entries, by the names in {@link io.countersign.model.change.ChangeEvents}. The flow
 * itself lives in {@code sdk-client}; whoever reads the journal needs only this package.
 */
@NullMarked
package io.countersign.model.change;

import org.jspecify.annotations.NullMarked;
