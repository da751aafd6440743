package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.PacedWatcher;
import io.countersign.analytics.internal.RowAppender;
import io.countersign.analytics.internal.Rows;
import io.countersign.model.formula.FeePair;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** One run of the fee scenario over traded volumes in the engine. Used by one thread. */
final class FeeRevenueRun {
    private static final int PERCENT_DIGITS = 2;

    static final List<ScenarioInput.Column> COLUMNS = List.of(
            ScenarioInput.Column.text("fee_source"),
            ScenarioInput.Column.text("account"),
            ScenarioInput.Column.number("trailing_volume", ">= 0"),
            ScenarioInput.Column.number("maker_volume", ">= 0"),
            ScenarioInput.Column.number("taker_volume", ">= 0"));

    private final DuckDb duck;
    private final ConfigSnapshot before;
    private final ConfigSnapshot after;
    private final int worstMax;
    private final ScenarioInput input;
    private final BatchScript script;
    private final Map<String, Tally> tallies = new TreeMap<>();

    /** Volumes between two neighbouring thresholds, and the four steps that hold there. */
    private record Bracket(Notional from, FeeStep oldMaker, FeeStep oldTaker, FeeStep newMaker, FeeStep newTaker) {
        BigDecimal makerExtra() {
            return newMaker.fee().value().subtract(oldMaker.fee().value());
        }

        BigDecimal takerExtra() {
            return newTaker.fee().value().subtract(oldTaker.fee().value());
        }

        boolean isOtherTier() {
            return !oldMaker.threshold().equals(newMaker.threshold())
                    || !oldTaker.threshold().equals(newTaker.threshold());
        }

        BigDecimal feesBefore(BigDecimal maker, BigDecimal taker) {
            return fees(maker, oldMaker, taker, oldTaker);
        }

        BigDecimal feesAfter(BigDecimal maker, BigDecimal taker) {
            return fees(maker, newMaker, taker, newTaker);
        }

        private static BigDecimal fees(BigDecimal maker, FeeStep makerStep, BigDecimal taker, FeeStep takerStep) {
            return maker.multiply(makerStep.fee().value())
                    .add(taker.multiply(takerStep.fee().value()))
                    .movePointLeft(PERCENT_DIGITS);
        }
    }

    /** What accounts in a bracket traded. */
    private record Traded(long accounts, BigDecimal maker, BigDecimal taker) {
        static final Traded NOTHING = new Traded(0, BigDecimal.ZERO, BigDecimal.ZERO);
    }

    /** The volumes of one source of fees, and what it takes to compute with them. */
    private record Group(String source, int volumeScale, int feeScale, int integers, long accounts) {
        Group merge(Group other) {
            return new Group(
                    source,
                    Math.max(volumeScale, other.volumeScale),
                    Math.max(feeScale, other.feeScale),
                    Math.max(integers, other.integers),
                    accounts + other.accounts);
        }

        boolean fits() {
            return integers + volumeScale + feeScale < Digits.MOST;
        }
    }

    /** What is counted of one source of fees. */
    private static final class Tally {
        private final DocumentId document;
        private final FeeLadder newLadder;
        private final List<Bracket> brackets;
        private final Map<Integer, Traded> traded = new TreeMap<>();
        private final List<FeeRevenueResult.DearerAccount> dearer = new ArrayList<>();
        private long paysMore;
        private long paysLess;

        Tally(DocumentId document, FeeLadder newLadder, List<Bracket> brackets) {
            this.document = document;
            this.newLadder = newLadder;
            this.brackets = brackets;
        }

