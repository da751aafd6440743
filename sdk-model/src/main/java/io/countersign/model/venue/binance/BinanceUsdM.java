package io.countersign.model.venue.binance;

import io.countersign.model.market.Payoff;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueError;
import java.io.InputStream;
import java.util.Set;

/**
 * Binance's USD-M futures: the response of {@code exchangeInfo}. One symbol is one {@link
 * io.countersign.model.market.FuturesContract}: one unit of the base asset a contract, settled in the quote asset.
 *
 * <p>Margin tiers and the terms of funding are not in it.
 */
public final class BinanceUsdM implements VenueReader {
    private static final VenueReader READER = ResponseReader.of("binance-usdm")
            .marketsIn("symbols")
            .identifiedBy("symbol")
            .documented(
                    "assets", "code", "exchangeFilters", "futuresType", "msg", "rateLimits", "serverTime", "timezone")
            .errors(VenueError.code("code", "msg", Set.of()))
            .reading(new ContractReader(Payoff.LINEAR, "status"));

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }
}
