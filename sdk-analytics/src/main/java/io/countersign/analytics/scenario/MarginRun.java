package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.PacedWatcher;
import io.countersign.analytics.internal.RowAppender;
import io.countersign.analytics.internal.Rows;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** One run of the margin scenario over positions in the engine. Used by one thread. */
final class MarginRun {
    static final List<ScenarioInput.Column> COLUMNS = List.of(
            ScenarioInput.Column.text("market"),
            new ScenarioInput.Column("client_class", ScenarioInput.Kind.OPTIONAL_TEXT, ""),
            ScenarioInput.Column.text("account"),
            ScenarioInput.Column.number("contracts", ""),
            ScenarioInput.Column.number("entry_price", "> 0"),
            ScenarioInput.Column.number("collateral", ""));

    private final DuckDb duck;
    private final ConfigSnapshot before;
    private final ConfigSnapshot after;
    private final Map<String, Price> marks;
    private final int worstMax;
    private final ScenarioInput input;
    private final BatchScript script;
    private final Map<Key, MarginTally> tallies = new LinkedHashMap<>();
    private final Map<Key, Key> resolved = new LinkedHashMap<>();

    /** What positions say: a market, and a client class or none. */
    private record Key(String market, String clientClass) {}

    /** Positions of one key in one tier of the new schedule. */
    private record TierKey(Key key, int tier) {}

    /** The positions of one key, and what it takes to compute with them. */
    private record Group(Key key, MarginTerms terms, long positions, MarginDigits digits) {}

    /** Why positions are left out. */
    private record Refusal(String column, String value, String message) {}

    MarginRun(
            DuckDb duck,
            PacedWatcher watcher,
            ConfigSnapshot before,
            ConfigSnapshot after,
            Map<String, Price> marks,
            SourceTable source,
            int worstMax) {
        this.duck = duck;
        this.before = before;
        this.after = after;
        this.marks = marks;
        this.worstMax = worstMax;
        this.input = ScenarioInput.load(duck, source, "position", COLUMNS);
        this.script = new BatchScript(
                duck,
                watcher,
                "margin.sql",
                List.of(
                        "judged_position",
                        "margined_position",
                        "sized_position",
                        "margin_by_tier",
                        "contracts_over_entry"));
    }

    MarginResult play() {
        List<Group> groups = groups();
        groups.forEach(group -> tallies.computeIfAbsent(
                resolved.getOrDefault(group.key, group.key), unused -> new MarginTally(group.terms, worstMax)));
        List<Group> exact =
                groups.stream().filter(group -> group.digits.isExact()).toList();
        List<Group> even = groups.stream()
                .filter(group -> !group.digits.isExact() && !group.digits.divides())
                .toList();
        List<Group> dividing =
                groups.stream().filter(group -> group.digits.divides()).toList();
        List<Runnable> batches = new ArrayList<>();
        batches(exact, MarginDigits::isExact).forEach(batch -> batches.add(() -> play(batch, true)));
        batches(even, MarginDigits::isSummable).forEach(batch -> batches.add(() -> play(batch, false)));
        batches(dividing, MarginDigits::isSummable).forEach(batch -> batches.add(() -> play(batch, false)));
        script.each(batches);
        List<MarginResult.ContractMargin> results = tallies.values().stream()
                .map(MarginTally::toResult)
                .filter(margin -> margin.positions() > 0)
                .sorted(Comparator.comparing((MarginResult.ContractMargin margin) -> margin.contract())
                        .thenComparing(MarginResult.ContractMargin::clientClass))
                .toList();
        return new MarginResult(
                results,
                input.rowsRead(),
                input.findings().rows(),
                input.findings().report());
    }

    private static List<List<Group>> batches(List<Group> groups, Function<MarginDigits, Boolean> fits) {
        return Digits.groups(
                groups,
                (one, other) ->
                        new Group(one.key, one.terms, one.positions + other.positions, one.digits.merge(other.digits)),
                group -> fits.apply(group.digits));
    }

