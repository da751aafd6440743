package io.countersign.model.venue.kraken;

import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Quantity;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Writes spot markets in the shape of Kraken's {@code AssetPairs}; reading it again gives the same documents. */
public final class KrakenSpotWriter {
    private KrakenSpotWriter() {}

    /**
     * The response of these markets.
     *
     * @throws IllegalArgumentException if the shape cannot hold a market, such as one with a lot step of 0.5: the response is
     *     read back and compared
     */
    public static String write(List<SpotMarket> markets) {
        return ReadBack.require(response(markets), markets, new KrakenSpot());
    }

    private static String response(List<SpotMarket> markets) {
        return VenueWriter.write(out -> out.object(response -> {
            response.list("error", errors -> {});
            response.object("result", result -> {
                for (SpotMarket market : markets) {
                    result.object(market.id(), pair -> writePair(market, pair));
                }
            });
        }));
    }

    private static void writePair(SpotMarket market, VenueWriter pair) throws IOException {
        pair.text("altname", market.altName());
        pair.text("wsname", market.wsName());
        pair.text("base", market.base());
        pair.text("quote", market.quote());
        pair.plain("pair_decimals", market.priceRule().pricePrecision());
        if (!market.priceRule().tickDerived()) {
            pair.text("tick_size", market.priceRule().tickSize());
        }
        pair.plain("lot_decimals", market.sizeRule().lotStep().map(KrakenSpotWriter::decimalsOf));
        pair.plain("lot_multiplier", market.sizeRule().lotMultiplier());
        pair.text("ordermin", market.sizeRule().minQuantity());
        pair.plain("cost_decimals", market.notionalRule().costDecimals());
        pair.text("costmin", market.notionalRule().minNotional());
        if (market.fees().isPresent()) {
            writeFees(market.fees().get(), pair);
        }
        if (market.margin().isPresent()) {
            writeMargin(market.margin().get(), pair);
        }
        pair.text("status", KrakenSpot.STATUSES.word(market.status(), market.venueStatus()));
        pair.text("execution_venue", market.executionVenue());
        pair.kept(market.extensions());
    }

    private static void writeFees(FeeLadder fees, VenueWriter pair) throws IOException {
        pair.list("fees", list -> writeSteps(fees.taker(), list));
        Optional<List<FeeStep>> maker = fees.maker();
        if (maker.isPresent()) {
            pair.list("fees_maker", list -> writeSteps(maker.get(), list));
        }
        pair.text("fee_volume_currency", fees.volumeCurrency());
    }

    private static void writeSteps(List<FeeStep> steps, VenueWriter list) throws IOException {
        for (FeeStep step : steps) {
            list.list(pair -> {
                pair.plain(step.threshold());
                pair.plain(step.fee());
            });
        }
    }

    private static void writeMargin(SpotMarginConfig margin, VenueWriter pair) throws IOException {
        pair.list("leverage_buy", list -> writeLeverages(margin.leverageBuy(), list));
        pair.list("leverage_sell", list -> writeLeverages(margin.leverageSell(), list));
        pair.plain("margin_call", margin.marginCallLevel());
        pair.plain("margin_stop", margin.marginStopLevel());
        pair.plain("long_position_limit", margin.longPositionLimit());
        pair.plain("short_position_limit", margin.shortPositionLimit());
    }

    private static void writeLeverages(List<Integer> leverages, VenueWriter list) throws IOException {
        for (Integer leverage : leverages) {
            list.plain(leverage);
        }
    }

    private static int decimalsOf(Quantity step) {
        return step.value().scale();
    }
}
