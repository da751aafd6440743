package io.countersign.model.venue.binance;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.RawJson;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueError;
import io.countersign.model.venue.internal.VenueObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Binance's margin tiers: the response of {@code leverageBracket} of either futures venue, and the files of the same tiers in
 * the shape of the ccxt library, an object of tiers by symbol. One symbol is one {@link MarginSchedule}.
 *
 * <p>USD-M brackets count in quote notional, COIN-M brackets in units of the base asset. Tiers are marginal: {@code cum} is what
 * makes the requirement continuous. Leverage is published and initial margin is not: it is one over the leverage, cut to 18
 * digits, so that it never demands more than the leverage promises.
 *
 * <p>In the ccxt shape a symbol reads {@code BASE/QUOTE:SETTLE}, with {@code -YYMMDD} for a dated contract, which stays a market
 * of its own; early files leave {@code :SETTLE} out where it is the quote. Its {@code info} repeats the venue's own spelling:
 * what agrees is taken once, what does not agree stays with the tier.
 */
public final class BinanceBrackets implements VenueReader {
    private static final String SOURCE = "binance-brackets";
    private static final Set<String> NONE = Set.of();

    private static final VenueReader BY_SYMBOL_FIELD = ResponseReader.of(SOURCE)
            .topLevelListOrOne()
            .documented("code", "msg")
            .errors(VenueError.code("code", "msg", Set.of()))
            .reading(BinanceBrackets::readSymbol);

    private static final VenueReader BY_NAME = ResponseReader.of(SOURCE)
            .topLevelByName()
            .marketsAreLists()
            .documented("brackets", "code", "msg", "notionalCoef", "pair", "symbol")
            .errors(VenueError.code("code", "msg", Set.of()))
            .reading(BinanceBrackets::readNamed);

    @Override
    public String source() {
        return SOURCE;
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        PushbackInputStream in = new PushbackInputStream(response);
        if (startsWithObject(in)) {
            VenueReading named = BY_NAME.read(name, in);
            return named.envelope().containsKey("brackets")
                    ? BY_SYMBOL_FIELD.read(name, stream(named.envelope()))
                    : named;
        }
        return BY_SYMBOL_FIELD.read(name, in);
    }

    /** Looks at the first character that is no white space; a stream that breaks is left to the reader, which says so. */
    private static boolean startsWithObject(PushbackInputStream in) {
        try {
            int first = in.read();
            while (first == ' ' || first == '\t' || first == '\n' || first == '\r') {
                first = in.read();
            }
            if (first >= 0) {
                in.unread(first);
            }
            return first == '{';
        } catch (IOException e) {
            return false;
        }
    }

    /** The one market of a response, whose fields stood where the names of several would. */
    private static InputStream stream(Map<String, String> fields) {
        String json = fields.entrySet().stream()
                .map(field -> new RawJson.Text(field.getKey()).json() + ":" + field.getValue())
                .collect(Collectors.joining(",", "{", "}"));
        return new ByteArrayInputStream(json.getBytes(UTF_8));
    }

    private static List<MarketDocument> readSymbol(Market market) {
        String name = market.unnamed().has("symbol") ? "symbol" : "pair";
        Optional<String> id = market.unnamed().requiredText(name);
        if (id.isEmpty()) {
            return List.of();
        }
        VenueObject symbol = market.named("margin-schedule/" + Words.VENUE + "/" + id.get());
        symbol.text(name);
        List<Level> levels = symbol.list("brackets", element -> symbol.objectOf(element, BinanceBrackets::bracket))
                .orElseGet(List::of);
        MarginSchedule.Builder schedule = MarginSchedule.builder().id(id.get());
        if (name.equals("pair")) {
            schedule.putExtensions(PAIR, "true");
        }
        schedule.putAllExtensions(symbol.rest(Set.of("notionalCoef")));
        return schedule(symbol, "brackets", levels, schedule);
    }

    /** Marks a schedule that was published for a pair, as COIN-M did in its first version, and not for a symbol. */
    static final String PAIR = "publishedForPair";