    // What there is, and whether it can be computed

    private List<Group> groups() {
        List<Group> groups = new ArrayList<>();
        String sql = "SELECT market, client_class, count(*), min(row_number), max(abs(contracts)), max(entry_price),"
                + " max(abs(collateral)), " + input.scaleOf("contracts") + ", " + input.scaleOf("entry_price") + ", "
                + input.scaleOf("collateral") + " FROM position GROUP BY market, client_class"
                + " ORDER BY market, client_class";
        try (Rows rows = duck.query(sql)) {
            while (rows.next()) {
                Key key = new Key(rows.text(1), rows.text(2));
                Optional<Refusal> refusal = findRefusal(key);
                if (refusal.isPresent()) {
                    input.findings()
                            .leftOut(
                                    ScenarioFindings.CONFIG,
                                    refusal.get().column,
                                    rows.number(3),
                                    rows.number(4),
                                    refusal.get().value,
                                    refusal.get().message);
                } else {
                    MarginTerms terms = terms(key);
                    MarginDigits digits = MarginDigits.of(
                            terms,
                            new MarginDigits.Extremes(
                                    Digits.decimal(rows, 5),
                                    Digits.decimal(rows, 6),
                                    Digits.decimal(rows, 7),
                                    (int) rows.number(8),
                                    (int) rows.number(9),
                                    (int) rows.number(10)));
                    if (!digits.isExact() && !digits.isSummable()) {
                        throw new ScenarioInputException("Positions in " + key.market
                                + " have more digits than can be computed with exactly: contracts up to " + rows.text(5)
                                + " and entry prices up to " + rows.text(6) + " with " + rows.text(8) + " and "
                                + rows.text(9) + " digits after the point. Round the entry prices");
                    }
                    groups.add(new Group(key, terms, rows.number(3), digits));
                }
            }
        }
        return groups;
    }

    private Optional<Refusal> findRefusal(Key key) {
        Optional<FuturesContract> old = before.find(FuturesContract.class, key.market);
        Optional<FuturesContract> now = after.find(FuturesContract.class, key.market);
        if (old.isEmpty() || now.isEmpty()) {
            return refuse(
                    "market",
                    key.market,
                    "No futures contract \"" + key.market + "\" in the configuration "
                            + (old.isEmpty() ? "before" : "after") + ": add it, or correct the name");
        }
        if (!ContractTerms.isComputable(now.get())) {
            return refuse(
                    "market",
                    key.market,
                    "The size of " + now.get().documentId()
                            + " does not count what its payoff needs: see rule D-PAY-01");
        }
        if (!marks.containsKey(key.market)) {
            return refuse("market", key.market, "No mark price of \"" + key.market + "\": give one");
        }
        Optional<String> clientClass = classOf(now.get(), key.clientClass);
        if (clientClass.isEmpty()) {
            return refuse(
                    "client_class",
                    key.clientClass,
                    "Client class \"" + key.clientClass + "\" has no margin schedule in "
                            + now.get().documentId() + ", which has "
                            + String.join(", ", now.get().marginSchedules().keySet()) + ": name one of these");
        }
        Optional<MarginSchedule> from = schedule(before, old.get(), clientClass.get());
        Optional<MarginSchedule> to = schedule(after, now.get(), clientClass.get());
        if (from.isEmpty() || to.isEmpty()) {
            return refuse(
                    "client_class",
                    clientClass.get(),
                    "No margin schedule of " + now.get().documentId() + " for \"" + clientClass.get()
                            + "\" in the configuration " + (from.isEmpty() ? "before" : "after") + ": add it");
        }
        if (!MarginLadder.isComputable(from.get()) || !MarginLadder.isComputable(to.get())) {
            return refuse(
                    "client_class",
                    clientClass.get(),
                    "Margin tiers must start at 0 and ascend: " + to.get().documentId() + ", see rule D-MRG-01");
        }
        resolved.put(key, new Key(key.market, clientClass.get()));
        return Optional.empty();
    }

