package io.countersign.model.venue.binance;

import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.unit.Decimals;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.internal.RawJson;
import io.countersign.model.venue.internal.VenueObject;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The list of filters of one Binance symbol, taken apart by {@code filterType}. A zero switches a bound off. What the model has
 * no place for stays in an extension {@code filters/TYPE} each.
 *
 * <p>Source: Binance Spot API, filters; USD-M and COIN-M Futures API, exchange information.
 */
final class Filters {
    static final String EXTENSION_PREFIX = "filters/";
    static final String BY_SIDE = "PERCENT_PRICE_BY_SIDE";
    static final String NOTIONAL = "NOTIONAL";

    /** Documented filters, and fields of filters, that the model keeps without giving them a meaning. */
    private static final Map<String, Set<String>> EXPECTED = Map.ofEntries(
            Map.entry("EXCHANGE_MAX_NUM_ALGO_ORDERS", Set.of("maxNumAlgoOrders")),
            Map.entry("EXCHANGE_MAX_NUM_ICEBERG_ORDERS", Set.of("maxNumIcebergOrders")),
            Map.entry("EXCHANGE_MAX_NUM_ORDERS", Set.of("maxNumOrders")),
            Map.entry("EXCHANGE_MAX_NUM_ORDER_LISTS", Set.of("maxNumOrderLists")),
            Map.entry("MAX_ASSET", Set.of("asset", "limit")),
            Map.entry("MAX_NUM_ALGO_ORDERS", Set.of("maxNumAlgoOrders", "limit")),
            Map.entry("MAX_NUM_ICEBERG_ORDERS", Set.of("maxNumIcebergOrders")),
            Map.entry("MAX_NUM_ORDERS", Set.of("maxNumOrders", "limit")),
            Map.entry("MAX_NUM_ORDER_AMENDS", Set.of("maxNumOrderAmends")),
            Map.entry("MAX_NUM_ORDER_LISTS", Set.of("maxNumOrderLists")),
            Map.entry("MAX_POSITION", Set.of("maxPosition")),
            Map.entry("PERCENT_PRICE", Set.of("multiplierDecimal")),
            Map.entry("POSITION_RISK_CONTROL", Set.of("positionControlSide", "notional")),
            Map.entry("T_PLUS_SELL", Set.of("endTime")),
            Map.entry(
                    "TRAILING_DELTA",
                    Set.of(
                            "minTrailingAboveDelta",
                            "maxTrailingAboveDelta",
                            "minTrailingBelowDelta",
                            "maxTrailingBelowDelta")));

    private final Map<String, VenueObject> byType = new LinkedHashMap<>();
    private final VenueObject symbol;
    /** Filters that the rules alone do not tell from their twins: they stay, if empty. */
    private final Set<String> unlikeTwins = new HashSet<>(Set.of(BY_SIDE));

    private Filters(VenueObject symbol) {
        this.symbol = symbol;
    }

    /** Takes the filters of a symbol; none if it has none. */
    static Filters of(VenueObject symbol) {
        Filters filters = new Filters(symbol);
        symbol.list("filters", element -> {
            if (!(element.value() instanceof RawJson.Fields fields)) {
                symbol.refuse(element.field(), element.value().json(), "An object is expected");
                return Optional.empty();
            }
            VenueObject filter = symbol.part(element.field(), fields);
            Optional<String> type = filter.requiredText("filterType");
            if (type.isPresent() && filters.byType.putIfAbsent(type.get(), filter) != null) {
                symbol.refuse(element.field() + "/filterType", type.get(), "The symbol has two filters of one type");
            }
            return type;
        });
        return filters;
    }

