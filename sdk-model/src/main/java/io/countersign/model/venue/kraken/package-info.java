/**
 * Reads and writes the public responses of Kraken and Kraken Futures.
 *
 * <p>Sources: Kraken REST API, AssetPairs; Kraken Futures REST API, instruments; and responses recorded from 2021 to 2026.
 */
@NullMarked
package io.countersign.model.venue.kraken;

import org.jspecify.annotations.NullMarked;