    private static Optional<Refusal> refuse(String column, String value, String message) {
        return Optional.of(new Refusal(column, value, message));
    }

    /** The class of a position; one that names none is of the only class there is. */
    private static Optional<String> classOf(FuturesContract contract, String named) {
        if (named.isEmpty() && contract.marginSchedules().size() == 1) {
            return contract.marginSchedules().keySet().stream().findFirst();
        }
        return Optional.of(named).filter(name -> contract.marginSchedules().containsKey(name));
    }

    private static Optional<MarginSchedule> schedule(
            ConfigSnapshot snapshot, FuturesContract contract, String clientClass) {
        return Optional.ofNullable(contract.marginSchedules().get(clientClass))
                .flatMap(id -> snapshot.find(MarginSchedule.class, id));
    }

    private MarginTerms terms(Key key) {
        FuturesContract contract = after.load(FuturesContract.class, key.market);
        String clientClass = classOf(contract, key.clientClass).orElseThrow();
        FuturesContract old = before.load(FuturesContract.class, key.market);
        return new MarginTerms(
                contract,
                clientClass,
                schedule(before, old, clientClass).orElseThrow(),
                schedule(after, contract, clientClass).orElseThrow(),
                Objects.requireNonNull(marks.get(key.market)));
    }

    // One batch of contracts whose numbers share their types

    private void play(List<Group> batch, boolean exact) {
        MarginDigits digits =
                batch.stream().map(Group::digits).reduce(MarginDigits::merge).orElseThrow();
        long positions = batch.stream().mapToLong(Group::positions).sum();
        prepare(digits, positions, exact);
        fill(batch);
        script.run();
        gather(digits);
        if (!exact) {
            gatherUndecided();
        }
    }

    private void prepare(MarginDigits digits, long positions, boolean exact) {
        Map<String, Integer> scales = Map.of(
                "contracts_number", digits.contracts(),
                "contract_size_number", digits.contractSize(),
                "price_number", digits.price(),
                "money_number", digits.money(),
                "size_number", digits.sizeOfOne(),
                "value_number", digits.valueOfSize(),
                "bound_number", digits.bound(),
                "rate_number", digits.rate(),
                "amount_number", digits.amount());
        Map<String, String> types = new TreeMap<>();
        scales.forEach((type, scale) -> types.put(type, exact ? Digits.type(scale) : "DOUBLE"));
        types.put("contracts_exact", Digits.type(digits.contracts()));
        types.put("price_exact", Digits.type(digits.price()));
        script.define(types);
        String divided = "CASE WHEN inverse THEN %s ELSE %s END";
        duck.run("CREATE OR REPLACE MACRO unit_profit(inverse, entry, mark) AS "
                + (exact ? "mark - entry" : divided.formatted("1 / entry - 1 / mark", "mark - entry")));
        duck.run("CREATE OR REPLACE MACRO unit_value(inverse, price) AS " + divided.formatted("1 / price", "price"));
        duck.run("CREATE OR REPLACE MACRO near(one, other, greatest) AS "
                + (exact ? "false" : "abs(one - other) <= greatest * 1e-12"));
        int integers =
                Digits.integer(new BigDecimal(duck.value("SELECT coalesce(max(abs(contracts)), 0) FROM position")));
        int count = Long.toString(positions).length();
        duck.run(Digits.exactSum(integers + count + input.typeScale("contracts") <= Digits.MOST));
    }

