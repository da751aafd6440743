package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.internal.FieldPaths;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.CoupledFields;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.scenario.IndexReplay;
import io.countersign.model.diff.FieldChange;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.ExpiryConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes of indexes and of what they rest on. */
final class IndexChangeRules {
    private static final long SECONDS_A_DAY = Duration.ofDays(1).toSeconds();

    private IndexChangeRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("T-IDX-01", Severity.BLOCK, "A change of an index does not move its price")
                        .checks(
                                "On a change of constituents, weights, staleness limits, aggregation, outlier band or least live"
                                        + " number: over the last 30 days of constituent prices the old and the new definition never"
                                        + " differ by more than 0.5 % in any row, and the new one has a price wherever the old one has;"
                                        + " WARN where the prices cover less, INFO with the figures else. The change does not take"
                                        + " effect in the settlement window of a contract that follows the index. Inconclusive without"
                                        + " the prices, and without the instant of the change where a contract settles against the index.")
                        .why(
                                "Every position marked against the index gains or loses by the jump, and nobody traded. Inside a"
                                        + " settlement window it decides what a contract pays.")
                        .fix("Change in smaller steps, or outside the settlement windows.")
                        .needs(RuleInput.CONSTITUENT_PRICES, RuleInput.EFFECTIVE_AT)
                        .onChange(IndexDefinition.class, IndexChangeRules::replayed)
                        .onChange(IndexDefinition.class, IndexChangeRules::outsideSettlement)
                        .build(),
                Rule.of("T-IDX-02", Severity.BLOCK, "Coupled fields change together")
                        .checks(
                                "Of the couplings in the rule data: when one field changes, those coupled to it change in the same"
                                        + " change. A unit is coupled to its amount, a ratio to its timestamp.")
                        .why(
                                "Aave, 10 March 2026: of a ratio and its timestamp only one could be updated as far as needed; the cap"
                                        + " came out 2.85 % too low and 10,938 wstETH were liquidated.")
                        .fix("Put both into one change.")
                        .onAnyChange(IndexChangeRules::together)
                        .build(),
                Rule.of("X-IDX-01", Severity.ERROR, "No market ends that a live index takes its price from")
                        .checks(
                                "No spot market of the venue that is a source or a leg of an index is delisted, has a delisting plan"
                                        + " that ends it before the index does, or is removed by the change.")
                        .why(
                                "An index that loses a source in silence has one fewer to outvote a wrong price, or none at all.")
                        .fix("Replace the source in the index first.")
                        .on(IndexDefinition.class, IndexChangeRules::sourcesLive)
                        .onAnyChange(IndexChangeRules::sourcesStay)
                        .build());
    }

    private static void replayed(IndexDefinition before, IndexDefinition after, RuleCase on) {
        if (samePrice(before, after)) {
            return;
        }
        Optional<ConstituentPrices> prices = on.need(RuleInput.CONSTITUENT_PRICES);
        if (prices.isEmpty()) {
            return;
        }
        List<String> lacking = Stream.of(before, after)
                .flatMap(version -> IndexReplay.lacking(version, prices.get()).stream())
                .distinct()
                .toList();
        lacking.forEach(on::lacks);
        if (!lacking.isEmpty()) {
            return;
        }
        BigDecimal limit = on.threshold("moveShareMax");
        Duration wanted = Duration.ofDays(on.threshold("historyDays").intValueExact());
        IndexReplay.Comparison comparison = IndexReplay.compare(
                before, after, prices.get(), end(prices.get()).minus(wanted), limit);
        String most = percent(comparison.move(), 3)
                + comparison.at().map(at -> " (" + at + ")").orElse("");
        if (comparison.over() > 0) {
            on.at("/constituents")
                    .evidence("moveShare", rounded(comparison.move(), 6))
                    .evidence("rowsOver", comparison.over())
                    .say("The index would have been up to " + most + " elsewhere, and beyond " + percent(limit) + " in "
                            + comparison.over() + " of " + comparison.rows() + " rows: change in smaller steps");
        }
        if (comparison.withoutPrice() > 0) {
            on.at("/constituents")
                    .evidence("rowsWithoutPrice", comparison.withoutPrice())
                    .say("The new index has no price in " + comparison.withoutPrice() + " of " + comparison.rows()
                            + " rows in which the old one has");
        }
        boolean complete = comparison.covered().compareTo(wanted) >= 0;
        if (comparison.over() == 0 && comparison.withoutPrice() == 0) {
            on.at("/constituents")
                    .as(complete ? Severity.INFO : Severity.WARN)
                    .evidence("moveShare", rounded(comparison.move(), 6))
                    .evidence("rows", comparison.rows())
                    .say("Over the last " + days(comparison.covered()) + " days of prices the new index is at most "
                            + most
                            + " elsewhere"
                            + (complete ? "" : "; " + days(wanted) + " days are wanted before it is called safe"));
        }
    }

    private static boolean samePrice(IndexDefinition before, IndexDefinition after) {
        return before.constituents().equals(after.constituents())
                && before.aggregation().equals(after.aggregation())
                && before.outlierBand().equals(after.outlierBand())
                && before.minLiveConstituents().equals(after.minLiveConstituents());
    }

    /** The end of the last bar of all. */
    private static Instant end(ConstituentPrices prices) {
        return prices.bySource().values().stream()
                .filter(history -> history.size() > 0)
                .map(IndexChangeRules::end)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
    }

    private static Instant end(PriceHistory history) {
        return history.opensAt(history.size() - 1).plus(history.interval());
    }

    private static String days(Duration duration) {
        return rounded(
                BigDecimal.valueOf(duration.toSeconds())
                        .divide(BigDecimal.valueOf(SECONDS_A_DAY), MathContext.DECIMAL32),
                3);
    }

    private static void outsideSettlement(IndexDefinition before, IndexDefinition after, RuleCase on) {
        List<FuturesContract> settling = on.all(FuturesContract.class).stream()
                .filter(contract -> contract.index().equals(Optional.of(after.id()))
                        && contract.lastTradingAt().isPresent())
                .toList();
        if (settling.isEmpty()
                || (samePrice(before, after) && before.conversionPath().equals(after.conversionPath()))) {
            return;
        }
        Optional<Instant> effective = on.needOfTheWhole(RuleInput.EFFECTIVE_AT);
        if (effective.isEmpty()) {
            return;
        }
        Duration usual = Duration.ofMinutes(on.threshold("windowMinutes").intValueExact());
        for (FuturesContract contract : settling) {
            Instant end = contract.lastTradingAt().orElseThrow();
            Instant from =
                    end.minus(contract.expiry().flatMap(ExpiryConfig::window).orElse(usual));
            Instant to = contract.expiry().flatMap(ExpiryConfig::settlesAt).orElse(end);
            if (!effective.get().isBefore(from) && !effective.get().isAfter(to)) {
                on.at("/constituents")
                        .evidence("contract", contract.documentId())
                        .say("The index changes at " + effective.get() + ", while " + contract.id()
                                + " settles against it from " + from + " to " + to);
            }
        }
    }

    private static void together(DocumentChange change, RuleCase on) {
        if (change.fields().isEmpty()) {
            return; // added or removed as a whole
        }
        for (CoupledFields coupling : on.data().coupledFields()) {
            if (coupling.kind() == change.id().kind()) {
                for (String path : coupling.changed()) {
                    List<String> still = coupling.with().stream()
                            .filter(partner -> !partner.equals(path) && !touches(change, partner))
                            .toList();
                    if (touches(change, path) && !still.isEmpty()) {
                        on.at(path)
                                .evidence("unchanged", String.join(", ", still))
                                .say(path + " changes and " + String.join(" and ", still)
                                        + (still.size() == 1 ? " does not" : " do not")
                                        + ": they mean something only together");
                    }
                }
            }
        }
    }

    /** Whether a field, something beneath it, or all that it is part of changes. */
    private static boolean touches(DocumentChange change, String path) {
        return change.fields().stream()
                .map(FieldChange::path)
                .anyMatch(changed ->
                        changed.equals(path) || changed.startsWith(path + "/") || path.startsWith(changed + "/"));
    }

    private static void sourcesLive(IndexDefinition index, RuleCase on) {
        index.constituents().orElse(List.of()).stream()
                .filter(source -> IndexUnitRules.exchange(source).equalsIgnoreCase(index.venue()))
                .forEach(source -> IndexUnitRules.pairName(source)
                        .flatMap(name -> market(name, on))
                        .ifPresent(market -> live(index, market, FieldPaths.of(source), on)));
        index.conversionPath()
                .forEach(leg -> market(leg, on).ifPresent(market -> live(index, market, "/conversionPath", on)));
    }

    private static void live(IndexDefinition index, SpotMarket market, String path, RuleCase on) {
        Optional<Instant> ends = market.delisting().map(DelistingPlan::delistedAt);
        boolean delisted = market.status().equals(Optional.of(TradingStatus.DELISTED));
        boolean outlived = ends.isPresent()
                && index.validTo().filter(until -> !until.isAfter(ends.get())).isEmpty();
        if (delisted || outlived) {
            on.at(path)
                    .evidence("market", market.documentId())
                    .say("The index takes its price from " + market.id() + ", which "
                            + (delisted ? "is delisted" : "is delisted at " + ends.orElseThrow())
                            + ": replace the source first");
        }
    }

    private static void sourcesStay(DocumentChange change, RuleCase on) {
        if (!(change.before().orElse(null) instanceof SpotMarket market)
                || change.after().isPresent()) {
            return;
        }
        for (IndexDefinition index : on.all(IndexDefinition.class)) {
            boolean source = index.constituents().orElse(List.of()).stream()
                    .filter(constituent -> IndexUnitRules.exchange(constituent).equalsIgnoreCase(index.venue()))
                    .flatMap(constituent -> IndexUnitRules.pairName(constituent).stream())
                    .anyMatch(name -> isCalled(market, name));
            if (source || index.conversionPath().stream().anyMatch(name -> isCalled(market, name))) {
                on.at("")
                        .evidence("index", index.documentId())
                        .say(market.id() + " is removed while index " + index.id()
                                + " takes its price from it: replace the source first");
            }
        }
    }

    /** The venue's market of that name, by any of its names. */
    private static Optional<SpotMarket> market(String name, RuleCase on) {
        return on.find(SpotMarket.class, name)
                .or(() -> on.all(SpotMarket.class).stream()
                        .filter(market -> isCalled(market, name))
                        .findFirst());
    }

    private static boolean isCalled(SpotMarket market, String name) {
        return market.id().equals(name)
                || market.altName().equals(Optional.of(name))
                || market.wsName().equals(Optional.of(name));
    }
}
