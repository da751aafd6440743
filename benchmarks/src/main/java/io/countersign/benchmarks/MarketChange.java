package io.countersign.benchmarks;

import io.countersign.model.journal.JournalEntry;
import io.countersign.model.market.SpotMarket;

/**
 * One change, as each way of recording has it in hand before the clock starts.
 *
 * @param before the market as it is
 * @param after the market as it shall be
 * @param row {@code after} as an entity of object-relational mapping
 * @param entry what a journal would write for it
 */
record MarketChange(SpotMarket before, SpotMarket after, MarketRow row, JournalEntry entry) {}
