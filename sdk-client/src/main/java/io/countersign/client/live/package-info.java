/**
 * What goes on in the markets that a configuration governs: open orders, positions, books, prices, as of one moment.
 *
 * <p>Everything is columns: {@link io.countersign.client.live.DecimalColumn} holds decimals as whole numbers with one scale, {@link
 * io.countersign.client.live.TextColumn} texts, {@link io.countersign.client.live.CodedColumn} a few texts that repeat, so that
 * millions of rows cost no objects. The column types are small interfaces over columns that a host already has; {@link
 * io.countersign.client.live.RestingOrders}, {@link io.countersign.client.live.Positions} and {@link
 * io.countersign.client.live.Balances} are tables of them, and {@code builder()} makes one from rows. A table is named by a digest over every row. Columns do not change while somebody reads them;
 * then everything here is safe for concurrent use.
 */
@NullMarked
package io.countersign.client.live;

import org.jspecify.annotations.NullMarked;
