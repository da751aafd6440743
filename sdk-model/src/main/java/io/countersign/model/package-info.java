/**
 * What a market configuration is, and the vocabulary of facts recorded about it.
 *
 * <p>Start at {@link io.countersign.model.market.MarketDocument} for the configuration itself, at {@link
 * io.countersign.model.snapshot.ConfigSnapshot} for a set of documents with one digest, and at {@link
 * io.countersign.model.journal.Journal} for the port through which facts are recorded. This package holds the
 * exceptions that every module shares; each is named after what its catcher should do next.
 */
@NullMarked
package io.countersign.model;

import org.jspecify.annotations.NullMarked;
