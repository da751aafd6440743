package io.countersign.model.diff;

import static io.countersign.model.diff.Growth.COARSER;
import static io.countersign.model.diff.Growth.DEARER;
import static io.countersign.model.diff.Growth.FINER;
import static io.countersign.model.diff.Growth.HEAVIER;
import static io.countersign.model.diff.Growth.LARGER;
import static io.countersign.model.diff.Growth.LOOSER;
import static io.countersign.model.diff.Growth.NEUTRAL;
import static io.countersign.model.diff.Growth.SLOWER;
import static io.countersign.model.diff.Growth.TIGHTER;

import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarginConfig;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What it means that a figure grows: a line for each numeric field of every document. A test fails for a field without one; a
 * field that is neither good nor bad is {@link Growth#NEUTRAL}.
 */
final class Meanings {
    private static final List<Line> TABLE = List.of(
            line(MarketDocument.class, "schemaVersion", NEUTRAL),
            line(PriceRule.class, "tickSize", COARSER),
            line(PriceRule.class, "pricePrecision", FINER),
            line(PriceRule.class, "minPrice", TIGHTER),
            line(PriceRule.class, "maxPrice", LOOSER),
            line(SizeRule.class, "lotStep", COARSER),
            line(SizeRule.class, "minQuantity", TIGHTER),
            line(SizeRule.class, "maxQuantity", LOOSER),
            line(SizeRule.class, "lotMultiplier", LARGER),
            line(NotionalRule.class, "minNotional", TIGHTER),
            line(NotionalRule.class, "costDecimals", FINER),
            line(FeeStep.class, "threshold", NEUTRAL),
            line(FeeStep.class, "fee", DEARER, "{} fee"),
            line(SpotMarginConfig.class, "leverageBuy", LOOSER),
            line(SpotMarginConfig.class, "leverageSell", LOOSER),
            line(SpotMarginConfig.class, "marginCallLevel", TIGHTER),
            line(SpotMarginConfig.class, "marginStopLevel", TIGHTER),
            line(SpotMarginConfig.class, "longPositionLimit", LOOSER),
            line(SpotMarginConfig.class, "shortPositionLimit", LOOSER),
            line(FuturesContract.class, "contractSize", LARGER),
            line(FuturesContract.class, "maxPosition", LOOSER),
            line(FuturesContract.class, "impactMidSize", NEUTRAL),
            line(FundingConfig.class, "coefficient", SLOWER),
            line(FundingConfig.class, "maxAbsRate", LOOSER),
            line(MarginTier.class, "lowerBound", NEUTRAL),
            line(MarginTier.class, "initialMargin", TIGHTER),
            line(MarginTier.class, "maintenanceMargin", TIGHTER),
            line(IndexConstituent.class, "weight", HEAVIER));

    private static final Map<String, Line> BY_FIELD =
            TABLE.stream().collect(Collectors.toUnmodifiableMap(Line::field, Function.identity()));

    private Meanings() {}

    /**
     * A field of a type, by its name in JSON.
     *
     * @param label how people call it, with {@code {}} for the collection that holds it; empty for what the name says
     */
    record Line(Class<?> type, String name, Growth growth, String label) {
        String field() {
            return type.getSimpleName() + "." + name;
        }
    }

    static List<Line> table() {
        return TABLE;
    }

    static Optional<Line> find(Class<?> type, String name) {
        Line own = BY_FIELD.get(type.getSimpleName() + "." + name);
        return Optional.ofNullable(
                own == null && MarketDocument.class.isAssignableFrom(type)
                        ? BY_FIELD.get("MarketDocument." + name)
                        : own);
    }

    private static Line line(Class<?> type, String name, Growth growth) {
        return line(type, name, growth, "");
    }

    private static Line line(Class<?> type, String name, Growth growth, String label) {
        return new Line(type, name, growth, label);
    }
}