        FeeRevenueResult.Fees toResult() {
            List<FeeRevenueResult.Tier> tiers = new ArrayList<>();
            long changesTier = 0;
            for (int i = 0; i < brackets.size(); i++) {
                Traded volumes = traded.getOrDefault(i, Traded.NOTHING);
                Bracket bracket = brackets.get(i);
                changesTier += bracket.isOtherTier() ? volumes.accounts : 0;
                tiers.add(new FeeRevenueResult.Tier(
                        bracket.from,
                        volumes.accounts,
                        volumes.maker,
                        volumes.taker,
                        bracket.oldMaker.fee(),
                        bracket.oldTaker.fee(),
                        bracket.newMaker.fee(),
                        bracket.newTaker.fee(),
                        bracket.feesBefore(volumes.maker, volumes.taker),
                        bracket.feesAfter(volumes.maker, volumes.taker)));
            }
            return new FeeRevenueResult.Fees(
                    document,
                    changesTier,
                    paysMore,
                    paysLess,
                    FeePair.worst(newLadder).orElseThrow().selfMatchProfit(),
                    today(),
                    tiers,
                    dearer);
        }

        private Percent today() {
            List<Bracket> taken = traded.keySet().stream().map(brackets::get).toList();
            FeeLadder steps = FeeLadder.builder()
                    .maker(taken.stream().map(Bracket::newMaker).toList())
                    .addAllTaker(taken.stream().map(Bracket::newTaker).toList())
                    .build();
            return FeePair.worst(steps).map(FeePair::selfMatchProfit).orElseGet(() -> new Percent(BigDecimal.ZERO));
        }
    }

    FeeRevenueRun(
            DuckDb duck,
            PacedWatcher watcher,
            ConfigSnapshot before,
            ConfigSnapshot after,
            SourceTable source,
            int worstMax) {
        this.duck = duck;
        this.before = before;
        this.after = after;
        this.worstMax = worstMax;
        this.input = ScenarioInput.load(duck, source, "traded_volume", COLUMNS);
        this.script =
                new BatchScript(duck, watcher, "fees.sql", List.of("dearer_account", "fee_summary", "charged_volume"));
    }

    FeeRevenueResult play() {
        script.each(Digits.groups(groups(), Group::merge, Group::fits).stream()
                .<Runnable>map(batch -> () -> play(batch))
                .toList());
        return new FeeRevenueResult(
                tallies.values().stream()
                        .map(Tally::toResult)
                        .sorted(Comparator.comparing(FeeRevenueResult.Fees::document))
                        .toList(),
                input.rowsRead(),
                input.findings().rows(),
                input.findings().report());
    }

    // Which fees hold

    private static Optional<MarketDocument> document(ConfigSnapshot snapshot, String id) {
        Optional<MarketDocument> schedule = snapshot.find(FeeSchedule.class, id).map(Function.identity());
        return schedule.or(() -> snapshot.find(SpotMarket.class, id))
                .or(() -> snapshot.find(FuturesContract.class, id));
    }

    /** The fees of a schedule; or a market's own where it has a list that is not empty, else those of its schedule. */
    private static Optional<FeeLadder> ladder(ConfigSnapshot snapshot, MarketDocument document) {
        if (document instanceof FeeSchedule schedule) {
            return Optional.of(ladder(schedule));
        }
        Market market = (Market) document;
        return market.fees()
                .filter(fees -> !fees.taker().isEmpty())
                .or(() -> market.feeScheduleRef()
                        .flatMap(id -> snapshot.find(FeeSchedule.class, id))
                        .map(FeeRevenueRun::ladder));
    }

    private static FeeLadder ladder(FeeSchedule schedule) {
        return FeeLadder.builder()
                .maker(schedule.tiers().stream()
                        .map(tier -> step(tier.threshold(), tier.maker()))
                        .toList())
                .addAllTaker(schedule.tiers().stream()
                        .map(tier -> step(tier.threshold(), tier.taker()))
                        .toList())
                .volumeCurrency(schedule.volumeCurrency())
                .build();
    }

    private static FeeStep step(Notional threshold, Percent fee) {
        return FeeStep.builder().threshold(threshold).fee(fee).build();
    }

    private static List<FeeStep> makers(FeeLadder ladder) {
        return ladder.maker().orElse(ladder.taker());
    }

    private static boolean isComputable(FeeLadder ladder) {
        return ascends(makers(ladder)) && ascends(ladder.taker());
    }