    private static Optional<Level> bracket(VenueObject bracket) {
        boolean coins = bracket.has("qtyCap");
        Optional<Amount> floor = bracket.requiredDecimal(
                coins ? (bracket.has("qtylFloor") ? "qtylFloor" : "qtyFloor") : "notionalFloor", Amount::of);
        Optional<Amount> cap = bracket.requiredDecimal(coins ? "qtyCap" : "notionalCap", Amount::of);
        Optional<Integer> number = bracket.requiredInteger("bracket");
        Optional<Rate> maintenance = bracket.requiredDecimal("maintMarginRatio", Rate::of);
        Optional<Leverage> leverage = bracket.requiredDecimal("initialLeverage", Leverage::of);
        Optional<Amount> cum = bracket.decimal("cum", Amount::of);
        if (!bracket.isSound()) {
            return Optional.empty();
        }
        MarginTier tier = tier(floor, maintenance, leverage, cum)
                .putAllExtensions(bracket.rest(NONE))
                .build();
        return Optional.of(new Level(BigDecimal.valueOf(number.orElseThrow()), coins, tier, cap.orElseThrow()));
    }

    private static List<MarketDocument> readNamed(Market market) {
        String id = withSettle(market.id());
        VenueObject symbol = market.named("margin-schedule/" + Words.VENUE + "/" + id);
        List<Level> levels = symbol.elements(element -> symbol.objectOf(element, tier -> namedTier(id, tier)));
        return schedule(symbol, "", levels, MarginSchedule.builder().id(id));
    }

    private static Optional<Level> namedTier(String id, VenueObject tier) {
        Optional<VenueObject> info = info(tier);
        boolean inBase = settle(id).equals(base(id))
                || info.filter(venue -> venue.has("qtyCap")).isPresent();
        Optional<BigDecimal> number = number(tier, info, "tier", "bracket");
        Optional<BigDecimal> floor = number(tier, info, "minNotional", "notionalFloor", "qtylFloor", "qtyFloor");
        Optional<BigDecimal> cap = number(tier, info, "maxNotional", "notionalCap", "qtyCap");
        Optional<BigDecimal> maintenance =
                number(tier, info, "maintenanceMarginRate", "maintMarginRatio", "maintenanceMarginRatio");
        Optional<BigDecimal> leverage = number(tier, info, "maxLeverage", "initialLeverage");
        Optional<Amount> cum = info.flatMap(venue -> venue.decimal("cum", Amount::of));
        if (!tier.isSound()) {
            return Optional.empty();
        }
        info.ifPresent(venue -> tier.putBack("info", venue));
        tier.textIf("currency", settle(id)::equals);
        tier.textIf("symbol", symbol -> withSettle(symbol).equals(id));
        MarginTier.Builder built = tier(
                        floor.map(Amount::new), maintenance.map(Rate::new), leverage.map(Leverage::new), cum)
                .putAllExtensions(tier.rest(EXPECTED_OF_NAMED));
        return Optional.of(new Level(number.orElseThrow(), inBase, built.build(), new Amount(cap.orElseThrow())));
    }

    private static final Set<String> EXPECTED_OF_NAMED =
            Set.of("currency", "info", "maxNotional", "minNotional", "symbol");

    /** The venue's own spelling, where it tells more than the tier itself; else it stays with the tier, as a whole. */
    private static Optional<VenueObject> info(VenueObject tier) {
        Optional<VenueObject> info = tier.takePart("info");
        if (info.isPresent() && tier.has("minNotional") && !info.get().has("cum")) {
            tier.putBack("info", info.get());
            return Optional.empty();
        }
        return info;
    }

    /**
     * A number that stands in the tier and, in the venue's own spelling, in its {@code info}. The library's number has passed
     * through a double: where the two agree on the digits that a double holds, the venue's counts, else the tier's, and both
     * are kept. Where the tier is silent, as on the floors of COIN-M tiers, the venue's counts.
     *
     * @param names what it may be called, in the tier and in the info
     */
    private static Optional<BigDecimal> number(VenueObject tier, Optional<VenueObject> info, String... names) {
        Optional<String> own = Arrays.stream(names).filter(tier::has).findFirst();
        Optional<BigDecimal> value = own.flatMap(name -> tier.decimal(name, text -> Decimals.parse("Value", text)));
        for (String name : names) {
            Optional<BigDecimal> exact =
                    info.flatMap(venue -> venue.takeDecimalIf(name, spelled -> own.isEmpty() || agree(spelled, value)));
            if (exact.isPresent()) {
                return exact;
            }
        }
        return own.isPresent() ? value : tier.requiredDecimal(names[0], text -> Decimals.parse("Value", text));
    }

