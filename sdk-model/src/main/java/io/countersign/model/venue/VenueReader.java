package io.countersign.model.venue;

import java.io.InputStream;

/** Reads one kind of response of one venue. Stateless and safe for concurrent use. */
public interface VenueReader {
    /** The name of what it reads, such as {@code kraken-spot}. */
    String source();

    /**
     * Reads a response to its end, one market at a time, in memory bounded by the documents and the largest single market. Bad
     * input never throws: it gives findings, and what stood before it is kept.
     *
     * @param name what to call the response in findings, such as a file name
     * @param response UTF-8 JSON; stays open
     */
    VenueReading read(String name, InputStream response);
}
