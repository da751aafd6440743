/**
 * Proof of what happened: a ledger that can only grow, and evidence that nobody edited it.
 *
 * <p>The ledger is a journal kept in SQLite inside the host's process or in a PostgreSQL that several services
 * share. Each entry is a leaf of a Merkle tree; signed checkpoints fix the tree at a size, and a proof shows that
 * one entry is in it, or that a later checkpoint only added to an earlier one. Proofs and exports are verified
 * without the database and without trusting the party that wrote them.
 */
@NullMarked
package io.countersign.audit;

import org.jspecify.annotations.NullMarked;
