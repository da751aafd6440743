/**
 * A whole configuration at one moment.
 *
 * <p>A {@link io.countersign.model.snapshot.ConfigSnapshot} is an immutable set of documents of one scope. Its root is a Merkle
 * root over the documents in order of kind, venue and id, so that one document can be shown to be in it.
 */
@NullMarked
package io.countersign.model.snapshot;

import org.jspecify.annotations.NullMarked;
