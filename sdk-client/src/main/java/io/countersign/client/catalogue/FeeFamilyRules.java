package io.countersign.client.catalogue;

import io.countersign.client.internal.Fees;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Fee families: a market's two ladders come from one family, and from the one of its class. */
final class FeeFamilyRules {
    private FeeFamilyRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-FEE-05", Severity.ERROR, "Maker and taker ladder come from one fee family")
                        .checks(
                                "A family is a maker and a taker ladder that documents have together. ERROR where a document's"
                                        + " maker ladder stands at least 3 times as often beside another taker ladder, and its taker"
                                        + " ladder beside another maker ladder; or where its taker ladder is another's maker ladder at"
                                        + " least 3 times as often as a taker ladder. WARN where the two have different thresholds and"
                                        + " fewer than 3 documents have both. Ladders of one step go with any other.")
                        .why(
                                "Six Kraken pairs of 2026-01-12 have the maker ladder of one family beside the taker ladder of"
                                        + " another, and OMIUSD has the standard maker ladder as its taker ladder: these seven are"
                                        + " exactly the pairs that pay out more than they take in.")
                        .fix("Take both ladders from the family that the market belongs to.")
                        .comparing(
                                MarketDocument.class,
                                (document, on) -> Fees.in(document).filter(FeeFamilies::takesIn),
                                FeeFamilyRules::oneFamily)
                        .build(),
                Rule.of("X-FEE-01", Severity.ERROR, "A market's fee family is the one of its class")
                        .checks(
                                "Spot markets are of two classes: both assets stand for a state's currency, or not. A class has a"
                                        + " ladder of its own where at least half of its markets and no fewer than 5 have it. ERROR where"
                                        + " a market has another ladder, of at least 5 other markets of which at most 5 percent are of its"
                                        + " class, on one side; on both sides only where both assets are known to stand for a currency,"
                                        + " else INFO. Pairs of one thing with itself, such as staked ether against ether, are left alone.")
                        .why(
                                "Venues charge less for stablecoins and currencies than for crypto assets: USDDEUR, USDSEUR and"
                                        + " EURRUSDC had the maker ladder of crypto pairs on Kraken on 2026-01-12, rebate included.")
                        .fix(
                                "Give the market the ladders of its class, or say in the asset or the rule data what it is pegged to.")
                        .comparing(SpotMarket.class, FeeFamilyRules::classed, FeeFamilyRules::ofItsClass)
                        .build());
    }

    private static void oneFamily(SortedMap<DocumentId, Fees> documents, RuleCase on) {
        FeeFamilies families = new FeeFamilies();
        documents.forEach(families::add);
        BigDecimal times = on.threshold("familyTimesMin");
        BigDecimal enough = on.threshold("familyDocumentsMin");
        for (FeeFamilies.Member member : families.members()) {
            Fees.Side maker = member.fees().makerOrBoth();
            Fees.Side taker = member.fees().taker();
            if (maker.isFlat() || taker.isFlat()) {
                continue;
            }
            int together = families.of(member.pair()).size();
            List<FeeFamilies.Member> makers = families.withMakerOf(member.pair());
            List<FeeFamilies.Member> takers = families.withTakerOf(member.pair());
            int asMaker = families.asMaker(member.pair().taker());
            int asTaker = families.asTaker(member.pair().taker());
            if (isTimes(makers.size(), together, times) && isTimes(takers.size(), together, times)) {
                on.at(member.document(), member.fees().path())
                        .evidence("documentsWithBoth", together)
                        .evidence("documentsOfMakerFamily", makers.size())
                        .evidence("documentsOfTakerFamily", takers.size())
                        .say("Ladders of two families: the maker ladder is that of " + named(makers)
                                + ", the taker ladder that of " + named(takers)
                                + (thresholds(maker).equals(thresholds(taker)) ? "" : ", with other thresholds"));
            } else if (member.pair().maker() != member.pair().taker() && isTimes(asMaker, asTaker, times)) {
                on.at(member.document(), taker.path())
                        .evidence("documentsWithItAsMaker", asMaker)
                        .evidence("documentsWithItAsTaker", asTaker)
                        .say("The taker ladder is the maker ladder of "
                                + families.withMaker(member.pair().taker())
                                        .map(other -> other.document().id())
                                        .orElseThrow()
                                + (asMaker > 1 ? " and " + (asMaker - 1) + " more" : "")
                                + ": ladders are mixed up");
            } else if (BigDecimal.valueOf(together).compareTo(enough) < 0
                    && !thresholds(maker).equals(thresholds(taker))) {
                on.at(member.document(), member.fees().path())
                        .as(Severity.WARN)
                        .say("The maker ladder has steps at volumes " + thresholds(maker) + ", the taker ladder at "
                                + thresholds(taker) + ": accounts change tier on one side only");
            }
        }
    }

    private static boolean isTimes(int count, int of, BigDecimal times) {
        return BigDecimal.valueOf(count).compareTo(times.multiply(BigDecimal.valueOf(of))) >= 0;
    }

    private static String named(List<FeeFamilies.Member> members) {
        return members.get(0).document().id() + (members.size() > 1 ? " and " + (members.size() - 1) + " more" : "");
    }

    private static List<String> thresholds(Fees.Side side) {
        return side.steps().stream().map(step -> step.threshold().toString()).toList();
    }

    /**
     * What is compared of a spot market.
     *
     * @param isMoney whether both assets stand for a state's currency
     */
    private record Classed(String pair, String path, Fees fees, boolean isMoney) {}

    private static Optional<Classed> classed(SpotMarket market, RuleCase on) {
        Optional<Fees> fees =
                Fees.inForce(market, id -> on.find(FeeSchedule.class, id)).filter(FeeFamilies::takesIn);
        if (fees.isEmpty()) {
            return Optional.empty();
        }
        String base = anchor(market.base(), on);
        String quote = anchor(market.quote(), on);
        boolean isMoney = isCurrency(base, on) && isCurrency(quote, on);
        if (!isMoney && base.equals(quote)) {
            return Optional.empty(); // one thing against itself
        }
        String path = market.fees().isEmpty() ? "/feeScheduleRef" : fees.get().path();
        return Optional.of(new Classed(market.base() + "/" + market.quote(), path, fees.get(), isMoney));
    }

    private static String anchor(String asset, RuleCase on) {
        String pegged = on.find(Asset.class, asset)
                .flatMap(Asset::pegged)
                .map(peg -> peg.to())
                .orElse(asset);
        return on.data().assetAnchors().getOrDefault(pegged, pegged);
    }

    private static boolean isCurrency(String anchor, RuleCase on) {
        return on.data().currencies().contains(anchor)
                || on.find(Asset.class, anchor).flatMap(Asset::fiat).orElse(false);
    }

    private static void ofItsClass(SortedMap<DocumentId, Classed> markets, RuleCase on) {
        ClassCounts makers = new ClassCounts(on);
        ClassCounts takers = new ClassCounts(on);
        for (Classed market : markets.values()) {
            makers.add(market.fees().makerOrBoth().ladder(), market.isMoney());
            takers.add(market.fees().taker().ladder(), market.isMoney());
        }
        for (boolean isMoney : new boolean[] {true, false}) {
            Set<Fees.Steps> foreignMakers = makers.foreign(isMoney);
            Set<Fees.Steps> foreignTakers = takers.foreign(isMoney);
            markets.forEach((id, market) -> {
                boolean maker = isOneOf(foreignMakers, market.fees().makerOrBoth());
                boolean taker = isOneOf(foreignTakers, market.fees().taker());
                if (market.isMoney() == isMoney && (maker || taker)) {
                    report(id, market, maker, taker, on);
                }
            });
        }
    }

    private static boolean isOneOf(Set<Fees.Steps> ladders, Fees.Side side) {
        return !side.isFlat() && ladders.contains(side.ladder());
    }

    private static void report(DocumentId id, Classed market, boolean maker, boolean taker, RuleCase on) {
        String sides = maker && taker ? "Both ladders are" : maker ? "The maker ladder is" : "The taker ladder is";
        Fees fees = market.fees();
        FeeStep first = (maker ? fees.makerOrBoth() : fees.taker()).steps().get(0);
        if (market.isMoney()) {
            on.at(id, market.path())
                    .evidence("class", "currencies")
                    .say(sides + " of crypto pairs (from " + first.fee() + " %), and " + market.pair()
                            + " is a pair of currencies or of what stands for them");
        } else {
            on.at(id, market.path())
                    .as(maker && taker ? Severity.INFO : Severity.ERROR)
                    .evidence("class", "crypto")
                    .say(sides + " of pairs of currencies (from " + first.fee() + " %), and " + market.pair()
                            + " is not known to be one"
                            + (maker && taker ? ": if it is, say what the assets are pegged to" : ""));
        }
    }

    /** How many markets of each class have which ladder, on one side. */
    private static final class ClassCounts {
        private final Counts money = new Counts();
        private final Counts others = new Counts();
        private final BigDecimal enough;
        private final BigDecimal ownShareMin;
        private final BigDecimal foreignShareMax;

        ClassCounts(RuleCase on) {
            this.enough = on.threshold("familyMarketsMin");
            this.ownShareMin = on.threshold("ownShareMin");
            this.foreignShareMax = on.threshold("foreignShareMax");
        }

        void add(Fees.Steps ladder, boolean isMoney) {
            of(isMoney).add(ladder);
        }

        private Counts of(boolean isMoney) {
            return isMoney ? money : others;
        }

        /** The ladders in a class that has one of its own which are those of the other class. */
        Set<Fees.Steps> foreign(boolean isMoney) {
            Counts own = of(isMoney);
            Counts other = of(!isMoney);
            if (decimal(own.most).compareTo(enough) < 0
                    || decimal(own.most).compareTo(ownShareMin.multiply(decimal(own.markets))) < 0) {
                return Set.of();
            }
            return own.byLadder.keySet().stream()
                    .filter(ladder -> own.of(ladder) < own.most && isOfOthers(own.of(ladder), other.of(ladder)))
                    .collect(Collectors.toSet());
        }

        /** Whether, apart from one market of a class, it is the other class that has a ladder. */
        private boolean isOfOthers(int ofClass, int ofOther) {
            int others = ofClass + ofOther - 1;
            return decimal(others).compareTo(enough) >= 0
                    && decimal(ofClass - 1).compareTo(foreignShareMax.multiply(decimal(others))) <= 0;
        }

        private static BigDecimal decimal(int count) {
            return BigDecimal.valueOf(count);
        }
    }

    /** How many markets have which ladder, how many there are, and how many have the one that most have. */
    private static final class Counts {
        private final Map<Fees.Steps, Integer> byLadder = new HashMap<>();
        private int markets;
        private int most;

        void add(Fees.Steps ladder) {
            markets++;
            most = Math.max(most, byLadder.merge(ladder, 1, Integer::sum));
        }

        int of(Fees.Steps ladder) {
            return byLadder.getOrDefault(ladder, 0);
        }
    }
}
