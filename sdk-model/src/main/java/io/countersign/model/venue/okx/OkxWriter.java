package io.countersign.model.venue.okx;

import io.countersign.model.json.Json;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Writes markets and tiers in the shapes of OKX; reading them again gives the same documents. */
public final class OkxWriter {
    private OkxWriter() {}

    /**
     * The response of the spot markets and contracts among these documents; others have no place in it and are passed over.
     *
     * @throws IllegalArgumentException if the shape cannot hold a document: the response is read back and compared
     */
    public static String instruments(List<? extends MarketDocument> documents) {
        List<? extends MarketDocument> written = documents.stream()
                .filter(document -> document instanceof SpotMarket || document instanceof FuturesContract)
                .toList();
        String response = response(data -> {
            for (MarketDocument document : written) {
                if (document instanceof SpotMarket market) {
                    data.object(instrument -> writeSpot(market, instrument));
                } else if (document instanceof FuturesContract contract) {
                    data.object(instrument -> writeContract(contract, instrument));
                }
            }
        });
        return ReadBack.require(response, written, new OkxInstruments());
    }

    /** The response of these schedules; as {@link #instruments}. */
    public static String tiers(List<MarginSchedule> schedules) {
        String response = response(data -> {
            for (MarginSchedule schedule : schedules) {
                for (int i = 0; i < schedule.tiers().size(); i++) {
                    int index = i;
                    data.object(row -> writeTier(schedule, index, row));
                }
            }
        });
        return ReadBack.require(response, schedules, new OkxTiers());
    }

    private static String response(VenueWriter.Body data) {
        return VenueWriter.write(out -> out.object(response -> {
            response.text("code", "0");
            response.text("msg", "");
            response.list("data", data);
        }));
    }

    private static void writeSpot(SpotMarket market, VenueWriter instrument) throws IOException {
        instrument.text("instId", market.id());
        instrument.text("baseCcy", market.base());
        instrument.text("quoteCcy", market.quote());
        instrument.text("state", Words.STATUS.word(market.status(), market.venueStatus()));
        instrument.text("listTime", market.openedAt().map(Instant::toEpochMilli));
        instrument.text("tickSz", market.priceRule().tickSize());
        writeSizes(market.sizeRule(), instrument);
        instrument.kept(market.extensions());
    }

    private static void writeContract(FuturesContract contract, VenueWriter instrument) throws IOException {
        instrument.text("instId", contract.id());
        instrument.text("instType", contract.venueType());
        instrument.text("uly", contract.index());
        instrument.text("ctType", contract.payoff() == Payoff.INVERSE ? "inverse" : "linear");
        instrument.text("ctVal", contractValue(contract));
        boolean inQuote = contract.contractSizeUnit() == SizeUnit.QUOTE_NOTIONAL;
        instrument.text("ctValCcy", inQuote ? contract.quote() : contract.base());
        instrument.text("settleCcy", contract.settle());
        instrument.text("state", Words.STATUS.word(contract.status(), contract.venueStatus()));
        instrument.text("listTime", contract.openedAt().map(Instant::toEpochMilli));
        instrument.text("expTime", contract.lastTradingAt().map(Instant::toEpochMilli));
        instrument.text("lever", contract.maxLeverage());
        instrument.text("tickSz", contract.priceRule().tickSize());
        writeSizes(contract.sizeRule(), instrument);
        instrument.text("maxMktSz", contract.sizeRule().marketMaxQuantity());
        instrument.kept(contract.extensions());
    }

    /** The contract's size over the multiplier that was kept; reading back shows if the division is not exact. */
    private static Amount contractValue(FuturesContract contract) {
        String multiplier = contract.extensions().get("ctMult");
        if (multiplier == null) {
            return contract.contractSize();
        }
        BigDecimal times = new BigDecimal(Json.read(multiplier, String.class));
        return times.signum() <= 0
                ? contract.contractSize()
                : new Amount(contract.contractSize().value().divide(times, MathContext.DECIMAL128));
    }

    private static void writeSizes(SizeRule rule, VenueWriter instrument) throws IOException {
        instrument.text("lotSz", rule.lotStep());
        instrument.text("minSz", rule.minQuantity());
        instrument.text("maxLmtSz", rule.maxQuantity());
    }

    private static void writeTier(MarginSchedule schedule, int index, VenueWriter row) throws IOException {
        MarginTier tier = schedule.tiers().get(index);
        row.text("tier", index + 1);
        row.text("minSz", tier.lowerBound());
        boolean last = index + 1 == schedule.tiers().size();
        if (last) {
            row.text("maxSz", schedule.maxSize());
        } else if (!tier.extensions().containsKey("maxSz")) {
            row.text("maxSz", Optional.of(schedule.tiers().get(index + 1).lowerBound()));
        }
        row.text("imr", tier.initialMargin());
        row.text("mmr", tier.maintenanceMargin());
        row.text("maxLever", tier.maxLeverage());
        row.kept(tier.extensions());
        row.kept(schedule.extensions());
    }
}
