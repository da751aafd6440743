package io.countersign.model.venue.kraken;

import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
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
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import io.countersign.model.venue.internal.VenueObject.Alike;
import io.countersign.model.venue.internal.VenueObject.Element;
import java.io.InputStream;
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

    private static final VenueReader READER = ResponseReader.of("kraken-spot")
            .marketsIn("result")
            .documented("error")
            .errors(VenueError.in("error"))
            .reading(KrakenSpot::readPair);

    /** Kraken's words are the model's, in lower case. */
    static final StatusWords STATUSES = statuses();

    private static final Alike<FeeStep> FEE_STEPS = Alike.listsOf(FeeStep.class);
    private static final Alike<Integer> LEVERAGES = Alike.listsOf(Integer.class);

    /** Documented fields that the model keeps without giving them a meaning. */
    private static final Set<String> EXPECTED = Set.of("aclass_base", "aclass_quote", "lot");

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    private static StatusWords statuses() {
        StatusWords words = StatusWords.empty();
        for (TradingStatus status : TradingStatus.values()) {
            words = words.with(status, status.name().toLowerCase(Locale.ROOT));
        }
        return words;
    }

    private static List<SpotMarket> readPair(Market entry) {
        String document = "spot-market/" + VENUE + "/" + entry.id();
        VenueObject pair = entry.named(document);
        SpotMarket.Builder market = SpotMarket.builder();
        market.venue(VENUE).id(entry.id());
        market.altName(pair.text("altname")).wsName(pair.text("wsname"));
        pair.requiredText("base").ifPresent(market::base);
        pair.requiredText("quote").ifPresent(market::quote);
        market.executionVenue(pair.text("execution_venue"));
        StatusWords.Status status = STATUSES.read(pair, "status");
        market.status(status.status()).venueStatus(status.word());
        priceRule(pair).ifPresent(market::priceRule);
        market.sizeRule(sizeRule(pair));
        market.notionalRule(notionalRule(pair));
        market.fees(fees(pair));
        market.margin(margin(pair));
        market.putAllExtensions(pair.rest(EXPECTED));
        if (!pair.isSound()) {
            return List.of();
        }
        SpotMarket read = market.build();
        if (read.priceRule().tickDerived()) {
            entry.findings().derivedTick(document);
        }
        return List.of(read);
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
        pair.list("fees", FEE_STEPS, element -> feeStep(pair, element)).ifPresent(ladder::taker);
        ladder.maker(pair.list("fees_maker", FEE_STEPS, element -> feeStep(pair, element)));
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
        pair.list("leverage_buy", LEVERAGES, pair::integerOf).ifPresent(margin::leverageBuy);
        pair.list("leverage_sell", LEVERAGES, pair::integerOf).ifPresent(margin::leverageSell);
        margin.marginCallLevel(pair.decimal("margin_call", Percent::of));
        margin.marginStopLevel(pair.decimal("margin_stop", Percent::of));
        margin.longPositionLimit(pair.decimal("long_position_limit", Quantity::of));
        margin.shortPositionLimit(pair.decimal("short_position_limit", Quantity::of));
        return Optional.of(margin.build());
    }
}
