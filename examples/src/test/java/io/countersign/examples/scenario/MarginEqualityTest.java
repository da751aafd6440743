package io.countersign.examples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.scenario.MarginResult;
import io.countersign.analytics.scenario.MarginResult.ContractMargin;
import io.countersign.analytics.scenario.Scenarios;
import io.countersign.analytics.scenario.SourceTable;
import io.countersign.client.live.Positions;
import io.countersign.client.scenario.LiquidationResult;
import io.countersign.client.scenario.LiquidationScenario;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S-LIQ in SQL is S-LIQ in Java, on books that are drawn at random with much of them exactly on a bound. */
class MarginEqualityTest {
    private static final Scope SCOPE = new Scope("kraken", "test");
    private static final List<String> CLASSES = List.of("professional", "retail");

    @TempDir
    Path directory;

    private final List<MarketDocument> before = new ArrayList<>();
    private final List<MarketDocument> after = new ArrayList<>();
    private final Map<String, Price> marks = new TreeMap<>();
    private final Map<String, Positions> positions = new LinkedHashMap<>();
    private final Map<String, List<Row>> rows = new TreeMap<>();
    private final Csv csv = new Csv("market,client_class,account,contracts,entry_price,collateral");

    /** A position. */
    private record Row(String clientClass, BigDecimal contracts) {}

    /** How wide the numbers of a contract are. */
    private record Shape(int contractDigits, int contractScale, int priceDigits, int priceScale, String contractSize) {}

    private static final List<Shape> SHAPES = List.of(
            new Shape(6, 0, 7, 1, "1"),
            new Shape(9, 4, 9, 4, "0.0001"),
            new Shape(8, 2, 10, 8, "10"),
            new Shape(18, 18, 8, 2, "1"), // 18 decimals
            new Shape(17, 0, 18, 18, "0.000000000000000001"),
            new Shape(18, 2, 18, 0, "1000000"), // huge notional
            new Shape(18, 18, 18, 18, "0.01"));

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void reMargin_randomBooks_equalsTheJavaScenario(long seed) throws IOException, SQLException {
        draw(new Draw(seed));
        SourceTable source = seed % 2 == 0 ? csv.write(directory) : csv.parquet(directory, "*");

        MarginResult result = Scenarios.builder(ConfigSnapshot.of(SCOPE, before), ConfigSnapshot.of(SCOPE, after))
                .build()
                .reMargin(source, marks);

        assertThat(result.report().findings()).as("seed %d", seed).isEmpty();
        int compared = 0;
        for (ContractMargin margin : result.contracts()) {
            compare(margin, "seed " + seed + ", " + margin.contract() + " " + margin.clientClass());
            compared++;
        }
        assertThat(compared).as("seed %d", seed).isEqualTo(2 * SHAPES.size() * 6);
        assertThat(result.liquidatable()).as("seed %d", seed).isGreaterThan(50);
    }

    /** Contracts over entry price with 35 digits of which the last is a 5: the even neighbour is the right one. */
    @Test
    void reMargin_quotientsHalfWayBetweenTwoOf34Digits_equalsTheJavaScenario() throws IOException {
        MarginSchedule free = MarginSchedule.builder()
                .venue("kraken")
                .id("I.professional")
                .unit(SizeUnit.CONTRACTS)
                .application(MarginApplication.MARGINAL)
                .addTiers(MarginTier.of("0", "0", "0"))
                .build();
        FuturesContract contract = contract("I", Payoff.INVERSE, "1")
                .putMarginSchedules("professional", free.id())
                .build();
        before.addAll(List.of(contract, free));
        after.addAll(List.of(
                contract,
                MarginSchedule.builder()
                        .from(free)
                        .tiers(List.of(MarginTier.of("0", "0.5", "0.5")))
                        .build()));
        Price power = Price.of("562949953421312"); // 2^49, and 1/2^49 has the 35 digits of 5^49
        marks.put("I", power);
        Positions.Builder table = Positions.builder();
        rows.put("I", new ArrayList<>());
        Notional some = Notional.of("0.0000000000000001"); // less than half of 1/2^49, and too much to be near a bound
        for (int contracts : List.of(1, 3, 5)) {
            String account = "a" + contracts;
            table.addShort(account, "professional", new Contracts(BigDecimal.valueOf(contracts)), power, some);
            rows.get("I").add(new Row("professional", BigDecimal.valueOf(-contracts)));
            csv.add("I", "professional", account, -contracts, power, some);
        }
        positions.put("I", table.build());

        MarginResult result = Scenarios.builder(ConfigSnapshot.of(SCOPE, before), ConfigSnapshot.of(SCOPE, after))
                .build()
                .reMargin(csv.write(directory), marks);

        assertThat(result.liquidatable()).isEqualTo(3);
        compare(result.contracts().get(0), "halves");
    }

