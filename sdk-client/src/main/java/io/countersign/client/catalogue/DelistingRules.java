package io.countersign.client.catalogue;

import io.countersign.client.internal.Figures;
import io.countersign.client.internal.Statuses;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.DocumentChange;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.CollateralAsset;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketStatus;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The end of a market: announced in time, step by step, and only when nothing is left in it. */
final class DelistingRules {
    private static final Set<TradingStatus> CLOSING =
            EnumSet.of(TradingStatus.CANCEL_ONLY, TradingStatus.SETTLING, TradingStatus.DELISTED);

    private DelistingRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("D-DEL-01", Severity.BLOCK, "The steps of a delisting follow each other with time between them")
                        .checks(
                                "Announced, post-only, reduce-only, settled, delisted: each step that is planned comes at least"
                                        + " 30 minutes after the one before it. The insurance fund ends after the announcement and"
                                        + " before settlement, as long apart.")
                        .why(
                                "Steps that coincide or change places leave nobody the time to close a position: Binance stops"
                                        + " new positions 30 minutes and the insurance fund an hour before the end.")
                        .fix("Move the later step.")
                        .on(Market.class, DelistingRules::ordered)
                        .build(),
                Rule.of("T-DEL-01", Severity.BLOCK, "A market that ends is empty and nothing refers to it")
                        .checks(
                                "When a market becomes DELISTED or its document is removed: no order rests in it, no position"
                                        + " is open, nothing is borrowed, and no index, collateral price, position limit or market"
                                        + " status refers to it still. Inconclusive where orders, positions or borrowing are not"
                                        + " known.")
                        .why(
                                "What is left in a market that no longer exists can be neither cancelled nor closed; an index"
                                        + " or a collateral value that reads it freezes.")
                        .fix(
                                "Cancel, settle and repay first, and change the documents that refer to it in the same change.")
                        .needs(RuleInput.RESTING_ORDERS, RuleInput.POSITIONS, RuleInput.BORROWED)
                        .onAnyChange(DelistingRules::endsEmpty)
                        .build(),
                Rule.of("T-DEL-02", Severity.ERROR, "A delisting is announced in time and winds positions down first")
                        .checks(
                                "When a delisting is planned or its plan changes: its first step comes at least 7 days after the"
                                        + " announcement, and where positions can be held, reduce-only lasts at least 30 minutes"
                                        + " before the end. When a market goes to SETTLING or DELISTED with no plan, the change's"
                                        + " notice period counts (not for a contract that expires). When a spot market goes to"
                                        + " CANCEL_ONLY, SETTLING or DELISTED with a plan, margin is no longer offered.")
                        .why(
                                "Binance announces, takes no new positions in the last 30 minutes, and settles at the mean of"
                                        + " 1,800 index values of a second each; positions that are forced out of a thin market at"
                                        + " once move its price.")
                        .fix("Announce earlier, lengthen the reduce-only phase, set the position limits to zero first.")
                        .onChange(Market.class, DelistingRules::planned)
                        .build());
    }

    private static void ordered(Market market, RuleCase on) {
        if (market.delisting().isEmpty()) {
            return;
        }
        DelistingPlan plan = market.delisting().get();
        Duration gap = Durations.minutes(on.threshold("gapMinutesMin"));
        List<Step> steps = steps(plan);
        for (int i = 1; i < steps.size(); i++) {
            follows(steps.get(i - 1), steps.get(i), gap, on);
        }
        if (plan.insuranceOffAt().isPresent()) {
            Step insurance = new Step(
                    "insuranceOffAt", "end of insurance", plan.insuranceOffAt().get());
            follows(steps.get(0), insurance, gap, on);
            follows(insurance, plan.settlesAt().isPresent() ? steps.get(steps.size() - 2) : last(steps), gap, on);
        }
    }

    private static void follows(Step earlier, Step later, Duration gap, RuleCase on) {
        Duration between = Duration.between(earlier.at(), later.at());
        if (between.compareTo(gap) < 0 || between.isZero()) {
            on.at("/delisting/" + later.field())
                    .found(later.at())
                    .evidence(earlier.field(), earlier.at())
                    .say("The " + later.name() + " at " + later.at()
                            + (between.isNegative() || between.isZero() ? " is not after" : " comes too soon after")
                            + " the " + earlier.name() + " at " + earlier.at() + ": at least " + Durations.words(gap)
                            + " belong between them");
        }
    }

    /** The planned steps that have a fixed order. */
    private static List<Step> steps(DelistingPlan plan) {
        List<Step> steps = new ArrayList<>();
        steps.add(new Step("announcedAt", "announcement", plan.announcedAt()));
        plan.postOnlyAt().ifPresent(at -> steps.add(new Step("postOnlyAt", "post-only phase", at)));
        plan.reduceOnlyAt().ifPresent(at -> steps.add(new Step("reduceOnlyAt", "reduce-only phase", at)));
        plan.settlesAt().ifPresent(at -> steps.add(new Step("settlesAt", "settlement", at)));
        steps.add(new Step("delistedAt", "delisting", plan.delistedAt()));
        return steps;
    }

    private static Step last(List<Step> steps) {
        return steps.get(steps.size() - 1);
    }

    private record Step(String field, String name, Instant at) {}

    private static void endsEmpty(DocumentChange change, RuleCase on) {
        if (change.before().isEmpty()) {
            return;
        }
        if (change.before().get() instanceof Market market) {
            boolean removed = change.after().isEmpty();
            boolean delisted = change.after()
                    .map(Market.class::cast)
                    .filter(after -> isDelisted(after) && !isDelisted(market))
                    .isPresent();
            if (removed || delisted) {
                endsEmpty(market, removed ? "" : "/status", removed ? "removed" : "DELISTED", on);
            }
        }
        if (change.before().get() instanceof MarketStatus status
                && status.status() != TradingStatus.DELISTED
                && change.after()
                        .map(MarketStatus.class::cast)
                        .filter(after -> after.status() == TradingStatus.DELISTED)
                        .isPresent()) {
            on.find(status.market())
                    .filter(Market.class::isInstance)
                    .ifPresent(market -> endsEmpty((Market) market, "/status", "DELISTED", on));
        }
    }

    private static boolean isDelisted(Market market) {
        return market.status().filter(TradingStatus.DELISTED::equals).isPresent();
    }

    private static void endsEmpty(Market market, String path, String how, RuleCase on) {
        List<String> left = new ArrayList<>();
        on.need(RuleInput.RESTING_ORDERS, market.documentId())
                .filter(orders -> orders.size() > 0)
                .ifPresent(orders -> left.add(Figures.count(orders.size(), "order") + " in the book"));
        if (market instanceof SpotMarket spot) {
            if (spot.margin().isPresent()) {
                OpenInterest.borrowed(spot, on).ifPresent(left::add);
            }
        } else {
            OpenInterest.leveraged(market, on).ifPresent(left::add);
        }
        if (!left.isEmpty()) {
            on.at(path)
                    .evidence("left", String.join(", ", left))
                    .say("The market is " + how + " and is not empty: " + String.join(", ", left)
                            + ". Cancel, settle and repay first");
        }
        List<String> referring = referring(market, on);
        if (!referring.isEmpty()) {
            on.at(path)
                    .evidence("referring", String.join(", ", referring))
                    .say("The market is " + how + " and " + referring.get(0) + " refers to it"
                            + (referring.size() > 1 ? ", and " + (referring.size() - 1) + " more" : "")
                            + ": change that first");
        }
    }

    /** The documents after the change that name a market. */
    private static List<String> referring(Market market, RuleCase on) {
        Set<String> names = MarketNames.of(market);
        Stream<String> indexes = on.all(IndexDefinition.class).stream()
                .filter(index -> index.conversionPath().stream().anyMatch(names::contains)
                        || index.constituents().orElse(List.of()).stream()
                                .anyMatch(source -> MarketNames.isMeant(source, market, names)))
                .map(index -> index.documentId().toString());
        Stream<String> collateral = on.all(CollateralSchedule.class).stream()
                .filter(schedule -> schedule.assets().stream()
                        .map(CollateralAsset::priceSource)
                        .flatMap(Optional::stream)
                        .anyMatch(names::contains))
                .map(schedule -> schedule.documentId().toString());
        Stream<String> limits = on.all(PositionLimit.class).stream()
                .filter(limit ->
                        limit.market().filter(market.documentId()::equals).isPresent())
                .map(limit -> limit.documentId().toString());
        Stream<String> statuses = on.all(MarketStatus.class).stream()
                .filter(status ->
                        status.market().equals(market.documentId()) && status.status() != TradingStatus.DELISTED)
                .map(status -> status.documentId().toString());
        return Stream.of(indexes, collateral, limits, statuses)
                .flatMap(ids -> ids)
                .toList();
    }

    private static void planned(Market before, Market after, RuleCase on) {
        boolean closes = goesTo(CLOSING, before, after);
        if (after.delisting().isPresent()) {
            if (!after.delisting().equals(before.delisting())) {
                announcedInTime(after.delisting().get(), on);
                reducedFirst(after, after.delisting().get(), on);
            }
            if (closes && after instanceof SpotMarket spot) {
                spot.margin()
                        .filter(OpenInterest::isOffered)
                        .ifPresent(margin -> on.at("/margin")
                                .say("The market goes to " + after.status().orElseThrow()
                                        + " while margin is still offered: set its position limits to zero and let"
                                        + " positions be closed first"));
            }
        } else if (goesTo(EnumSet.of(TradingStatus.SETTLING, TradingStatus.DELISTED), before, after)
                && !isEnding(before)
                && !expires(after)) {
            noticed(after, on);
        }
    }

    private static boolean goesTo(Set<TradingStatus> statuses, Market before, Market after) {
        return !before.status().equals(after.status())
                && after.status().filter(statuses::contains).isPresent();
    }

    private static boolean isEnding(Market market) {
        return Statuses.of(market).equals(EnumSet.of(TradingStatus.SETTLING));
    }

    private static boolean expires(Market market) {
        return market instanceof FuturesContract contract && contract.type() == ContractType.FIXED_MATURITY;
    }

    private static void announcedInTime(DelistingPlan plan, RuleCase on) {
        BigDecimal days = on.threshold("noticeDaysMin");
        Instant first = Stream.of(plan.postOnlyAt(), plan.reduceOnlyAt(), plan.insuranceOffAt(), plan.settlesAt())
                .flatMap(Optional::stream)
                .reduce(plan.delistedAt(), (one, other) -> one.isBefore(other) ? one : other);
        Duration notice = Duration.between(plan.announcedAt(), first);
        if (notice.compareTo(Durations.days(days)) < 0) {
            on.at("/delisting/announcedAt")
                    .found(plan.announcedAt())
                    .evidence("firstStep", first)
                    .say("The delisting is announced " + Durations.words(notice) + " before its first step at " + first
                            + "; " + days + " days are the least");
        }
    }

    private static void reducedFirst(Market market, DelistingPlan plan, RuleCase on) {
        boolean leveraged = !(market instanceof SpotMarket spot)
                || spot.margin().filter(OpenInterest::isOffered).isPresent();
        if (!leveraged) {
            return;
        }
        Duration least = Durations.minutes(on.threshold("reduceOnlyMinutesMin"));
        if (plan.reduceOnlyAt().isEmpty()) {
            on.at("/delisting/reduceOnlyAt")
                    .say("The plan has no reduce-only phase, and positions can be opened until the end: plan at least "
                            + Durations.words(least));
            return;
        }
        Instant end = plan.settlesAt().orElse(plan.delistedAt());
        Duration phase = Duration.between(plan.reduceOnlyAt().get(), end);
        if (phase.compareTo(least) < 0) {
            on.at("/delisting/reduceOnlyAt")
                    .found(plan.reduceOnlyAt().get())
                    .evidence("end", end)
                    .say("The reduce-only phase lasts " + Durations.words(phase) + " until " + end + "; "
                            + Durations.words(least) + " are the least");
        }
    }

    private static void noticed(Market after, RuleCase on) {
        BigDecimal days = on.threshold("noticeDaysMin");
        Optional<Duration> notice = on.policy().noticePeriod();
        if (notice.isEmpty()) {
            on.lacks("delisting plan or notice period");
        } else if (notice.get().compareTo(Durations.days(days)) < 0) {
            on.at("/status")
                    .found(after.status().orElseThrow())
                    .say("The market ends with a notice of " + Durations.words(notice.get())
                            + " and no delisting plan; " + days + " days are the least");
        }
    }
}
