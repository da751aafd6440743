/**
 * What a market's configuration is: one immutable document a thing that an exchange can change.
 *
 * <p>{@link io.countersign.model.market.MarketDocument} is the sealed root; {@link
 * io.countersign.model.market.SpotMarket}, {@link io.countersign.model.market.FuturesContract} and {@link
 * io.countersign.model.market.MarginSchedule} are the ones most changes are about. A document's identity is its kind, its
 * venue and the venue's own id, never its currencies. Absent, zero and disabled are three things: an optional that is absent
 * was not published.
 */
@NullMarked
package io.countersign.model.market;

import org.jspecify.annotations.NullMarked;
