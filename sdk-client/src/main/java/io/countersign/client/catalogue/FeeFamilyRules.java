package io.countersign.client.catalogue;

import io.countersign.client.internal.Fees;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.Market;
import io.countersign.model.market.SpotMarket;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
                        .onSnapshot((snapshot, on) -> oneFamily(on))
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
                        .onSnapshot((snapshot, on) -> ofItsClass(on))
                        .build());
    }

    private static void oneFamily(RuleCase on) {
        FeeFamilies families = new FeeFamilies();
        on.all(Market.class).forEach(market -> Fees.in(market).ifPresent(fees -> families.add(market, fees)));
        on.all(FeeSchedule.class).forEach(schedule -> families.add(schedule, Fees.of(schedule)));
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
                on.at(member.document().documentId(), member.fees().path())
                        .evidence("documentsWithBoth", together)
                        .evidence("documentsOfMakerFamily", makers.size())
                        .evidence("documentsOfTakerFamily", takers.size())
                        .say("Ladders of two families: the maker ladder is that of " + named(makers)
                                + ", the taker ladder that of " + named(takers)
                                + (thresholds(maker).equals(thresholds(taker)) ? "" : ", with other thresholds"));
            } else if (member.pair().maker() != member.pair().taker() && isTimes(asMaker, asTaker, times)) {
                on.at(member.document().documentId(), taker.path())
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
                on.at(member.document().documentId(), member.fees().path())
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

    private static void ofItsClass(RuleCase on) {
        FeeFamilies families = new FeeFamilies();
        for (SpotMarket market : on.all(SpotMarket.class)) {
            Fees.inForce(market, id -> on.find(FeeSchedule.class, id)).ifPresent(fees -> families.add(market, fees));
        }
        Map<String, Asset> assets =
                on.all(Asset.class).stream().collect(Collectors.toMap(Asset::id, asset -> asset, (one, other) -> one));
        ClassCounts makers = new ClassCounts(on);
        ClassCounts takers = new ClassCounts(on);
        List<Classed> classed = new ArrayList<>();
        for (FeeFamilies.Member member : families.members()) {
            SpotMarket market = (SpotMarket) member.document();
            isPairOfCurrencies(market, assets, on).ifPresent(isMoney -> {
                classed.add(new Classed(market, member, isMoney));
                makers.add(member.pair().maker(), isMoney);
                takers.add(member.pair().taker(), isMoney);
            });
        }
        for (Classed market : classed) {
            Fees fees = market.member().fees();
            FeeFamilies.Pair pair = market.member().pair();
            boolean maker = !fees.makerOrBoth().isFlat() && makers.isForeign(pair.maker(), market.isMoney());
            boolean taker = !fees.taker().isFlat() && takers.isForeign(pair.taker(), market.isMoney());
            if (maker || taker) {
                report(market.market(), fees, market.isMoney(), maker, taker, on);
            }
        }
    }

    private record Classed(SpotMarket market, FeeFamilies.Member member, boolean isMoney) {}

    private static void report(
            SpotMarket market, Fees fees, boolean isMoney, boolean maker, boolean taker, RuleCase on) {
        String path = market.fees().isEmpty() ? "/feeScheduleRef" : fees.path();
        String sides = maker && taker ? "Both ladders are" : maker ? "The maker ladder is" : "The taker ladder is";
        FeeStep first = (maker ? fees.makerOrBoth() : fees.taker()).steps().get(0);
        String pair = market.base() + "/" + market.quote();
        if (isMoney) {
            on.at(market.documentId(), path)
                    .evidence("class", "currencies")
                    .say(sides + " of crypto pairs (from " + first.fee() + " %), and " + pair
                            + " is a pair of currencies or of what stands for them");
        } else {
            on.at(market.documentId(), path)
                    .as(maker && taker ? Severity.INFO : Severity.ERROR)
                    .evidence("class", "crypto")
                    .say(sides + " of pairs of currencies (from " + first.fee() + " %), and " + pair
                            + " is not known to be one"
                            + (maker && taker ? ": if it is, say what the assets are pegged to" : ""));
        }
    }

    /** Whether both assets stand for a state's currency; empty where both stand for the same other thing. */
    private static Optional<Boolean> isPairOfCurrencies(SpotMarket market, Map<String, Asset> assets, RuleCase on) {
        String base = anchor(market.base(), assets, on);
        String quote = anchor(market.quote(), assets, on);
        boolean isMoney = isCurrency(base, assets, on) && isCurrency(quote, assets, on);
        return !isMoney && base.equals(quote) ? Optional.empty() : Optional.of(isMoney);
    }

    private static String anchor(String asset, Map<String, Asset> assets, RuleCase on) {
        String pegged = Optional.ofNullable(assets.get(asset))
                .flatMap(Asset::pegged)
                .map(peg -> peg.to())
                .orElse(asset);
        return on.data().assetAnchors().getOrDefault(pegged, pegged);
    }

    private static boolean isCurrency(String anchor, Map<String, Asset> assets, RuleCase on) {
        return on.data().currencies().contains(anchor)
                || Optional.ofNullable(assets.get(anchor)).flatMap(Asset::fiat).orElse(false);
    }

    /** How many markets of each class have which ladder, on one side. */
    private static final class ClassCounts {
        private final Map<Integer, Integer> money = new TreeMap<>();
        private final Map<Integer, Integer> others = new TreeMap<>();
        private final BigDecimal enough;
        private final BigDecimal ownShareMin;
        private final BigDecimal foreignShareMax;

        ClassCounts(RuleCase on) {
            this.enough = on.threshold("familyMarketsMin");
            this.ownShareMin = on.threshold("ownShareMin");
            this.foreignShareMax = on.threshold("foreignShareMax");
        }

        void add(int ladder, boolean isMoney) {
            of(isMoney).merge(ladder, 1, Integer::sum);
        }

        private Map<Integer, Integer> of(boolean isMoney) {
            return isMoney ? money : others;
        }

        /** Whether a class has a ladder of its own, and this one is that of the other class. */
        boolean isForeign(int ladder, boolean isMoney) {
            int ofClass = of(isMoney).getOrDefault(ladder, 0);
            int others = ofClass + of(!isMoney).getOrDefault(ladder, 0) - 1;
            int markets =
                    of(isMoney).values().stream().mapToInt(Integer::intValue).sum();
            int own = of(isMoney).values().stream()
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
            boolean hasOwn = decimal(own).compareTo(enough) >= 0
                    && decimal(own).compareTo(ownShareMin.multiply(decimal(markets))) >= 0;
            boolean isOfOthers = decimal(others).compareTo(enough) >= 0
                    && decimal(ofClass - 1).compareTo(foreignShareMax.multiply(decimal(others))) <= 0;
            return hasOwn && isOfOthers && ofClass < own;
        }

        private static BigDecimal decimal(int count) {
            return BigDecimal.valueOf(count);
        }
    }
}
