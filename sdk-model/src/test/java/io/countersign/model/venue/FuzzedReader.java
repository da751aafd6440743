package io.countersign.model.venue;

import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.util.List;

/**
 * A reader and a response that it reads without an error, in three parts. A new reader joins {@link #all} by one line.
 *
 * @param market one market; {@code #} stands where its number makes it another one
 */
record FuzzedReader(VenueReader reader, String opening, String market, String closing) {
    private static final String KRAKEN_PAIR =
            "\"P#\":{\"altname\":\"XBTUSD\",\"base\":\"XXBT\",\"quote\":\"ZUSD\",\"cost_decimals\":5,\"pair_decimals\":1,"
                    + "\"lot_decimals\":8,\"lot_multiplier\":1,\"leverage_buy\":[2,3],\"leverage_sell\":[],"
                    + "\"fees\":[[0,0.4],[10000,0.35]],\"fees_maker\":[[0,0.25],[10000,-0.01]],\"margin_call\":80,"
                    + "\"ordermin\":\"0.00005\",\"tick_size\":\"0.1\",\"status\":\"online\",\"long_position_limit\":350,"
                    + "\"new\":{\"a\":[1.50,null,\"\\u00e9\"]}}";

    private static final String KRAKEN_INSTRUMENT =
            "{\"symbol\":\"PF_#\",\"type\":\"flexible_futures\",\"tickSize\":1,\"contractSize\":1,\"tradeable\":true,"
                    + "\"openingDate\":\"2022-03-22T13:15:36Z\",\"marginLevels\":["
                    + "{\"numNonContractUnits\":\"0E-20\",\"initialMargin\":0.01,\"maintenanceMargin\":0.005},"
                    + "{\"numNonContractUnits\":1E+6,\"initialMargin\":0.02,\"maintenanceMargin\":0.01}],"
                    + "\"fundingRateCoefficient\":8,\"maxRelativeFundingRate\":0.005,\"contractValueTradePrecision\":4}";

    /** Every reader there is. */
    static List<FuzzedReader> all() {
        return List.of(
                new FuzzedReader(new KrakenSpot(), "{\"error\":[],\"result\":{", KRAKEN_PAIR, "}}"),
                new FuzzedReader(
                        new KrakenFutures(), "{\"result\":\"success\",\"instruments\":[", KRAKEN_INSTRUMENT, "]}"));
    }

    /** A market of its own id. */
    String market(long number) {
        return market.replace("#", Long.toString(number));
    }

    /** A response of two markets. */
    String valid() {
        return opening + market(1) + "," + market(2) + closing;
    }

    @Override
    public String toString() {
        return reader.source();
    }
}
