/**
 * The port through which facts are recorded and read back.
 *
 * <p>A {@link io.countersign.model.journal.Journal} is an ordered, append-only list of {@link
 * io.countersign.model.journal.JournalEntry}s over many streams. Clients are written against it; the ledger implements it,
 * and {@link io.countersign.model.journal.InMemoryJournal} does so for tests and embedded use without proofs.
 */
@NullMarked
package io.countersign.model.journal;

import org.jspecify.annotations.NullMarked;
