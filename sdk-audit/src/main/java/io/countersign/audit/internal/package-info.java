/**
 * How the ledger is kept: not for use from outside.
 *
 * <p>{@link io.countersign.audit.internal.LedgerFile} holds the file, its lock and its connections; {@link
 * io.countersign.audit.internal.LedgerWriter} appends, {@link io.countersign.audit.internal.LedgerReader} reads, {@link
 * io.countersign.audit.internal.TileFrontier} grows the tree, and {@link io.countersign.audit.internal.LedgerSql} has their
 * statements, and {@link io.countersign.audit.internal.LedgerDump} gives a verifier the rows as they are.
 */
@NullMarked
package io.countersign.audit.internal;

import org.jspecify.annotations.NullMarked;
