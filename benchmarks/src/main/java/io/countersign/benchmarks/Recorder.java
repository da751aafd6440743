package io.countersign.benchmarks;

import java.util.List;

/** A way to record changes of markets in PostgreSQL, with all that it does to know what changed. */
interface Recorder extends AutoCloseable {
    String name();

    /**
     * Records changes in one transaction, which is durable when this returns. Callers may do so at the same time, as long as they
     * change different markets.
     */
    void record(List<MarketChange> changes) throws Exception;

    /** How many changes it holds, by its own rows. */
    long recorded() throws Exception;

    @Override
    void close();
}
