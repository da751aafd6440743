/**
 * Answers to questions about the past, asked in Java or in SQL.
 *
 * <p>A warehouse is built from a ledger or from a verified export of one and holds nothing that cannot be built
 * again. Questions run in an embedded DuckDB, beside the host and never on the live ledger file. Answers come as
 * rows, as columns, or as a table that prints itself in JShell and shows itself in a notebook, and each of them
 * cites the ledger entries it rests on.
 *
 * <p>Package {@link io.countersign.analytics.scenario} asks about the future instead.
 */
@NullMarked
package io.countersign.analytics;

import org.jspecify.annotations.NullMarked;
