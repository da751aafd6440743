package io.countersign.model.venue.binance;

import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.venue.internal.ReadBack;
import io.countersign.model.venue.internal.VenueWriter;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes margin tiers in the shape of Binance's {@code leverageBracket}, or in that of the ccxt library. */
public final class BinanceBracketsWriter {
    private BinanceBracketsWriter() {}

    /**
     * The response of these schedules.
     *
     * @throws IllegalArgumentException if the shape cannot hold a schedule, such as one without end: the response is read back
     *     and compared
     */
    public static String write(List<MarginSchedule> schedules) {
        String response = VenueWriter.write(out -> out.list(list -> {
            for (MarginSchedule schedule : schedules) {
                list.object(symbol -> {
                    SortedMap<String, String> kept = new TreeMap<>(schedule.extensions());
                    symbol.text(kept.remove(BinanceBrackets.PAIR) == null ? "symbol" : "pair", schedule.id());
                    boolean coins = schedule.unit() == SizeUnit.BASE;
                    symbol.list("brackets", brackets -> {
                        for (int i = 0; i < schedule.tiers().size(); i++) {
                            MarginTier tier = schedule.tiers().get(i);
                            int number = i + 1;
                            Optional<Amount> cap = cap(schedule, i);
                            brackets.object(bracket -> {
                                bracket.plain("bracket", number);
                                bracket.plain("initialLeverage", tier.maxLeverage());
                                bracket.plain(coins ? "qtyCap" : "notionalCap", cap);
                                bracket.plain(coins ? "qtylFloor" : "notionalFloor", tier.lowerBound());
                                bracket.plain("maintMarginRatio", tier.maintenanceMargin());
                                bracket.plain("cum", tier.maintenanceAmount());
                                bracket.kept(tier.extensions());
                            });
                        }
                    });
                    symbol.kept(kept);
                });
            }
        }));
        return ReadBack.require(response, schedules, new BinanceBrackets());
    }

    /** The tiers by symbol, as the ccxt library has them; as {@link #write}. */
    public static String writeByName(List<MarginSchedule> schedules) {
        String response = VenueWriter.write(out -> out.object(symbols -> {
            for (MarginSchedule schedule : schedules) {
                symbols.list(schedule.id(), tiers -> {
                    for (int i = 0; i < schedule.tiers().size(); i++) {
                        int index = i;
                        tiers.object(tier -> writeNamed(schedule, index, tier));
                    }
                });
            }
        }));
        return ReadBack.require(response, schedules, new BinanceBrackets());
    }

    private static void writeNamed(MarginSchedule schedule, int index, VenueWriter out) throws IOException {
        MarginTier tier = schedule.tiers().get(index);
        Optional<Amount> cap = cap(schedule, index);
        SortedMap<String, String> kept = new TreeMap<>(tier.extensions());
        Optional<String> keptInfo = Optional.ofNullable(kept.remove("info"));
        out.kept(kept); // what a tier was read with counts, such as another currency or no floor
        String settle = BinanceBrackets.settle(schedule.id());
        if (!settle.isBlank()) {
            out.textIfAbsent("currency", settle);
        }
        out.plainIfAbsent("tier", Optional.of(index + 1));
        out.plainIfAbsent("minNotional", Optional.of(tier.lowerBound()));
        out.plainIfAbsent("maxNotional", cap);
        out.plainIfAbsent("maintenanceMarginRate", Optional.of(tier.maintenanceMargin()));
        out.plainIfAbsent("maxLeverage", tier.maxLeverage());
        if (tier.maintenanceAmount().isEmpty() && !kept.containsKey("minNotional")) {
            if (keptInfo.isPresent()) {
                out.kept(Map.of("info", keptInfo.get()));
            }
            return;
        }
        boolean coins = schedule.unit() == SizeUnit.BASE;
        out.object("info", info -> {
            if (keptInfo.isPresent()) {
                info.keptFields("info", keptInfo.get());
            }
            info.textIfAbsent("bracket", index + 1);
            info.textIfAbsent("initialLeverage", tier.maxLeverage());
            info.textIfAbsent(coins ? "qtyCap" : "notionalCap", cap);
            info.textIfAbsent(coins ? "qtylFloor" : "notionalFloor", tier.lowerBound());
            info.textIfAbsent("maintMarginRatio", tier.maintenanceMargin());
            info.textIfAbsent("cum", tier.maintenanceAmount());
        });
    }

    private static Optional<Amount> cap(MarginSchedule schedule, int index) {
        return index + 1 < schedule.tiers().size()
                ? Optional.of(schedule.tiers().get(index + 1).lowerBound())
                : schedule.maxSize();
    }
}