    private static boolean ascends(List<FeeStep> steps) {
        boolean ascends = !steps.isEmpty() && steps.get(0).threshold().value().signum() == 0;
        for (int i = 1; i < steps.size(); i++) {
            ascends &= steps.get(i).threshold().compareTo(steps.get(i - 1).threshold()) > 0;
        }
        return ascends;
    }

    private static FeeStep stepAt(List<FeeStep> steps, Notional volume) {
        FeeStep at = steps.get(0);
        for (FeeStep step : steps) {
            at = step.threshold().compareTo(volume) <= 0 ? step : at;
        }
        return at;
    }

    private static List<Bracket> brackets(FeeLadder from, FeeLadder to) {
        TreeSet<Notional> thresholds = new TreeSet<>();
        for (List<FeeStep> steps : List.of(makers(from), from.taker(), makers(to), to.taker())) {
            steps.forEach(step -> thresholds.add(step.threshold()));
        }
        return thresholds.stream()
                .map(threshold -> new Bracket(
                        threshold,
                        stepAt(makers(from), threshold),
                        stepAt(from.taker(), threshold),
                        stepAt(makers(to), threshold),
                        stepAt(to.taker(), threshold)))
                .toList();
    }

    // What there is

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        String sql = "SELECT fee_source, count(*), min(row_number), max(maker_volume), max(taker_volume), "
                + input.scaleOf("maker_volume") + ", " + input.scaleOf("taker_volume")
                + " FROM traded_volume GROUP BY fee_source ORDER BY fee_source";
        try (Rows rows = duck.query(sql)) {
            while (rows.next()) {
                String id = rows.text(1);
                Optional<String> problem = findProblem(id);
                if (problem.isPresent()) {
                    input.findings()
                            .leftOut(
                                    ScenarioFindings.CONFIG,
                                    "fee_source",
                                    rows.number(2),
                                    rows.number(3),
                                    id,
                                    problem.get());
                } else {
                    groups.add(group(id, rows));
                }
            }
        }
        return groups;
    }

    /** Why nothing can be computed for a source of fees; where it can, it has a tally from now on. */
    private Optional<String> findProblem(String id) {
        Optional<MarketDocument> old = document(before, id);
        Optional<MarketDocument> now = document(after, id);
        if (old.isEmpty() || now.isEmpty()) {
            return Optional.of("No fee schedule or market \"" + id + "\" in the configuration "
                    + (old.isEmpty() ? "before" : "after") + ": add it, or correct the name");
        }
        Optional<FeeLadder> from = ladder(before, old.get());
        Optional<FeeLadder> to = ladder(after, now.get());
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.of("No fees of " + now.get().documentId() + " in the configuration "
                    + (from.isEmpty() ? "before" : "after") + ": add its ladder or its schedule");
        }
        if (!isComputable(from.get()) || !isComputable(to.get())) {
            return Optional.of("Fee steps must start at 0 and ascend on each side: "
                    + now.get().documentId() + ", see rule D-FEE-01");
        }
        Optional<String> currency = from.get().volumeCurrency();
        if (currency.isPresent()
                && to.get().volumeCurrency().isPresent()
                && !currency.equals(to.get().volumeCurrency())) {
            return Optional.of("Volume is counted in " + currency.get() + " before the change and in "
                    + to.get().volumeCurrency().get() + " after it: "
                    + now.get().documentId());
        }
        tallies.put(id, new Tally(now.get().documentId(), to.get(), brackets(from.get(), to.get())));
        return Optional.empty();
    }

    private Group group(String id, Rows rows) {
        List<BigDecimal> extras = Objects.requireNonNull(tallies.get(id)).brackets.stream()
                .flatMap(bracket -> List.of(bracket.makerExtra(), bracket.takerExtra()).stream())
                .toList();
        BigDecimal volume = Digits.decimal(rows, 4).max(Digits.decimal(rows, 5));
        Group group = new Group(
                id,
                (int) Math.max(rows.number(6), rows.number(7)),
                Digits.scale(extras),
                Math.max(
                        Digits.integer(volume),
                        Digits.integer(volume.multiply(Digits.greatest(extras)).multiply(BigDecimal.valueOf(2)))),
                rows.number(2));
        if (!group.fits()) {
            throw new ScenarioInputException("Volumes under " + id
                    + " have more digits than can be computed with exactly: up to " + volume.toPlainString() + " with "
                    + group.volumeScale + " digits after the point, times fees with " + group.feeScale
                    + ". Round the volumes");
        }
        return group;
    }

    private void play(List<Group> batch) {
        Group most = batch.stream().reduce(Group::merge).orElseThrow();
        script.define(Map.of("volume_number", Digits.type(most.volumeScale), "fee_number", Digits.type(most.feeScale)));
        script.worstMax(worstMax);
        int typeScale = Math.max(input.typeScale("maker_volume"), input.typeScale("taker_volume"));
        duck.run(Digits.exactSum(most.integers + Long.toString(most.accounts).length() + typeScale <= Digits.MOST));
        duck.run("CREATE OR REPLACE TABLE bracket_text (fee_source VARCHAR, bracket INTEGER, from_volume VARCHAR,"
                + " below_volume VARCHAR, maker_extra VARCHAR, taker_extra VARCHAR)");
        try (RowAppender rows = duck.append("bracket_text")) {
            batch.forEach(group -> append(rows, group.source));
        }
        duck.run("CREATE OR REPLACE TABLE bracket AS SELECT fee_source, bracket,"
                + " CAST(from_volume AS DECIMAL(38, 18)) AS from_volume,"
                + " CAST(below_volume AS DECIMAL(38, 18)) AS below_volume,"
                + " CAST(maker_extra AS fee_number) AS maker_extra, CAST(taker_extra AS fee_number) AS taker_extra"
                + " FROM bracket_text");
        script.run();
        gather();
    }

    private void append(RowAppender rows, String source) {
        List<Bracket> brackets = Objects.requireNonNull(tallies.get(source)).brackets;
        for (int i = 0; i < brackets.size(); i++) {
            Bracket bracket = brackets.get(i);
            rows.row()
                    .add(source)
                    .add(i)
                    .add(bracket.from.toString())
                    .addText(
                            i + 1 == brackets.size()
                                    ? Optional.empty()
                                    : Optional.of(brackets.get(i + 1).from.toString()))
                    .add(bracket.makerExtra().toPlainString())
                    .add(bracket.takerExtra().toPlainString())
                    .end();
        }
    }

    private void gather() {
        int makerScale = input.typeScale("maker_volume");
        int takerScale = input.typeScale("taker_volume");
        try (Rows rows =
                duck.query("SELECT fee_source, bracket, accounts, pays_more, pays_less, maker_volume, taker_volume"
                        + " FROM fee_summary")) {
            while (rows.next()) {
                Tally tally = Objects.requireNonNull(tallies.get(rows.text(1)));
                tally.traded.put(
                        (int) rows.number(2),
                        new Traded(
                                rows.number(3),
                                Digits.unscaled(rows.text(6), makerScale),
                                Digits.unscaled(rows.text(7), takerScale)));
                tally.paysMore += rows.number(4);
                tally.paysLess += rows.number(5);
            }
        }
        try (Rows rows = duck.query("SELECT fee_source, bracket, account, trailing_volume, maker_volume, taker_volume"
                + " FROM dearer_account")) {
            while (rows.next()) {
                Tally tally = Objects.requireNonNull(tallies.get(rows.text(1)));
                Bracket bracket = tally.brackets.get((int) rows.number(2));
                BigDecimal maker = Digits.decimal(rows, 5);
                BigDecimal taker = Digits.decimal(rows, 6);
                tally.dearer.add(new FeeRevenueResult.DearerAccount(
                        rows.text(3),
                        Digits.decimal(rows, 4),
                        bracket.feesBefore(maker, taker),
                        bracket.feesAfter(maker, taker)));
            }
        }
    }
}
