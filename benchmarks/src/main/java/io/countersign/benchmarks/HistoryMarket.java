package io.countersign.benchmarks;

import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** A market of the {@link History}: 24 fields, eight of which change, each from one version of its value to the next. */
final class HistoryMarket {
    static final int MARKETS = 2_000;
    static final int FIELDS = 24;

    private static final List<String> TICKS = List.of("0.01", "0.05", "0.1", "0.5", "0.25");

    private HistoryMarket() {}

    /** A field that changes, in order of path. No version has the value of the one before. */
    enum Field {
        MAX_NOTIONAL("/notionalRule/maxNotional", version -> quoted(1_000_000 + version)),
        MIN_NOTIONAL("/notionalRule/minNotional", version -> quoted("0." + (version % 97 * 10 + 5))),
        MAX_PRICE("/priceRule/maxPrice", version -> quoted(500_000 + version)),
        TICK_SIZE("/priceRule/tickSize", version -> quoted(TICKS.get(version % TICKS.size()))),
        LOT_STEP("/sizeRule/lotStep", version -> quoted("0.000" + (version % 9 + 1))),
        MAX_QUANTITY("/sizeRule/maxQuantity", version -> quoted(10_000 + version)),
        MIN_QUANTITY("/sizeRule/minQuantity", version -> quoted("0.0" + (version % 89 * 10 + 1))),
        STATUS("/status", version -> quoted(version % 2 == 0 ? TradingStatus.ONLINE : TradingStatus.POST_ONLY));

        /** All of them, in order. */
        static final List<Field> ALL = List.of(values());

        private final String path;

        @SuppressWarnings("ImmutableEnumChecker") // the functions above hold nothing
        private final IntFunction<String> values;

        Field(String path, IntFunction<String> values) {
            this.path = path;
            this.values = values;
        }

        String path() {
            return path;
        }

        /** A version of the value as canonical JSON. */
        String value(int version) {
            return values.apply(version);
        }

        private static String quoted(Object value) {
            return "\"" + value + "\"";
        }
    }

    static String id(int market) {
        return String.format(Locale.ROOT, "X%04dZUSD", market);
    }

    /** A market as the baseline has it: every field in version 0. */
    static SpotMarket baseline(int market) {
        String id = id(market);
        return SpotMarket.builder()
                .venue("kraken")
                .id(id)
                .altName(id.replace("Z", ""))
                .wsName(id.substring(0, 5) + "/USD")
                .base(id.substring(0, 5))
                .quote("ZUSD")
                .status(TradingStatus.ONLINE)
                .priceRule(PriceRule.builder()
                        .tickSize(TickSize.of("0.01"))
                        .pricePrecision(2)
                        .maxPrice(Price.of("500000"))
                        .build())
                .sizeRule(SizeRule.builder()
                        .lotStep(Quantity.of("0.0001"))
                        .minQuantity(Quantity.of("0.01"))
                        .maxQuantity(Quantity.of("10000"))
                        .lotMultiplier(1)
                        .build())
                .notionalRule(NotionalRule.builder()
                        .minNotional(Notional.of("0.5"))
                        .maxNotional(Notional.of("1000000"))
                        .costDecimals(5)
                        .build())
                .build();
    }
}