    private void fill(List<Group> batch) {
        duck.run("CREATE OR REPLACE TABLE terms_text (market VARCHAR, client_class VARCHAR, inverse BOOLEAN,"
                + " contract_size VARCHAR, mark_price VARCHAR, greatest_rate VARCHAR, old_schedule VARCHAR,"
                + " old_size_of_one VARCHAR, old_value_of_size VARCHAR, new_schedule VARCHAR, new_size_of_one VARCHAR,"
                + " new_value_of_size VARCHAR)");
        try (RowAppender rows = duck.append("terms_text")) {
            for (Group group : batch) {
                MarginTerms terms = group.terms;
                rows.row()
                        .add(group.key.market)
                        .add(group.key.clientClass)
                        .add(terms.isInverse())
                        .add(terms.terms.contractSize().toPlainString())
                        .add(terms.mark.toString())
                        .add(terms.greatestRate().toPlainString());
                for (MarginTerms.Side side : List.of(terms.before, terms.after)) {
                    rows.add(side.schedule.id())
                            .add(side.sizeOfOne.toPlainString())
                            .add(side.valueOfSize.toPlainString());
                }
                rows.end();
            }
        }
        duck.run("CREATE OR REPLACE TABLE terms AS SELECT market, client_class, inverse,"
                + " CAST(contract_size AS contract_size_number) AS contract_size,"
                + " CAST(mark_price AS price_number) AS mark_price,"
                + " CAST(greatest_rate AS DOUBLE) AS greatest_rate,"
                + " old_schedule, CAST(old_size_of_one AS size_number) AS old_size_of_one,"
                + " CAST(old_value_of_size AS value_number) AS old_value_of_size,"
                + " new_schedule, CAST(new_size_of_one AS size_number) AS new_size_of_one,"
                + " CAST(new_value_of_size AS value_number) AS new_value_of_size FROM terms_text");
        tiers("old_tier", batch.stream().map(group -> group.terms.before).toList());
        tiers("new_tier", batch.stream().map(group -> group.terms.after).toList());
    }

    private void tiers(String table, List<MarginTerms.Side> sides) {
        duck.run("CREATE OR REPLACE TABLE tier_text (schedule VARCHAR, tier INTEGER, lower_bound VARCHAR,"
                + " upper_bound VARCHAR, initial_rate VARCHAR, maintenance_rate VARCHAR, initial_amount VARCHAR,"
                + " maintenance_amount VARCHAR)");
        Set<String> seen = new HashSet<>();
        try (RowAppender rows = duck.append("tier_text")) {
            for (MarginTerms.Side side : sides) {
                List<MarginTier> tiers = seen.add(side.schedule.id()) ? side.schedule.tiers() : List.of();
                for (int i = 0; i < tiers.size(); i++) {
                    MarginTier tier = tiers.get(i);
                    rows.row()
                            .add(side.schedule.id())
                            .add(i)
                            .add(tier.lowerBound().toString())
                            .addText(
                                    i + 1 < tiers.size()
                                            ? Optional.of(tiers.get(i + 1)
                                                    .lowerBound()
                                                    .toString())
                                            : Optional.empty())
                            .add(tier.initialMargin().toString())
                            .add(tier.maintenanceMargin().toString())
                            .add(side.ladder.initialAmount(i).toPlainString())
                            .add(side.ladder.maintenanceAmount(i).toPlainString())
                            .end();
                }
            }
        }
        duck.run("CREATE OR REPLACE TABLE " + table + " AS SELECT schedule, tier,"
                + " CAST(lower_bound AS bound_number) AS lower_bound,"
                + " CAST(upper_bound AS bound_number) AS upper_bound,"
                + " CAST(initial_rate AS rate_number) AS initial_rate,"
                + " CAST(maintenance_rate AS rate_number) AS maintenance_rate,"
                + " CAST(initial_amount AS amount_number) AS initial_amount,"
                + " CAST(maintenance_amount AS amount_number) AS maintenance_amount FROM tier_text");
    }

    private MarginTally tally(Rows rows) {
        Key key = new Key(rows.text(1), rows.text(2));
        return Objects.requireNonNull(tallies.get(resolved.getOrDefault(key, key)));
    }