    private void compare(ContractMargin margin, String as) {
        String market = margin.contract().id();
        FuturesContract contract = ConfigSnapshot.of(SCOPE, after).load(FuturesContract.class, market);
        MarginSchedule from = schedule(before, market, margin.clientClass());
        MarginSchedule to = schedule(after, market, margin.clientClass());
        LiquidationResult java = LiquidationScenario.play(
                to.documentId(),
                contract,
                margin.clientClass(),
                from,
                to,
                positions.get(market),
                marks.get(market),
                List.of());
        LiquidationResult.AtPrice at = java.atMark();
        assertThat(margin.positions()).as(as).isEqualTo(at.open());
        assertThat(margin.liquidatableBefore()).as(as).isEqualTo(at.liquidatableBefore());
        assertThat(margin.liquidatable()).as(as).isEqualTo(at.liquidatable());
        assertThat(margin.belowInitial()).as(as).isEqualTo(at.belowInitial());
        assertThat(margin.notional()).as(as).isEqualByComparingTo(at.notional());
        assertThat(margin.liquidatableNotional()).as(as).isEqualByComparingTo(at.liquidatableNotional());
        assertThat(margin.shortfall()).as(as).isEqualByComparingTo(at.shortfall());
        assertThat(margin.worst().stream()
                        .map(worst -> List.of(
                                worst.account(),
                                plain(worst.contracts()),
                                plain(worst.entry()),
                                plain(worst.notional()),
                                plain(worst.equity()),
                                plain(worst.maintenanceBefore()),
                                plain(worst.maintenanceAfter()),
                                plain(worst.shortfall()))))
                .as(as)
                .isEqualTo(java.affected().stream()
                        .map(worst -> List.of(
                                worst.account(),
                                plain(worst.contracts()),
                                plain(worst.entry()),
                                plain(worst.notional()),
                                plain(worst.equity()),
                                plain(worst.maintenanceBefore()),
                                plain(worst.maintenanceAfter()),
                                plain(worst.shortfall())))
                        .toList());
        ContractTerms terms = ContractTerms.of(contract);
        compare(margin.initialBefore(), margin.maintenanceBefore(), margin, from, terms, as);
        compare(margin.initialAfter(), margin.maintenanceAfter(), margin, to, terms, as);
    }

    /** Totals: the sum over the positions; where something is divided, rounded once a tier and not once a position. */
    private void compare(
            BigDecimal initial,
            BigDecimal maintenance,
            ContractMargin margin,
            MarginSchedule schedule,
            ContractTerms terms,
            String as) {
        MarginLadder ladder = MarginLadder.of(schedule);
        BigDecimal mark = margin.mark().value();
        SortedMap<Integer, List<BigDecimal>> byTier = new TreeMap<>();
        BigDecimal initials = BigDecimal.ZERO;
        BigDecimal maintenances = BigDecimal.ZERO;
        for (Row row : rows.get(margin.contract().id())) {
            if (row.contracts.signum() != 0 && row.clientClass.equals(margin.clientClass())) {
                BigDecimal size = terms.size(ladder.unit(), row.contracts, mark);
                BigDecimal value = terms.value(row.contracts, mark);
                initials = initials.add(ladder.initialMargin(size, value));
                maintenances = maintenances.add(ladder.maintenanceMargin(size, value));
                byTier.computeIfAbsent(ladder.tierOf(size), unused -> new ArrayList<>())
                        .add(row.contracts.abs());
            }
        }
        BigDecimal exactInitial = total(byTier, schedule, terms, mark, true);
        BigDecimal exactMaintenance = total(byTier, schedule, terms, mark, false);
        assertThat(initial).as(as).isEqualByComparingTo(exactInitial);
        assertThat(maintenance).as(as).isEqualByComparingTo(exactMaintenance);
        MathContext near = new MathContext(28);
        assertThat(initial.round(near)).as(as).isEqualByComparingTo(initials.round(near));
        assertThat(maintenance.round(near)).as(as).isEqualByComparingTo(maintenances.round(near));
    }

