package io.countersign.model.venue.kraken;

import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.RawJson;
import io.countersign.model.venue.internal.ReadingFindings;
import io.countersign.model.venue.internal.ResponseParser;
import io.countersign.model.venue.internal.VenueObject;
import io.countersign.model.venue.internal.VenueObject.Element;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Kraken's spot markets: the response of {@code AssetPairs}. One pair is one {@link SpotMarket}, its fee ladders included, as
 * Kraken publishes them with the pair.
 *
 * <p>Fees and margin levels are in percent. {@code lot_decimals} gives the lot step. Before 2022 no tick size was published:
 * one unit of the last price decimal is taken and marked as derived, with a finding.
 */
public final class KrakenSpot implements VenueReader {
    static final String VENUE = "kraken";

    /** Documented fields that the model keeps without giving them a meaning. */
    private static final Set<String> EXPECTED = Set.of("aclass_base", "aclass_quote", "lot");

    @Override
    public String source() {
        return "kraken-spot";
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        ReadingFindings findings = new ReadingFindings(name);
        ResponseParser parser = new ResponseParser("result", findings);
        List<MarketDocument> documents = new ArrayList<>();
        parser.parse(response, new ResponseParser.Visitor() {
            @Override
            public boolean market(String id, String place, RawJson.Fields market) {
                return readPair(id, market, findings).map(documents::add).orElse(false);
            }

            private boolean failed;

            @Override
            public void other(String field, RawJson value) {
                if (!field.equals("error")) {
                    findings.unknownField(field);
                } else if (value instanceof RawJson.Items errors) {
                    errors.items().forEach(this::fail);
                } else if (!value.type().equals("null")) {
                    fail(value);
                }
            }

            @Override
            public boolean explainsAbsence() {
                return failed;
            }

            private void fail(RawJson error) {
                failed = true;
                findings.venueError("error", error.json());
            }
        });
        return new VenueReading(documents, parser.marketsSeen(), parser.marketsRead(), findings.report());
    }

    private static Optional<SpotMarket> readPair(String id, RawJson.Fields fields, ReadingFindings findings) {
        String document = "spot-market/" + VENUE + "/" + id;
        VenueObject pair = new VenueObject(fields, document, "", findings);
        SpotMarket.Builder market = SpotMarket.builder();
        market.venue(VENUE).id(id);
        market.altName(pair.text("altname")).wsName(pair.text("wsname"));
        pair.requiredText("base").ifPresent(market::base);
        pair.requiredText("quote").ifPresent(market::quote);
        market.executionVenue(pair.text("execution_venue"));
        market.status(pair.text("status").flatMap(status -> status(status, pair)));
        priceRule(pair).ifPresent(market::priceRule);
        market.sizeRule(sizeRule(pair));
        market.notionalRule(notionalRule(pair));
        market.fees(fees(pair));
        market.margin(margin(pair));
        market.putAllExtensions(pair.rest(EXPECTED));
        Optional<SpotMarket> read = pair.isSound() ? build(market, pair) : Optional.empty();
        read.filter(built -> built.priceRule().tickDerived()).ifPresent(built -> findings.derivedTick(document));
        return read;
    }

    private static Optional<SpotMarket> build(SpotMarket.Builder market, VenueObject pair) {
        try {
            return Optional.of(market.build());
        } catch (IllegalArgumentException e) {
            pair.refuse(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    private static Optional<TradingStatus> status(String text, VenueObject pair) {
        for (TradingStatus status : TradingStatus.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(text)) {
                return Optional.of(status);
            }
        }
        pair.refuse("status", text, "Unknown trading status");
        return Optional.empty();
    }

    private static Optional<PriceRule> priceRule(VenueObject pair) {
        if (!pair.has("tick_size") && !pair.has("pair_decimals")) {
            pair.requiredDecimal("tick_size", TickSize::of); // says that it is missing
            return Optional.empty();
        }
        Optional<Integer> precision = digits(pair, "pair_decimals");
        Optional<TickSize> published = pair.decimal("tick_size", TickSize::of);
        return published
                .or(() -> precision.map(digits -> new TickSize(Decimals.stepOf(digits))))
                .map(tick -> PriceRule.builder()
                        .tickSize(tick)
                        .tickDerived(published.isEmpty())
                        .pricePrecision(precision)
                        .build());
    }

    private static SizeRule sizeRule(VenueObject pair) {
        return SizeRule.builder()
                .lotStep(digits(pair, "lot_decimals").map(digits -> new Quantity(Decimals.stepOf(digits))))
                .lotMultiplier(pair.integer("lot_multiplier"))
                .minQuantity(pair.decimal("ordermin", Quantity::of))
                .build();
    }

    private static NotionalRule notionalRule(VenueObject pair) {
        return NotionalRule.builder()
                .costDecimals(digits(pair, "cost_decimals"))
                .minNotional(pair.decimal("costmin", Notional::of))
                .build();
    }

    private static Optional<Integer> digits(VenueObject pair, String field) {
        return pair.integer(field).filter(digits -> {
            boolean allowed = digits >= 0 && digits <= Decimals.FRACTION_DIGITS_MAX;
            if (!allowed) {
                pair.refuse(
                        field,
                        digits.toString(),
                        "A number of decimals must be from 0 to " + Decimals.FRACTION_DIGITS_MAX);
            }
            return allowed;
        });
    }

    private static Optional<FeeLadder> fees(VenueObject pair) {
        if (!pair.has("fees")) {
            return Optional.empty();
        }
        FeeLadder.Builder ladder = FeeLadder.builder();
        pair.list("fees", element -> feeStep(pair, element)).ifPresent(ladder::taker);
        ladder.maker(pair.list("fees_maker", element -> feeStep(pair, element)));
        ladder.volumeCurrency(pair.text("fee_volume_currency"));
        return Optional.of(ladder.build());
    }

    private static Optional<FeeStep> feeStep(VenueObject pair, Element element) {
        return pair.pairOf(
                element,
                Notional::of,
                Percent::of,
                threshold ->
                        fee -> FeeStep.builder().threshold(threshold).fee(fee).build());
    }

    private static Optional<SpotMarginConfig> margin(VenueObject pair) {
        if (!pair.has("leverage_buy") || !pair.has("leverage_sell")) {
            return Optional.empty();
        }
        SpotMarginConfig.Builder margin = SpotMarginConfig.builder();
        pair.list("leverage_buy", pair::integerOf).ifPresent(margin::leverageBuy);
        pair.list("leverage_sell", pair::integerOf).ifPresent(margin::leverageSell);
        margin.marginCallLevel(pair.decimal("margin_call", Percent::of));
        margin.marginStopLevel(pair.decimal("margin_stop", Percent::of));
        margin.longPositionLimit(pair.decimal("long_position_limit", Quantity::of));
        margin.shortPositionLimit(pair.decimal("short_position_limit", Quantity::of));
        return Optional.of(margin.build());
    }
}