    /** Prices: tick size and bounds; a tick size that is switched off is one unit of the last decimal, if that is known. */
    PriceRule.Builder priceRule(Optional<Integer> pricePrecision) {
        PriceRule.Builder rule = PriceRule.builder().pricePrecision(pricePrecision);
        VenueObject filter = byType.get("PRICE_FILTER");
        if (filter == null) {
            symbol.refuse("filters", "", "There is no PRICE_FILTER, so the tick size is not known");
            return rule;
        }
        boolean[] off = new boolean[1];
        filter.decimalUnlessZero("tickSize", TickSize::of, () -> off[0] = true)
                .ifPresentOrElse(rule::tickSize, () -> derivedTick(filter, off[0], pricePrecision, rule));
        rule.minPrice(filter.decimalUnlessZero("minPrice", Price::of, () -> rule.addDisabled("minPrice")));
        rule.maxPrice(filter.decimalUnlessZero("maxPrice", Price::of, () -> rule.addDisabled("maxPrice")));
        return rule;
    }

    private static void derivedTick(
            VenueObject filter, boolean off, Optional<Integer> pricePrecision, PriceRule.Builder rule) {
        if (!off) {
            filter.requiredDecimal("tickSize", TickSize::of); // says that it is missing, if nothing was said yet
        } else if (pricePrecision.isPresent()) {
            rule.tickSize(new TickSize(Decimals.stepOf(pricePrecision.get())));
            rule.tickDerived(true).addDisabled("tickSize");
            filter.derivedTick();
        } else {
            filter.refuse("tickSize", "0", "The tick size is switched off and no price precision stands in for it");
        }
    }

    /** Sizes of limit and market orders. */
    SizeRule sizeRule() {
        SizeRule.Builder rule = SizeRule.builder();
        VenueObject lot = byType.get("LOT_SIZE");
        if (lot != null) {
            rule.lotStep(bound(lot, "stepSize", "lotStep", rule));
            rule.minQuantity(bound(lot, "minQty", "minQuantity", rule));
            rule.maxQuantity(bound(lot, "maxQty", "maxQuantity", rule));
        }
        VenueObject market = byType.get("MARKET_LOT_SIZE");
        if (market != null) {
            rule.marketLotStep(bound(market, "stepSize", "marketLotStep", rule));
            rule.marketMinQuantity(bound(market, "minQty", "marketMinQuantity", rule));
            rule.marketMaxQuantity(bound(market, "maxQty", "marketMaxQuantity", rule));
        }
        VenueObject iceberg = byType.get("ICEBERG_PARTS");
        if (iceberg != null) {
            rule.icebergParts(iceberg.integer("limit"));
        }
        return rule.build();
    }

    private static Optional<Quantity> bound(VenueObject filter, String field, String name, SizeRule.Builder rule) {
        return filter.decimalUnlessZero(field, Quantity::of, () -> rule.addDisabled(name));
    }

    /** Order values of a spot symbol. */
    NotionalRule notionalRule() {
        NotionalRule.Builder rule = NotionalRule.builder();
        VenueObject filter = byType.get(NOTIONAL);
        if (filter != null) {
            if (!filter.has("maxNotional") && !filter.has("applyMaxToMarket")) {
                unlikeTwins.add(NOTIONAL);
            }
            rule.minNotional(notional(filter, "minNotional", "minNotional", rule));
            rule.maxNotional(notional(filter, "maxNotional", "maxNotional", rule));
            rule.minAppliesToMarket(filter.flag("applyMinToMarket"));
            rule.maxAppliesToMarket(filter.flag("applyMaxToMarket"));
            rule.averagePriceWindow(filter.integer("avgPriceMins").map(Duration::ofMinutes));
            return rule.build();
        }
        VenueObject least = byType.get("MIN_NOTIONAL");
        if (least != null) {
            rule.minNotional(notional(least, "minNotional", "minNotional", rule));
            rule.minAppliesToMarket(least.flag("applyToMarket"));
            rule.averagePriceWindow(least.integer("avgPriceMins").map(Duration::ofMinutes));
        }
        return rule.build();
    }