    private static BigDecimal total(
            SortedMap<Integer, List<BigDecimal>> byTier,
            MarginSchedule schedule,
            ContractTerms terms,
            BigDecimal mark,
            boolean initial) {
        MarginLadder ladder = MarginLadder.of(schedule);
        BigDecimal total = BigDecimal.ZERO;
        for (int tier : byTier.keySet()) {
            List<BigDecimal> contracts = byTier.get(tier);
            MarginTier rates = schedule.tiers().get(tier);
            BigDecimal sum = contracts.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
            BigDecimal amount = initial ? ladder.initialAmount(tier) : ladder.maintenanceAmount(tier);
            total = total.add(terms.value(sum, mark)
                            .multiply((initial ? rates.initialMargin() : rates.maintenanceMargin()).value()))
                    .subtract(amount.multiply(BigDecimal.valueOf(contracts.size()))
                            .multiply(terms.value(BigDecimal.ONE, mark))
                            .divide(terms.size(ladder.unit(), BigDecimal.ONE, mark), MathContext.DECIMAL128));
        }
        return total;
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private static MarginSchedule schedule(List<MarketDocument> documents, String market, String clientClass) {
        ConfigSnapshot snapshot = ConfigSnapshot.of(SCOPE, documents);
        return snapshot.load(
                MarginSchedule.class,
                snapshot.load(FuturesContract.class, market).marginSchedules().get(clientClass));
    }

    // Drawing

    private void draw(Draw draw) {
        for (Shape shape : SHAPES) {
            drawContract(draw, shape, Payoff.LINEAR, SizeUnit.BASE);
            drawContract(draw, shape, Payoff.LINEAR, SizeUnit.QUOTE_NOTIONAL);
            drawContract(draw, shape, Payoff.QUANTO, SizeUnit.CONTRACTS);
            drawContract(draw, shape, Payoff.INVERSE, SizeUnit.QUOTE_NOTIONAL);
            drawContract(draw, shape, Payoff.INVERSE, SizeUnit.BASE);
            drawContract(draw, shape, Payoff.INVERSE, SizeUnit.CONTRACTS);
        }
    }

    private void drawContract(Draw draw, Shape shape, Payoff payoff, SizeUnit unit) {
        String id = payoff.name() + "_" + unit.name() + "_" + SHAPES.indexOf(shape);
        FuturesContract.Builder contract = contract(id, payoff, shape.contractSize);
        for (String clientClass : CLASSES) {
            contract.putMarginSchedules(clientClass, id + "." + clientClass);
        }
        FuturesContract built = contract.build();
        ContractTerms terms = ContractTerms.of(built);
        Price mark = new Price(draw.decimal(shape.priceDigits, shape.priceScale));
        marks.put(id, mark);
        BigDecimal greatest = terms.size(
                unit, BigDecimal.TEN.pow(shape.contractDigits).movePointLeft(shape.contractScale), mark.value());
        for (String clientClass : CLASSES) {
            MarginApplication application =
                    draw.oneIn(2) ? MarginApplication.MARGINAL : MarginApplication.WHOLE_POSITION;
            before.add(drawSchedule(draw, id + "." + clientClass, unit, application, greatest));
            after.add(drawSchedule(
                    draw,
                    id + "." + clientClass,
                    unit,
                    draw.oneIn(3) ? MarginApplication.MARGINAL : application,
                    greatest));
        }
        before.add(built);
        after.add(built);
        Positions.Builder table = Positions.builder();
        rows.put(id, new ArrayList<>());
        for (int i = 0; i < 120; i++) {
            String clientClass = draw.from(CLASSES);
            drawPosition(
                    draw,
                    shape,
                    terms,
                    schedule(before, id, clientClass),
                    schedule(after, id, clientClass),
                    mark,
                    clientClass,
                    table,
                    built);
        }
        positions.put(id, table.build());
    }

    private static FuturesContract.Builder contract(String id, Payoff payoff, String contractSize) {
        return FuturesContract.builder()
                .venue("kraken")
                .id(id)
                .type(ContractType.PERPETUAL)
                .payoff(payoff)
                .venueType("test")
                .contractSize(Amount.of(contractSize))
                .contractSizeUnit(
                        switch (payoff) {
                            case LINEAR -> SizeUnit.BASE;
                            case INVERSE -> SizeUnit.QUOTE_NOTIONAL;
                            case QUANTO -> SizeUnit.QUANTO_MULTIPLIER;
                        })
                .priceRule(PriceRule.builder().tickSize(TickSize.of("1")).build())
                .sizeRule(SizeRule.builder().build());
    }

    private static MarginSchedule drawSchedule(
            Draw draw, String id, SizeUnit unit, MarginApplication application, BigDecimal greatest) {
        int count = draw.from(List.of(1, 2, 5, 30, 300));
        TreeMap<BigDecimal, BigDecimal> bounds = new TreeMap<>();
        bounds.put(BigDecimal.ZERO, BigDecimal.ZERO);
        for (int i = 1; i < count; i++) {
            BigDecimal bound = greatest.multiply(draw.decimal(4, 4)).round(new MathContext(3));
            if (bound.stripTrailingZeros().scale() <= 18 && bound.precision() - bound.scale() <= 20) {
                bounds.put(bound.stripTrailingZeros(), bound);
            }
        }
        List<MarginTier> tiers = new ArrayList<>();
        BigDecimal rate = draw.decimal(3, 5);
        for (BigDecimal bound : bounds.keySet()) {
            BigDecimal initial = rate.multiply(new BigDecimal("1.5"));
            tiers.add(MarginTier.builder()
                    .lowerBound(new Amount(bound))
                    .initialMargin(new Rate(initial))
                    .maintenanceMargin(new Rate(rate))
                    .build());
            rate = rate.add(draw.decimal(3, 6));
        }
        return MarginSchedule.builder()
                .venue("kraken")
                .id(id)
                .unit(unit)
                .application(application)
                .tiers(tiers)
                .build();
    }

    private void drawPosition(
            Draw draw,
            Shape shape,
            ContractTerms terms,
            MarginSchedule from,
            MarginSchedule to,
            Price mark,
            String clientClass,
            Positions.Builder table,
            FuturesContract contract) {
        MarginSchedule chosen = draw.oneIn(2) ? from : to;
        MarginLadder ladder = MarginLadder.of(chosen);
        BigDecimal contracts = draw.decimal(shape.contractDigits, shape.contractScale);
        if (draw.oneIn(3)) { // on a tier bound, where a number of contracts comes out on one
            BigDecimal bound = draw.from(chosen.tiers()).lowerBound().value();
            BigDecimal sizeOfOne = terms.size(ladder.unit(), BigDecimal.ONE, mark.value());
            BigDecimal exact = bound.divide(sizeOfOne, new MathContext(18)).stripTrailingZeros();
            if (exact.scale() <= shape.contractScale
                    && exact.precision() - exact.scale() <= shape.contractDigits - shape.contractScale) {
                contracts = exact.setScale(shape.contractScale);
            }
        }
        if (draw.oneIn(40)) {
            contracts = BigDecimal.ZERO;
        }
        boolean isLong = draw.oneIn(2);
        BigDecimal signed = isLong ? contracts : contracts.negate();
        BigDecimal entry = draw.oneIn(4) ? mark.value() : draw.decimal(shape.priceDigits, shape.priceScale);
        if (draw.oneIn(2)) { // near the mark
            entry = mark.value()
                    .multiply(draw.decimal(3, 3).add(new BigDecimal("0.5")))
                    .round(new MathContext(16))
                    .setScale(shape.priceScale, RoundingMode.UP);
            entry = entry.max(BigDecimal.ONE.movePointLeft(shape.priceScale));
        }
        BigDecimal size = terms.size(ladder.unit(), contracts, mark.value());
        BigDecimal value = terms.value(contracts, mark.value());
        BigDecimal required = contracts.signum() == 0
                ? BigDecimal.ONE
                : draw.oneIn(2) ? ladder.maintenanceMargin(size, value) : ladder.initialMargin(size, value);
        // Exactly at a requirement, or one unit of the last digit beside it, or anywhere around it.
        BigDecimal exact = required.subtract(terms.profit(signed, entry, mark.value()));
        BigDecimal collateral = draw.oneIn(3) ? exact.multiply(draw.decimal(3, 2)) : exact;
        collateral = collateral.signum() == 0 ? BigDecimal.ZERO : collateral.stripTrailingZeros();
        int scale = Math.min(18, Math.max(0, collateral.scale()));
        while (scale > 0 && collateral.precision() - collateral.scale() + scale > 18) {
            scale--;
        }
        collateral = collateral.setScale(scale, RoundingMode.HALF_UP);
        if (draw.oneIn(3)) {
            collateral = collateral.add(BigDecimal.valueOf(draw.below(3) - 1L, scale));
        }
        if (collateral.precision() - collateral.scale() > 18 || tooWide(contract.id(), collateral)) {
            collateral = BigDecimal.valueOf(draw.below(1000));
        }
        String account = "A" + rows.get(contract.id()).size();
        Price at = new Price(entry);
        Notional behind = new Notional(collateral);
        if (isLong) {
            table.addLong(account, clientClass, new Contracts(contracts), at, behind);
        } else {
            table.addShort(account, clientClass, new Contracts(contracts), at, behind);
        }
        rows.get(contract.id()).add(new Row(clientClass, signed));
        csv.add(contract.id(), clientClass, account, signed.toPlainString(), at, behind);
    }

    private final Map<String, int[]> widths = new TreeMap<>();

    /** Java's columns hold whole numbers of 64 bits in the unit of the finest value: keeps a column's values within 18 digits. */
    private boolean tooWide(String market, BigDecimal collateral) {
        int[] width = widths.computeIfAbsent(market, unused -> new int[2]);
        BigDecimal plain = collateral.signum() == 0 ? BigDecimal.ZERO : collateral.stripTrailingZeros();
        int integers = Math.max(width[0], Math.max(4, plain.precision() - plain.scale()));
        int scale = Math.max(width[1], plain.scale());
        if (integers + scale > 18) {
            return true;
        }
        width[0] = integers;
        width[1] = scale;
        return false;
    }
}
