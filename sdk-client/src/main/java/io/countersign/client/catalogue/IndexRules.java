package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.internal.FieldPaths;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.scenario.IndexReplay;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.IndexAggregation;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Indexes by themselves: what they are made of, and what they do with a source that errs. */
final class IndexRules {
    /** Bounds at which a feed stops and goes on publishing, by the names that price feeds have for them. */
    private static final Set<String> FREEZING_BOUNDS = Set.of("minanswer", "maxanswer");

    private static final int TRIMMED_MIN = 3;

    private IndexRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-IDX-01", Severity.BLOCK, "Enough fresh sources make an index, and none of them rules it")
                        .checks(
                                "Where constituents are published: weights are above zero and sum to 1; none is above half; no"
                                        + " source is named twice; each has a staleness limit above zero; there are as many as must be"
                                        + " live at least, and at least two must (WARN). Inconclusive where constituents or their least"
                                        + " live number are not published.")
                        .why(
                                "A source with more than half of the weight is the index. One without a staleness limit counts when it"
                                        + " has long stood still.")
                        .fix("Add sources, spread the weights, and limit the age of each price.")
                        .on(IndexDefinition.class, IndexRules::composition)
                        .build(),
                Rule.of("D-IDX-03", Severity.ERROR, "An index leaves out what errs, and says what it does then")
                        .checks(
                                "Where constituents are published: outliers are excluded, by a band above zero that in past prices"
                                        + " leaves out a source in no more rows than the threshold, and is not wider than the widest of"
                                        + " the rule data (WARN); a fallback is defined; a trimmed mean has three live sources; no field"
                                        + " of the venue (minAnswer, maxAnswer) bounds the price. Inconclusive about the band's width"
                                        + " without constituent prices.")
                        .why(
                                "Deribit, 31 October 2019: an outlier was not excluded. Venus and Blizz, May 2022: a feed stopped at its"
                                        + " floor of 0.107 while LUNA fell on, and was used as collateral at that price.")
                        .fix(
                                "Set the outlier band above what sources differ by in ordinary times, define the fallback, take out bounds.")
                        .needs(RuleInput.CONSTITUENT_PRICES)
                        .on(IndexDefinition.class, IndexRules::robustness)
                        .build());
    }

    private static void composition(IndexDefinition index, RuleCase on) {
        if (index.constituents().isEmpty()) {
            on.lacks("published constituents");
            return;
        }
        List<IndexConstituent> sources = index.constituents().get();
        BigDecimal sum = BigDecimal.ZERO;
        Set<String> seen = new HashSet<>();
        for (IndexConstituent source : sources) {
            sum = sum.add(source.weight().value());
            source(source, on);
            if (!seen.add(source.source() + " " + source.pair().orElse(""))) {
                on.at(FieldPaths.of(source))
                        .found(source.source())
                        .say(source.source() + " is named twice: its weight counts double");
            }
        }
        if (sum.subtract(BigDecimal.ONE).abs().compareTo(on.threshold("weightSumGapMax")) > 0) {
            on.at("/constituents").found(plain(sum)).say("The weights sum to " + plain(sum) + ", not to 1");
        }
        live(index, sources.size(), on);
    }

    private static void source(IndexConstituent source, RuleCase on) {
        BigDecimal weight = source.weight().value();
        BigDecimal most = on.threshold("constituentWeightShareMax");
        if (weight.signum() <= 0) {
            on.at(FieldPaths.of(source) + "/weight")
                    .found(source.weight())
                    .say(source.source() + " has a weight of " + weight);
        } else if (weight.compareTo(most) > 0) {
            on.at(FieldPaths.of(source) + "/weight")
                    .found(source.weight())
                    .say(source.source() + " has " + percent(weight) + " of the weight, more than " + percent(most)
                            + ": its price is the index");
        }
        Optional<Duration> limit = source.maxStaleness();
        if (limit.isEmpty() || limit.get().isZero() || limit.get().isNegative()) {
            on.at(FieldPaths.of(source) + "/maxStaleness")
                    .say(source.source() + " has no staleness limit"
                            + limit.map(zero -> " above zero").orElse("")
                            + ": a price that stands still would go on counting");
        }
    }

    private static void live(IndexDefinition index, int sources, RuleCase on) {
        if (index.minLiveConstituents().isEmpty()) {
            on.lacks("published least number of live constituents");
            return;
        }
        int least = index.minLiveConstituents().get();
        if (sources < least) {
            on.at("/minLiveConstituents")
                    .found(least)
                    .say("The index has " + sources + " sources and needs " + least + " live: it never has a price");
        }
        BigDecimal wanted = on.threshold("liveMin");
        if (BigDecimal.valueOf(least).compareTo(wanted) < 0) {
            on.at("/minLiveConstituents")
                    .as(Severity.WARN)
                    .found(least)
                    .say("The index goes on with " + least + " live; fewer than " + plain(wanted)
                            + " leave nothing to compare a price with");
        }
    }

    private static void robustness(IndexDefinition index, RuleCase on) {
        index.extensions().forEach((name, value) -> {
            if (FREEZING_BOUNDS.contains(name.toLowerCase(Locale.ROOT))) {
                on.at("/extensions/" + name)
                        .found(value)
                        .say("The bound " + name
                                + " freezes the price when the market goes beyond it: take it out, or halt");
            }
        });
        if (index.constituents().isEmpty()) {
            on.lacks("published constituents");
            return;
        }
        if (index.fallback().filter(text -> !text.isBlank()).isEmpty()) {
            on.at("/fallback").say("The index does not say what it does without enough sources");
        }
        if (index.aggregation().equals(Optional.of(IndexAggregation.TRIMMED_MEAN))
                && index.minLiveConstituents().orElse(TRIMMED_MIN) < TRIMMED_MIN) {
            on.at("/minLiveConstituents")
                    .found(index.minLiveConstituents().orElseThrow())
                    .say("A mean without the highest and the lowest needs " + TRIMMED_MIN + " live sources, not "
                            + index.minLiveConstituents().get());
        }
        if (index.outlierBand().isEmpty()) {
            on.at("/outlierBand").say("Outliers are not excluded: one wrong price moves the index");
        } else {
            band(index, index.outlierBand().get(), on);
        }
    }

    private static void band(IndexDefinition index, Rate band, RuleCase on) {
        if (band.value().signum() <= 0) {
            on.at("/outlierBand")
                    .found(band)
                    .say("An outlier band of " + percent(band.value()) + " leaves out every source");
            return;
        }
        BigDecimal widest = on.threshold("bandShareMax");
        if (band.value().compareTo(widest) > 0) {
            on.at("/outlierBand")
                    .as(Severity.WARN)
                    .found(band)
                    .say("An outlier band of " + percent(band.value()) + " is wider than " + percent(widest)
                            + ": a price so far off would count");
        }
        Optional<ConstituentPrices> prices = on.need(RuleInput.CONSTITUENT_PRICES);
        if (prices.isEmpty()) {
            return;
        }
        List<String> lacking = IndexReplay.lacking(index, prices.get());
        lacking.forEach(on::lacks);
        if (!lacking.isEmpty()) {
            return;
        }
        BigDecimal excluded = IndexReplay.excludedShare(index, prices.get());
        BigDecimal most = on.threshold("excludedMinutesShareMax");
        if (excluded.compareTo(most) > 0) {
            on.at("/outlierBand")
                    .found(band)
                    .evidence("excludedShare", rounded(excluded, 4))
                    .say("An outlier band of " + percent(band.value()) + " leaves out a source in "
                            + share(excluded, BigDecimal.ONE) + " of the past rows, more than " + percent(most)
                            + ": it is narrower than sources ordinarily differ");
        }
    }
}
