package io.countersign.model.diff;

import static io.countersign.model.diff.Growth.CHEAPER;
import static io.countersign.model.diff.Growth.COARSER;
import static io.countersign.model.diff.Growth.DEARER;
import static io.countersign.model.diff.Growth.FINER;
import static io.countersign.model.diff.Growth.HEAVIER;
import static io.countersign.model.diff.Growth.LARGER;
import static io.countersign.model.diff.Growth.LOOSER;
import static io.countersign.model.diff.Growth.NEUTRAL;
import static io.countersign.model.diff.Growth.SLOWER;
import static io.countersign.model.diff.Growth.TIGHTER;

import io.countersign.model.market.Asset;
import io.countersign.model.market.CircuitBreaker;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.InstrumentRiskStatus;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarkPriceRule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.Peg;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.TickStep;
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
            line(TickStep.class, "abovePrice", NEUTRAL),
            line(TickStep.class, "tickSize", COARSER),
            line(SizeRule.class, "marketLotStep", COARSER),
            line(SizeRule.class, "marketMinQuantity", TIGHTER),
            line(SizeRule.class, "marketMaxQuantity", LOOSER),
            line(SizeRule.class, "icebergParts", LARGER),
            line(NotionalRule.class, "maxNotional", LOOSER),
            line(NotionalRule.class, "averagePriceWindow", SLOWER),
            line(PriceBand.class, "referenceWindow", SLOWER),
            line(PriceBand.class, "buyUp", LOOSER),
            line(PriceBand.class, "buyDown", TIGHTER),
            line(PriceBand.class, "sellUp", LOOSER),
            line(PriceBand.class, "sellDown", TIGHTER),
            line(CircuitBreaker.class, "move", LOOSER),
            line(CircuitBreaker.class, "window", NEUTRAL),
            line(CircuitBreaker.class, "minHold", SLOWER),
            line(SpotMarginConfig.class, "openingFee", DEARER),
            line(SpotMarginConfig.class, "rolloverFee", DEARER),
            line(SpotMarginConfig.class, "rolloverInterval", CHEAPER),
            line(FuturesContract.class, "openInterestCap", LOOSER),
            line(FuturesContract.class, "maxLeverage", LOOSER),
            line(FuturesContract.class, "makerProtection", SLOWER),
            line(FundingConfig.class, "interval", SLOWER),
            line(FundingConfig.class, "interestRate", NEUTRAL),
            line(FundingConfig.class, "premiumSample", SLOWER),
            line(FundingConfig.class, "impactNotional", NEUTRAL),
            line(ExpiryConfig.class, "window", NEUTRAL),
            line(ExpiryConfig.class, "deadline", SLOWER),
            line(ExpiryConfig.class, "fee", DEARER),
            line(MarkPriceRule.class, "premiumCap", LOOSER),
            line(MarkPriceRule.class, "premiumCapNear", LOOSER),
            line(MarkPriceRule.class, "premiumCapFar", LOOSER),
            line(MarkPriceRule.class, "farDays", NEUTRAL),
            line(MarkPriceRule.class, "roundTo", COARSER),
            line(MarginTier.class, "maxLeverage", LOOSER),
            line(MarginTier.class, "maintenanceAmount", NEUTRAL),
            line(MarginSchedule.class, "maxSize", LOOSER),
            line(IndexConstituent.class, "maxStaleness", LOOSER),
            line(IndexDefinition.class, "minLiveConstituents", TIGHTER),
            line(IndexDefinition.class, "outlierBand", LOOSER),
            line(IndexDefinition.class, "publishInterval", SLOWER),
            line(Asset.class, "ledgerDecimals", FINER),
            line(Asset.class, "displayDecimals", FINER),
            line(Asset.class, "collateralValue", HEAVIER),
            line(Asset.class, "marginRate", DEARER),
            line(Peg.class, "tolerance", LOOSER),
            line(FeeSchedule.class, "volumeWindow", NEUTRAL),
            line(FeeTier.class, "threshold", NEUTRAL),
            line(FeeTier.class, "maker", DEARER, "maker fee"),
            line(FeeTier.class, "taker", DEARER, "taker fee"),
            line(FeeTier.class, "qualifications", NEUTRAL),
            line(CollateralAsset.class, "haircut", TIGHTER),
            line(CollateralAsset.class, "maxValue", LOOSER),
            line(CollateralAsset.class, "conversionFee", DEARER),
            line(CollateralAsset.class, "conversionOrder", NEUTRAL),
            line(PositionLimit.class, "limits", LOOSER),
            line(PositionLimit.class, "openInterestCap", LOOSER),
            line(MarginPoolLimit.class, "allowance", LOOSER),
            line(InstrumentRiskStatus.class, "initialMarginMultiplier", TIGHTER),
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
