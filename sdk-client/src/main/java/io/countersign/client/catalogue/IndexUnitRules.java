package io.countersign.client.catalogue;

import io.countersign.client.internal.FieldPaths;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What an index's price counts, and whether that is what its users take it for. */
final class IndexUnitRules {
    private IndexUnitRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of("D-IDX-02", Severity.BLOCK, "An index prices what its users take it for")
                .checks(
                        "For each contract with an index and each collateral asset valued by one: the prices of its sources,"
                                + " multiplied along the conversion path, are in the contract's quote per base, or in the"
                                + " schedule's currency per asset. The path may convert the sources' prices, or be the whole way"
                                + " from base to quote. Legs are spot markets of the configuration or names of pairs; an asset"
                                + " goes by one name (rule data), one that is pegged to another counts as that one (WARN)."
                                + " Inconclusive where pairs are not published or cannot be read.")
                .why(
                        "Moonwell, 15 February 2026: the ratio cbETH/ETH was used as cbETH's price in dollars, 1.12, for want"
                                + " of the second leg; 1.78 million dollars of bad debt.")
                .fix("Add the missing leg to the conversion path, or take another index.")
                .on(FuturesContract.class, IndexUnitRules::ofContract)
                .on(CollateralSchedule.class, IndexUnitRules::ofCollateral)
                .build());
    }

    private static void ofContract(FuturesContract contract, RuleCase on) {
        Optional<IndexDefinition> index = contract.index().flatMap(id -> on.find(IndexDefinition.class, id));
        if (index.isEmpty()) {
            return; // X-REF-01 says where it is missing
        }
        if (contract.base().isEmpty() || contract.quote().isEmpty()) {
            on.lacks("published base and quote");
            return;
        }
        PricePair wanted = PricePair.of(contract.base().get(), contract.quote().get(), on);
        new Use(index.get(), wanted, "/index", "the contract takes it for " + wanted, on).check();
    }

    private static void ofCollateral(CollateralSchedule schedule, RuleCase on) {
        for (CollateralAsset asset : schedule.assets()) {
            Optional<IndexDefinition> index = asset.priceSource().flatMap(id -> on.find(IndexDefinition.class, id));
            if (index.isPresent()) {
                PricePair wanted = PricePair.of(asset.asset(), schedule.currency(), on);
                String path = "/assets/asset=" + FieldPaths.escaped(asset.asset()) + "/priceSource";
                new Use(index.get(), wanted, path, "the schedule takes it for " + wanted, on).check();
            }
        }
    }

    /** The pair that a source of an index names, if it can be read. */
    static Optional<PricePair> pair(IndexConstituent source, RuleCase on) {
        return pairName(source).flatMap(name -> PricePair.named(name, on));
    }

    /** The pair's name: what follows the exchange in {@code coinbase/BTC-USD}, where it does not stand beside it. */
    static Optional<String> pairName(IndexConstituent constituent) {
        String source = constituent.source();
        int slash = source.indexOf('/');
        return constituent.pair().or(() -> slash < 0 ? Optional.empty() : Optional.of(source.substring(slash + 1)));
    }

    /** The exchange that a source names. */
    static String exchange(IndexConstituent constituent) {
        String source = constituent.source();
        int slash = source.indexOf('/');
        return slash < 0 ? source : source.substring(0, slash);
    }

    /** An index and what somebody takes its price for. */
    private record Use(IndexDefinition index, PricePair wanted, String path, String claim, RuleCase on) {
        void check() {
            Optional<List<PricePair>> legs = all(index.conversionPath().stream()
                    .map(name -> PricePair.named(name, on))
                    .toList());
            if (legs.isEmpty()) {
                lacks("readable conversion path");
                return;
            }
            Optional<PricePair> way = product(legs.get());
            if (!legs.get().isEmpty() && way.isEmpty()) {
                wrong(
                        "",
                        "The legs " + words(legs.get()) + " of index " + index.id() + " cannot be multiplied: each must"
                                + " price what the one before it is quoted in; " + claim);
                return;
            }
            List<IndexConstituent> sources = index.constituents().orElse(List.of());
            if (sources.isEmpty()) {
                lacks("published constituents");
            }
            for (IndexConstituent source : sources) {
                Optional<PricePair> pair = pair(source, on);
                if (pair.isEmpty()) {
                    lacks("readable pair of source " + source.source());
                } else {
                    judge(source, pair.get(), legs.get(), way);
                }
            }
            if (sources.isEmpty() && way.isPresent() && !way.get().equals(wanted)) {
                wrong("", "Index " + index.id() + " prices " + way.get() + ", " + claim);
            }
        }

        private void judge(IndexConstituent source, PricePair pair, List<PricePair> legs, Optional<PricePair> way) {
            PricePair unit = unit(pair, legs, way);
            if (unit.equals(wanted)) {
                return;
            }
            if (unit.unpegged(on).equals(wanted.unpegged(on))) {
                on.at(path)
                        .as(Severity.WARN)
                        .found(index.id())
                        .evidence("source", source.source())
                        .say("Index " + index.id() + " prices " + unit + " by source " + source.source() + ", " + claim
                                + ": right only while the peg holds");
            } else {
                wrong(
                        source.source(),
                        "Index " + index.id() + " prices " + unit + " by source " + source.source()
                                + (legs.isEmpty() ? " without a conversion" : " by way of " + words(legs)) + ", "
                                + claim
                                + ": a leg is missing or wrong");
            }
        }

        /** What a source's price becomes: the source may be converted, be there already, or be the first leg of the whole way. */
        private PricePair unit(PricePair pair, List<PricePair> legs, Optional<PricePair> way) {
            if (way.isEmpty()) {
                return pair;
            }
            if (way.get().equals(wanted) && pair.equals(legs.get(0))) {
                return wanted;
            }
            return pair.times(way.get()).orElse(pair);
        }

        private void lacks(String what) {
            DocumentId id = index.documentId();
            on.lacks(what, id);
        }

        private void wrong(String source, String message) {
            on.at(path)
                    .found(index.id())
                    .evidence("wanted", wanted)
                    .evidence("source", source)
                    .say(message);
        }
    }

    private static Optional<List<PricePair>> all(List<Optional<PricePair>> pairs) {
        List<PricePair> known = new ArrayList<>();
        pairs.forEach(pair -> pair.ifPresent(known::add));
        return known.size() == pairs.size() ? Optional.of(known) : Optional.empty();
    }

    /** What the legs price together; empty where there are none, or where they cannot be multiplied. */
    private static Optional<PricePair> product(List<PricePair> legs) {
        Optional<PricePair> product = legs.stream().findFirst();
        for (PricePair leg : legs.stream().skip(1).toList()) {
            product = product.flatMap(known -> known.times(leg));
        }
        return product;
    }

    private static String words(List<PricePair> legs) {
        return legs.stream().map(PricePair::toString).collect(Collectors.joining(" x "));
    }
}
