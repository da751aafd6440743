/**
 * DuckDB: everything that would change if another engine answered. Not for use by others.
 *
 * <p>{@link io.countersign.analytics.internal.DuckDb} is the one way to the engine. {@link
 * io.countersign.analytics.internal.EntryTable} and {@link io.countersign.analytics.internal.FieldChangeTable} say which
 * columns an export has and how a journal entry fills them; the SQL beside them holds the questions.
 */
@NullMarked
package io.countersign.analytics.internal;

import org.jspecify.annotations.NullMarked;
