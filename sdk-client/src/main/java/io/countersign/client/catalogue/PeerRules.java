package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.rounded;
import static io.countersign.client.internal.Figures.times;

import io.countersign.client.live.Peers;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Market;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Leverage;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A market beside the same pair at other venues. */
final class PeerRules {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final int SHOWN_DIGITS = 4;

    private PeerRules() {}

    static List<ChangeRule> all() {
        return List.of(Rule.of("X-SPR-01", Severity.WARN, "A market is set up much like the same pair elsewhere")
                .checks(
                        "Tick size, lot step (in base units, or in the quote asset for inverse contracts), greatest leverage"
                                + " and maintenance margin of the first tier are within a factor of the median of the peers: 10"
                                + " for the tick size, 1,000 for the lot, 3 for leverage and margin. What fewer than three peers"
                                + " publish is not compared, and leaves the rule inconclusive.")
                .why(
                        "A number that is far from what every other venue has chosen for the same pair is more often a slip of"
                                + " the point or a mistaken unit than a discovery.")
                .fix("Check number and unit; if it is meant, say why in the acknowledgement.")
                .needs(RuleInput.PEERS)
                .on(Market.class, PeerRules::beside)
                .build());
    }

    private static void beside(Market market, RuleCase on) {
        Optional<Peers> known = on.need(RuleInput.PEERS);
        if (known.isEmpty()) {
            return;
        }
        Peers peers = known.get();
        Comparison comparison = new Comparison(peers.markets(), on);
        comparison.compare(
                "/priceRule/tickSize",
                "tick size",
                "tickFactorMax",
                Optional.of(market.priceRule().tickSize().value()),
                peer -> Optional.of(peer.priceRule().tickSize().value()));
        comparison.compare(
                "/sizeRule/lotStep",
                "lot step",
                "lotFactorMax",
                lot(market),
                peer -> isInverse(peer) == isInverse(market) ? lot(peer) : Optional.empty());
        comparison.compare(
                market instanceof SpotMarket ? "/margin/leverageBuy" : "/maxLeverage",
                "greatest leverage",
                "leverageFactorMax",
                leverage(market),
                PeerRules::leverage);
        comparison.compare(
                "/marginSchedules",
                "maintenance margin of the first tier",
                "maintenanceFactorMax",
                maintenance(market, id -> on.find(MarginSchedule.class, id)),
                peer -> maintenance(peer, id -> peers.schedule(peer, id)));
    }

    private static boolean isInverse(Market market) {
        return market instanceof FuturesContract contract && contract.payoff() == Payoff.INVERSE;
    }

    /** In base units; of an inverse contract in the quote asset. */
    private static Optional<BigDecimal> lot(Market market) {
        Optional<BigDecimal> step =
                market.sizeRule().lotStep().map(lot -> lot.value()).filter(lot -> lot.signum() > 0);
        if (!(market instanceof FuturesContract contract)) {
            return step;
        }
        return step.filter(lot -> contract.payoff() != Payoff.QUANTO && ContractTerms.isComputable(contract))
                .map(lot -> lot.multiply(ContractTerms.of(contract).contractSize()));
    }

    private static Optional<BigDecimal> leverage(Market market) {
        if (market instanceof FuturesContract contract) {
            return contract.maxLeverage().map(Leverage::value);
        }
        return ((SpotMarket) market)
                .margin().map(SpotMarginConfig::leverageBuy).stream()
                        .flatMap(List::stream)
                        .max(Comparator.naturalOrder())
                        .map(BigDecimal::valueOf);
    }

    /** The least of all client classes. */
    private static Optional<BigDecimal> maintenance(
            Market market, Function<String, Optional<MarginSchedule>> schedules) {
        if (!(market instanceof FuturesContract contract)) {
            return Optional.empty();
        }
        return contract.marginSchedules().values().stream()
                .flatMap(id -> schedules.apply(id).stream())
                .flatMap(schedule -> schedule.tiers().stream().limit(1))
                .map(tier -> tier.maintenanceMargin().value())
                .filter(margin -> margin.signum() > 0)
                .min(Comparator.naturalOrder());
    }

    /** The middle one, or the mean of the middle two. */
    private static BigDecimal median(List<BigDecimal> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : sorted.get(half - 1).add(sorted.get(half)).divide(TWO);
    }

    private record Comparison(List<Market> peers, RuleCase on) {
        void compare(
                String path,
                String name,
                String threshold,
                Optional<BigDecimal> own,
                Function<Market, Optional<BigDecimal>> figure) {
            if (own.isEmpty()) {
                return;
            }
            List<BigDecimal> theirs = peers.stream()
                    .flatMap(peer -> figure.apply(peer).stream())
                    .sorted()
                    .toList();
            if (BigDecimal.valueOf(theirs.size()).compareTo(on.threshold("peersMin")) < 0) {
                on.lacks(name + " of enough peers");
                return;
            }
            BigDecimal median = median(theirs);
            BigDecimal larger = own.get().max(median);
            BigDecimal smaller = own.get().min(median);
            if (larger.compareTo(smaller.multiply(on.threshold(threshold))) > 0) {
                on.at(path)
                        .found(own.get().toPlainString())
                        .evidence("median", rounded(median, SHOWN_DIGITS))
                        .evidence("peers", theirs.size())
                        .say("The " + name + " of " + own.get().toPlainString() + " is " + times(larger, smaller) + " "
                                + (own.get().compareTo(median) > 0 ? "above" : "below") + " the median of "
                                + theirs.size() + " peers, " + rounded(median, SHOWN_DIGITS)
                                + ": check number and unit");
            }
        }
    }
}
