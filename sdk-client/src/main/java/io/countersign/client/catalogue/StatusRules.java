package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Statuses;
import io.countersign.client.live.Positions;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.FindingDraft;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Trading status: known and of one voice, changed only along the graph, and never long without liquidations. */
final class StatusRules {
    private StatusRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of(
                                "D-STS-01",
                                Severity.BLOCK,
                                "The status is known and contradicts neither flags nor its document")
                        .checks(
                                "A contract that is not tradeable has no status that takes orders, and is not post-only either"
                                        + " (WARN). The post-only flag is set exactly in POST_ONLY, as far as orders are taken. A"
                                        + " market status says what the market itself says. A market without a published status"
                                        + " or flag leaves the rule inconclusive.")
                        .why("Two systems that read two fields which contradict each other do different things with one"
                                + " order.")
                        .fix("Set status, flags and market status from one source.")
                        .on(SpotMarket.class, StatusRules::needsStatus)
                        .on(FuturesContract.class, StatusRules::flagsAgree)
                        .on(MarketStatus.class, StatusRules::agreesWithMarket)
                        .build(),
                Rule.of("T-STS-01", Severity.BLOCK, "The status changes along the graph")
                        .checks(
                                "From the old status, the graph in the rule data allows the new one; of markets, of contracts"
                                        + " (where only flags are published: from one of the statuses that fit them to another), of"
                                        + " market statuses and of the venue's status. REDUCE_ONLY to ONLINE needs a waiver (ERROR).")
                        .why("Kraken reopens from maintenance by way of cancel-only and post-only (support article"
                                + " 360055614211), so that orders can be cancelled before anything matches.")
                        .fix("Go by way of a status that the graph allows.")
                        .onChange(
                                SpotMarket.class,
                                (before, after, on) ->
                                        alongGraph("/status", Statuses.of(before), Statuses.of(after), on))
                        .onChange(FuturesContract.class, StatusRules::contractAlongGraph)
                        .onChange(
                                MarketStatus.class,
                                (before, after, on) -> alongGraph(
                                        "/status", EnumSet.of(before.status()), EnumSet.of(after.status()), on))
                        .onChange(
                                SystemStatus.class,
                                (before, after, on) -> alongGraph(
                                        "/status", EnumSet.of(before.status()), EnumSet.of(after.status()), on))
                        .build(),
                Rule.of("T-STS-02", Severity.ERROR, "Leveraged positions are not left without liquidations for long")
                        .checks(
                                "Where a market with open leveraged positions comes to a status in which nothing matches"
                                        + " (POST_ONLY, LIMIT_ONLY, CANCEL_ONLY, MAINTENANCE, HALTED): by its status plan, it stays"
                                        + " so for at most 30 minutes. Where a market status or the venue's status is one of these:"
                                        + " it has been so for at most as long. Inconclusive where positions, plan or times are not"
                                        + " known.")
                        .why("No liquidations run while a market is post-only (Kraken 360022837571, Crypto Facilities"
                                + " 27873536650781): losses pass the collateral and fall on the insurance fund.")
                        .fix("Shorten the phase, or raise margins before it.")
                        .needs(RuleInput.POSITIONS, RuleInput.BORROWED, RuleInput.STATUS_PLAN)
                        .onChange(Market.class, StatusRules::planned)
                        .onChange(MarketStatus.class, StatusRules::planned)
                        .on(MarketStatus.class, StatusRules::lasting)
                        .on(SystemStatus.class, StatusRules::lasting)
                        .build());
    }

    private static void needsStatus(Market market, RuleCase on) {
        if (Statuses.of(market).isEmpty()) {
            on.lacks("published status", market.documentId());
        }
    }

    private static void flagsAgree(FuturesContract contract, RuleCase on) {
        needsStatus(contract, on);
        boolean closed = !contract.tradeable().orElse(true);
        boolean postOnly = contract.postOnly().orElse(false);
        if (closed && postOnly) {
            on.at("/postOnly")
                    .as(Severity.WARN)
                    .found(true)
                    .say("The contract accepts no orders (tradeable is false) and is flagged post-only");
        }
        Optional<TradingStatus> takingOrders = contract.status().filter(Statuses::takesOrders);
        if (takingOrders.isEmpty()) {
            return;
        }
        TradingStatus status = takingOrders.get();
        if (closed) {
            on.at("/tradeable")
                    .found(false)
                    .evidence("status", status)
                    .say("The contract is flagged as not tradeable and its status " + status + " takes orders");
        }
        if (contract.postOnly().isPresent() && postOnly != (status == TradingStatus.POST_ONLY)) {
            on.at("/postOnly")
                    .found(postOnly)
                    .evidence("status", status)
                    .say("The post-only flag is " + postOnly + " and the status is " + status);
        }
    }

    private static void agreesWithMarket(MarketStatus status, RuleCase on) {
        on.find(status.market()).filter(Market.class::isInstance).ifPresent(document -> {
            Set<TradingStatus> statuses = Statuses.of((Market) document);
            if (!statuses.isEmpty() && !statuses.contains(status.status())) {
                on.at("/status")
                        .found(status.status())
                        .evidence("market", status.market())
                        .say("The market status is " + status.status() + ", and " + status.market() + " itself says "
                                + named(statuses));
            }
        });
    }

    private static void contractAlongGraph(FuturesContract before, FuturesContract after, RuleCase on) {
        boolean flagsOnly = before.status().isEmpty() && after.status().isEmpty();
        boolean sameFlags = before.tradeable().equals(after.tradeable());
        alongGraph(
                flagsOnly ? (sameFlags ? "/postOnly" : "/tradeable") : "/status",
                Statuses.of(before),
                Statuses.of(after),
                on);
    }

    /** Whether one of the statuses before leads to one of those after; where they are the same ones nothing needs to have changed. */
    private static void alongGraph(String path, Set<TradingStatus> from, Set<TradingStatus> to, RuleCase on) {
        if (from.isEmpty() || to.isEmpty() || from.stream().anyMatch(to::contains) || leads(from, to, on, false)) {
            return;
        }
        FindingDraft finding = on.at(path).before(named(from)).found(named(to));
        if (leads(from, to, on, true)) {
            finding.as(Severity.ERROR)
                    .say("A market may go from " + named(from) + " to " + named(to) + " only with a waiver");
            return;
        }
        Set<TradingStatus> allowed = EnumSet.noneOf(TradingStatus.class);
        from.forEach(status -> allowed.addAll(on.data().statusGraph().getOrDefault(status, List.of())));
        finding.say("A market may not go from " + named(from) + " to " + named(to) + "; allowed: "
                + (allowed.isEmpty() ? "nothing, it is the end" : allowed));
    }

    private static boolean leads(Set<TradingStatus> from, Set<TradingStatus> to, RuleCase on, boolean waived) {
        return from.stream()
                .anyMatch(old -> to.stream()
                        .anyMatch(status -> waived
                                ? on.data().mayGoWithWaiver(old, status)
                                : on.data().mayGo(old, status)));
    }

    private static String named(Set<TradingStatus> statuses) {
        return statuses.size() == 1 ? statuses.iterator().next().toString() : "one of " + statuses;
    }

    private static void planned(Market before, Market after, RuleCase on) {
        if (!Statuses.leavesPositionsUnguarded(before) && Statuses.leavesPositionsUnguarded(after)) {
            planned("/status", after, on);
        }
    }

    private static void planned(MarketStatus before, MarketStatus after, RuleCase on) {
        if (!Statuses.leavesPositionsUnguarded(before.status()) && Statuses.leavesPositionsUnguarded(after.status())) {
            market(after.market(), on).ifPresent(market -> planned("/status", market, on));
        }
    }

    private static void planned(String path, Market market, RuleCase on) {
        Optional<String> open = OpenInterest.leveraged(market, on);
        if (open.isEmpty()) {
            return;
        }
        Optional<StatusPlan> plan = on.need(RuleInput.STATUS_PLAN, market.documentId());
        if (plan.isEmpty()) {
            return;
        }
        Duration unguarded = Duration.ZERO;
        for (StatusPlan.Step step : plan.get().steps()) {
            if (!Statuses.leavesPositionsUnguarded(step.status())) {
                break;
            }
            unguarded = unguarded.plus(step.lasts());
        }
        tooLong(path, unguarded, open.get(), "by the plan, nothing is liquidated for ", on);
    }

    private static void lasting(MarketStatus status, RuleCase on) {
        if (Statuses.leavesPositionsUnguarded(status.status())) {
            market(status.market(), on)
                    .flatMap(market -> OpenInterest.leveraged(market, on))
                    .ifPresent(open -> lasting(status.since(), open, on));
        }
    }

    private static void lasting(SystemStatus status, RuleCase on) {
        if (!Statuses.leavesPositionsUnguarded(status.status())) {
            return;
        }
        var positions = on.context().all(RuleInput.POSITIONS);
        if (positions.isEmpty()) {
            on.lacks(RuleInput.POSITIONS.toString());
            return;
        }
        long open = positions.values().stream().filter(Positions::anyOpen).count();
        if (open > 0) {
            lasting(status.since(), "positions are open in " + Figures.count(open, "contract"), on);
        }
    }

    private static void lasting(Optional<Instant> since, String open, RuleCase on) {
        Optional<Instant> now = on.context().asOf();
        if (since.isEmpty()) {
            on.lacks("beginning of the status");
        }
        if (now.isEmpty()) {
            on.lacks("moment of the facts");
        }
        if (since.isPresent() && now.isPresent()) {
            tooLong("/since", Duration.between(since.get(), now.get()), open, "nothing has been liquidated for ", on);
        }
    }

    private static void tooLong(String path, Duration unguarded, String open, String sentence, RuleCase on) {
        Duration limit = Durations.minutes(on.threshold("minutesMax"));
        if (unguarded.compareTo(limit) > 0) {
            on.at(path)
                    .evidence("unguarded", unguarded)
                    .evidence("limit", limit)
                    .say("While " + open + ", " + sentence + Durations.words(unguarded) + ", and "
                            + Durations.words(limit) + " are the limit: shorten the phase, or raise margins before it");
        }
    }

    private static Optional<Market> market(DocumentId id, RuleCase on) {
        Optional<Market> market = on.find(id).filter(Market.class::isInstance).map(Market.class::cast);
        if (market.isEmpty()) {
            on.lacks("market", id);
        }
        return market;
    }
}