    /** Least order value of a futures symbol. */
    Optional<NotionalRule> contractNotionalRule() {
        VenueObject least = byType.get("MIN_NOTIONAL");
        if (least == null) {
            return Optional.empty();
        }
        NotionalRule.Builder rule = NotionalRule.builder();
        rule.minNotional(notional(least, "notional", "minNotional", rule));
        return Optional.of(rule.build());
    }

    private static Optional<Notional> notional(
            VenueObject filter, String field, String name, NotionalRule.Builder rule) {
        return filter.decimalUnlessZero(field, Notional::of, () -> rule.addDisabled(name));
    }

    /** How far from the average, or last, price a spot symbol accepts orders. */
    Optional<PriceBand> priceBand() {
        VenueObject sides = byType.get(BY_SIDE);
        VenueObject both = byType.get("PERCENT_PRICE");
        if (sides != null) {
            return band(sides, "bidMultiplierUp", "bidMultiplierDown", "askMultiplierUp", "askMultiplierDown");
        }
        return both == null ? Optional.empty() : band(both, "multiplierUp", "multiplierDown", "", "");
    }

    private static Optional<PriceBand> band(
            VenueObject filter, String buyUp, String buyDown, String sellUp, String sellDown) {
        Optional<Rate> highestBuy = filter.decimal(buyUp, Rate::of);
        Optional<Rate> lowestBuy = filter.decimal(buyDown, Rate::of);
        Optional<Duration> window = filter.integer("avgPriceMins").map(Duration::ofMinutes);
        return Optional.of(PriceBand.builder()
                .reference(window.filter(Duration::isZero).isPresent() ? PriceReference.LAST : PriceReference.VWAP)
                .referenceWindow(window.filter(w -> !w.isZero()))
                .buyUp(highestBuy)
                .buyDown(lowestBuy)
                .sellUp(sellUp.isEmpty() ? highestBuy : filter.decimal(sellUp, Rate::of))
                .sellDown(sellDown.isEmpty() ? lowestBuy : filter.decimal(sellDown, Rate::of))
                .build());
    }

    /** How far from the mark price a contract accepts orders: buys not above, sells not below. */
    Optional<PriceBand> contractPriceBand() {
        VenueObject filter = byType.get("PERCENT_PRICE");
        return filter == null
                ? Optional.empty()
                : Optional.of(PriceBand.builder()
                        .reference(PriceReference.MARK)
                        .buyUp(filter.decimal("multiplierUp", Rate::of))
                        .sellDown(filter.decimal("multiplierDown", Rate::of))
                        .build());
    }

    /** What is left of each filter, once the rules are taken. */
    SortedMap<String, String> rest() {
        SortedMap<String, String> rest = new TreeMap<>();
        byType.forEach((type, filter) -> {
            SortedMap<String, String> fields = filter.rest(EXPECTED.getOrDefault(type, Set.of()));
            boolean taken = TAKEN.contains(type);
            if (!taken && !EXPECTED.containsKey(type)) {
                symbol.unknownWord("filters", type);
            }
            if (!fields.isEmpty() || !taken || unlikeTwins.contains(type)) {
                rest.put(EXTENSION_PREFIX + type, object(fields));
            }
        });
        return rest;
    }

    /** Filters that the rules are made of. */
    private static final Set<String> TAKEN = Set.of(
            "PRICE_FILTER",
            "LOT_SIZE",
            "MARKET_LOT_SIZE",
            "ICEBERG_PARTS",
            NOTIONAL,
            "MIN_NOTIONAL",
            "PERCENT_PRICE",
            BY_SIDE);

    private static String object(SortedMap<String, String> fields) {
        StringBuilder out = new StringBuilder("{");
        fields.forEach((name, value) -> out.append(out.length() > 1 ? "," : "")
                .append(new RawJson.Text(name).json())
                .append(':')
                .append(value));
        return out.append('}').toString();
    }
}