    private static boolean agree(BigDecimal spelled, Optional<BigDecimal> value) {
        return value.filter(number -> spelled.round(DOUBLE).compareTo(number.round(DOUBLE)) == 0)
                .isPresent();
    }

    /** The digits that every double holds. */
    private static final MathContext DOUBLE = new MathContext(15);

    private static MarginTier.Builder tier(
            Optional<Amount> floor, Optional<Rate> maintenance, Optional<Leverage> leverage, Optional<Amount> cum) {
        Leverage most = leverage.orElseThrow();
        return MarginTier.builder()
                .lowerBound(floor.orElseThrow())
                .initialMargin(
                        new Rate(BigDecimal.ONE.divide(most.value(), Decimals.FRACTION_DIGITS_MAX, RoundingMode.DOWN)))
                .maintenanceMargin(maintenance.orElseThrow())
                .maxLeverage(most)
                .maintenanceAmount(cum);
    }

    /** Puts the tiers together, if they follow each other without gap or overlap. */
    private static List<MarketDocument> schedule(
            VenueObject symbol, String field, List<Level> levels, MarginSchedule.Builder schedule) {
        if (!symbol.isSound()) {
            return List.of();
        }
        if (levels.isEmpty()) {
            symbol.refuse(field, "", "A symbol without tiers");
            return List.of();
        }
        for (int i = 0; i < levels.size(); i++) {
            Level level = levels.get(i);
            if (level.number().compareTo(BigDecimal.valueOf(i + 1L)) != 0) {
                symbol.refuse(
                        field + "/" + i, level.number().toPlainString(), "Tiers must be numbered from 1 on, in order");
            }
            if (i > 0 && level.tier().lowerBound().compareTo(levels.get(i - 1).cap()) != 0) {
                symbol.refuse(
                        field + "/" + i,
                        level.tier().lowerBound().toString(),
                        "The tier must begin where the one before it ends, at "
                                + levels.get(i - 1).cap());
            }
            if (level.inBase() != levels.get(0).inBase()) {
                symbol.refuse(field + "/" + i, "", "Tiers in coins and tiers in notional stand in one schedule");
            }
        }
        if (!symbol.isSound()) {
            return List.of();
        }
        return List.of(schedule.venue(Words.VENUE)
                .unit(levels.get(0).inBase() ? SizeUnit.BASE : SizeUnit.QUOTE_NOTIONAL)
                .application(MarginApplication.MARGINAL)
                .initialMarginDerived(true)
                .tiers(levels.stream().map(Level::tier).toList())
                .maxSize(levels.get(levels.size() - 1).cap())
                .build());
    }

    /** {@code BTC/USDT} is {@code BTC/USDT:USDT}; anything else is what it is. */
    private static String withSettle(String symbol) {
        int slash = symbol.indexOf('/');
        return slash < 0 || symbol.indexOf(':') >= 0 ? symbol : symbol + ":" + symbol.substring(slash + 1);
    }

    static String base(String id) {
        int slash = id.indexOf('/');
        return slash < 0 ? "" : id.substring(0, slash);
    }

    /**
     * The settlement currency of {@code BASE/QUOTE:SETTLE-YYMMDD}, or the quote that an id of the venue's own ends with, such as
     * {@code BTCUSDT_210326}; a blank that no currency has where neither tells.
     */
    static String settle(String id) {
        int colon = id.indexOf(':');
        if (colon >= 0) {
            return id.substring(colon + 1).split("-", 2)[0];
        }
        String pair = id.split("_", 2)[0];
        return QUOTES.stream().filter(pair::endsWith).findFirst().orElse(" ");
    }

    /** The longest first. */
    private static final List<String> QUOTES = List.of("FDUSD", "BUSD", "USDC", "USDT", "USD");

    private record Level(BigDecimal number, boolean inBase, MarginTier tier, Amount cap) {}
}
