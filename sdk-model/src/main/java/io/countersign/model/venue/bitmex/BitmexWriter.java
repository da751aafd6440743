package io.countersign.model.venue.bitmex;

import io.countersign.model.NotFoundException;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes markets in the shape of BitMEX's {@code instrument}; reading it again gives the same documents. */
public final class BitmexWriter {
    private BitmexWriter() {}

    /**
     * The response of the markets and indices among these documents; a contract takes its margin schedule from among them.
     * Others have no place in it and are passed over.
     *
     * @param live what goes on in the markets, as {@link io.countersign.model.venue.VenueReading#live()} has it; may be empty
     * @throws NotFoundException if a contract refers to a schedule that is not among the documents
     * @throws IllegalArgumentException if the shape cannot hold a document, such as a schedule of two tiers: the response is read
     *     back and compared
     */
    public static String write(
            List<? extends MarketDocument> documents, Map<DocumentId, SortedMap<String, String>> live) {
        Map<DocumentId, MarketDocument> byId = new TreeMap<>();
        documents.forEach(document -> byId.put(document.documentId(), document));
        String response = VenueWriter.write(out -> out.list(list -> {
            for (MarketDocument document : documents) {
                SortedMap<String, String> moment = live.getOrDefault(document.documentId(), new TreeMap<>());
                if (document instanceof FuturesContract contract) {
                    list.object(instrument -> writeContract(contract, byId, moment, instrument));
                } else if (document instanceof SpotMarket market) {
                    list.object(instrument -> writeSpot(market, moment, instrument));
                } else if (document instanceof IndexDefinition index) {
                    list.object(instrument -> {
                        instrument.text("symbol", index.id());
                        instrument.kept(moment);
                        instrument.kept(index.extensions());
                    });
                }
            }
        }));
        return ReadBack.require(response, written(documents), new BitmexInstruments());
    }

    /** What is written: not the schedules that no contract refers to. */
    private static List<MarketDocument> written(List<? extends MarketDocument> documents) {
        List<String> referred = documents.stream()
                .filter(FuturesContract.class::isInstance)
                .flatMap(contract -> ((FuturesContract) contract).marginSchedules().values().stream())
                .toList();
        return documents.stream()
                .filter(document -> document instanceof FuturesContract
                        || document instanceof SpotMarket
                        || document instanceof IndexDefinition
                        || (document instanceof MarginSchedule && referred.contains(document.id())))
                .<MarketDocument>map(document -> document)
                .toList();
    }

    private static void writeContract(
            FuturesContract contract,
            Map<DocumentId, MarketDocument> byId,
            Map<String, String> live,
            VenueWriter instrument)
            throws IOException {
        instrument.text("symbol", contract.id());
        instrument.text("typ", contract.venueType());
        instrument.text("state", BitmexInstruments.STATUS.word(contract.status(), contract.venueStatus()));
        instrument.text("underlying", contract.base());
        instrument.text("quoteCurrency", contract.quote());
        instrument.text("settlCurrency", contract.settle());
        instrument.text("referenceSymbol", contract.index());
        instrument.text("listing", contract.openedAt());
        instrument.text("expiry", contract.lastTradingAt());
        instrument.text("settle", contract.expiry().flatMap(expiry -> expiry.settlesAt()));
        instrument.plain("settlementFee", contract.expiry().flatMap(expiry -> expiry.fee()));
        instrument.plain("isInverse", contract.payoff() == Payoff.INVERSE);
        instrument.plain("isQuanto", contract.payoff() == Payoff.QUANTO);
        instrument.text(
                "fundingInterval",
                contract.funding().flatMap(funding -> funding.interval()).map(BitmexInstruments.INTERVAL_ZERO::plus));
        writePrices(contract.priceRule(), instrument);
        instrument.plain("lotSize", contract.sizeRule().lotStep());
        instrument.plain("maxOrderQty", contract.sizeRule().maxQuantity());
        writeFees(contract.fees(), instrument);
        String scheduleId = contract.marginSchedules().get(BitmexInstruments.EVERYBODY);
        if (scheduleId != null) {
            MarketDocument schedule =
                    byId.get(new DocumentId(DocumentKind.MARGIN_SCHEDULE, contract.venue(), scheduleId));
            if (!(schedule instanceof MarginSchedule margins)) {
                throw new NotFoundException(
                        "Margin schedule \"" + scheduleId + "\" is not among the documents to write");
            }
            for (MarginTier tier : margins.tiers().stream().limit(1).toList()) {
                instrument.plain("initMargin", tier.initialMargin());
                instrument.plain("maintMargin", tier.maintenanceMargin());
            }
        }
        instrument.kept(live);
        instrument.kept(contract.extensions());
    }

    private static void writeSpot(SpotMarket market, Map<String, String> live, VenueWriter instrument)
            throws IOException {
        instrument.text("symbol", market.id());
        instrument.text("state", BitmexInstruments.STATUS.word(market.status(), market.venueStatus()));
        instrument.text("underlying", market.base());
        instrument.text("quoteCurrency", market.quote());
        instrument.text("listing", market.openedAt());
        writePrices(market.priceRule(), instrument);
        String multiplier = market.extensions().get("underlyingToPositionMultiplier");
        BigDecimal scale =
                multiplier == null || multiplier.equals("null") ? BigDecimal.ONE : new BigDecimal(multiplier);
        instrument.plain("lotSize", market.sizeRule().lotStep().map(size -> scaled(size, scale)));
        instrument.plain("maxOrderQty", market.sizeRule().maxQuantity().map(size -> scaled(size, scale)));
        writeFees(market.fees(), instrument);
        instrument.kept(live);
        instrument.kept(market.extensions());
    }

    private static String scaled(Quantity size, BigDecimal scale) {
        return new Quantity(size.value().multiply(scale)).toString();
    }

    private static void writePrices(PriceRule rule, VenueWriter instrument) throws IOException {
        instrument.plain("tickSize", rule.tickSize());
        instrument.plain("minPrice", rule.minPrice());
        instrument.plain("maxPrice", rule.maxPrice());
    }

    private static void writeFees(Optional<FeeLadder> fees, VenueWriter instrument) throws IOException {
        if (fees.isPresent()) {
            instrument.plain("makerFee", fees.get().maker().flatMap(BitmexWriter::fraction));
            instrument.plain("takerFee", fraction(fees.get().taker()));
        }
    }

    private static Optional<Rate> fraction(List<FeeStep> steps) {
        return steps.stream()
                .findFirst()
                .map(step -> new Rate(step.fee().value().movePointLeft(2)));
    }
}