    private void gather(MarginDigits digits) {
        int contracts = input.typeScale("contracts");
        try (Rows rows =
                duck.query("SELECT market, client_class, state, old_tier, new_tier, positions, absolute_contracts"
                        + " FROM margin_by_tier")) {
            while (rows.next()) {
                tally(rows)
                        .add(
                                rows.text(3),
                                (int) rows.number(4),
                                (int) rows.number(5),
                                rows.number(6),
                                Digits.unscaled(rows.text(7), contracts));
            }
        }
        gatherLost(digits, contracts);
        String worst = "WITH ranked AS (SELECT *, row_number() OVER (PARTITION BY market, client_class ORDER BY"
                + " shortfall_at_least DESC) AS place FROM grave_position WHERE state = 'NEWLY_LIQUIDATABLE'),"
                + " floor AS (SELECT market, client_class, shortfall_at_least FROM ranked WHERE place = " + worstMax
                + ")"
                + " SELECT r.market, r.client_class, r.row_number, r.account, r.contracts, r.entry_price, r.collateral"
                + " FROM ranked r LEFT JOIN floor f ON f.market = r.market AND f.client_class = r.client_class"
                + " WHERE f.market IS NULL OR r.shortfall_at_most >= f.shortfall_at_least";
        try (Rows rows = duck.query(worst)) {
            while (rows.next()) {
                tally(rows)
                        .addWorst(
                                rows.number(3),
                                rows.text(4),
                                Digits.decimal(rows, 5),
                                Digits.decimal(rows, 6),
                                Digits.decimal(rows, 7));
            }
        }
    }

    private void gatherLost(MarginDigits digits, int contracts) {
        // Sums without bound: there are few rows.
        String whole = "sum(CAST(replace(CAST(%s AS VARCHAR), '.', '') AS BIGNUM))";
        Map<TierKey, BigDecimal> overEntry = new LinkedHashMap<>();
        if (digits.divides()) {
            int scale = 72 + digits.contracts() - digits.price();
            try (Rows rows = duck.query("SELECT market, client_class, new_tier, sum(quotient) FROM contracts_over_entry"
                    + " GROUP BY ALL")) {
                while (rows.next()) {
                    overEntry.put(tierKey(rows), Digits.unscaled(rows.text(4), scale));
                }
            }
        }
        String timesEntry = digits.divides()
                ? "'0'"
                : whole.formatted("CAST(contracts AS contracts_exact) * CAST(entry_price AS price_exact)");
        try (Rows rows = duck.query("SELECT market, client_class, new_tier, count(*), "
                + whole.formatted("abs(contracts)") + ", " + whole.formatted("contracts") + ", "
                + whole.formatted("collateral") + ", " + timesEntry
                + " FROM grave_position WHERE state = 'NEWLY_LIQUIDATABLE' GROUP BY market, client_class, new_tier")) {
            while (rows.next()) {
                TierKey key = tierKey(rows);
                BigDecimal entries = digits.divides()
                        ? overEntry.getOrDefault(key, BigDecimal.ZERO)
                        : Digits.unscaled(rows.text(8), digits.contracts() + digits.price());
                tally(rows)
                        .addLost(
                                (int) rows.number(3),
                                new MarginTally.Lost(
                                        rows.number(4),
                                        Digits.unscaled(rows.text(5), contracts),
                                        Digits.unscaled(rows.text(6), contracts),
                                        Digits.unscaled(rows.text(7), input.typeScale("collateral")),
                                        entries));
            }
        }
    }

    private static TierKey tierKey(Rows rows) {
        return new TierKey(new Key(rows.text(1), rows.text(2)), (int) rows.number(3));
    }

    private void gatherUndecided() {
        try (Rows rows =
                duck.query("SELECT market, client_class, row_number, account, contracts, entry_price, collateral"
                        + " FROM grave_position WHERE state = 'UNDECIDED'")) {
            while (rows.next()) {
                tally(rows)
                        .addUndecided(
                                rows.number(3),
                                rows.text(4),
                                Digits.decimal(rows, 5),
                                Digits.decimal(rows, 6),
                                Digits.decimal(rows, 7));
            }
        }
    }
}
