package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.BookDepth;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CascadeScenarioTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final FuturesContract LINEAR = Markets.perpetual()
            .payoff(Payoff.LINEAR)
            .contractSizeUnit(SizeUnit.BASE)
            .build();
    private static final DocumentId CONTRACT = LINEAR.documentId();
    private static final MarginSchedule OLD = Markets.schedule(MarginTier.of("0", "0.02", "0.01"));
    private static final MarginSchedule NEW = Markets.schedule(MarginTier.of("0", "0.2", "0.1"));

    private static OrderBook book(String bids, String asks) {
        return OrderBook.of(levels(bids), levels(asks));
    }

    private static List<BookDepth.Level> levels(String text) {
        List<BookDepth.Level> levels = new ArrayList<>();
        for (String level : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            String[] parts = level.split("@", -1);
            levels.add(new BookDepth.Level(Price.of(parts[1]), Quantity.of(parts[0])));
        }
        return levels;
    }

    private static Positions.Builder add(
            Positions.Builder positions, String account, int contracts, String collateral) {
        Contracts size = Contracts.of(Integer.toString(Math.abs(contracts)));
        return contracts > 0
                ? positions.addLong(account, "professional", size, Price.of("100"), Notional.of(collateral))
                : positions.addShort(account, "professional", size, Price.of("100"), Notional.of(collateral));
    }

    private static CascadeResult play(Positions positions, OrderBook book) {
        return CascadeScenario.play(
                NEW.documentId(),
                LINEAR,
                Map.of("professional", OLD),
                Map.of("professional", NEW),
                positions,
                book,
                Price.of("100"));
    }

    /**
     * Longs of 10 from 100, maintenance 10 %. At 100: "a" has 99 of 100 and goes, into bids at 99. At 99 "b" has 105-10 of 99 and goes
     * into 10 bids at 90. At 90 "c" has 250-100 of 90 and stays; "d" is short and gains.
     */
    private static Positions chain() {
        Positions.Builder positions = Positions.builder();
        add(positions, "a", 10, "99");
        add(positions, "b", 10, "105");
        add(positions, "c", 10, "250");
        add(positions, "d", -10, "100");
        return positions.build();
    }

    @Test
    void play_chainOfThreeLongs_stopsWhereTheNextIsSafe() {
        CascadeResult result = play(chain(), book("10@99 10@90", ""));

        assertThat(result.before().rounds()).isEmpty();
        assertThat(result.before().finalPrice()).isEqualByComparingTo("100");
        assertThat(result.after().rounds())
                .extracting(round -> round.forcedOrders() + " "
                        + round.priceAfter().stripTrailingZeros().toPlainString())
                .containsExactly("1 99", "1 90");
        assertThat(result.after().finalPrice()).isEqualByComparingTo("90");
        assertThat(result.after().forcedNotional()).isEqualByComparingTo("1990");
        assertThat(result.after().fundUse()).isZero(); // a: 99 - 10, b: 105 - 100
        assertThat(result.after().unfilled()).isZero();
        assertThat(result.worst()).containsExactly("a long 10 from 100 with 99 USD", "b long 10 from 100 with 105 USD");
        assertThat(result.summary())
                .isEqualTo(
                        "PI_XBTUSD goes from 100 to 90 (-10 %) in 2 rounds with 2 forced orders worth 1990.00 USD, drawing"
                                + " 0 USD on the insurance fund; under the old schedule to 100 with 0");
        assertThat(result.figures())
                .containsEntry("rounds", "2")
                .containsEntry("roundsBefore", "0")
                .containsEntry("finalPrice", "90")
                .containsEntry("contract", "futures-contract/kraken/PI_XBTUSD");
        assertThat(result.contract()).isEqualTo(CONTRACT);
        assertThat(result.title()).isEqualTo("PI_XBTUSD");
        assertThat(result.chart().markup())
                .contains("old schedule", "new schedule", "by round of liquidations", "1: 99", "2: 90");
        assertThat(result.tables().get(0).rows())
                .containsExactly(
                        List.of("1", "100", "1", "10", "0", "1000.00", "99", "0"),
                        List.of("2", "99", "1", "10", "0", "990.00", "90", "0"));
        assertThat(result.toHtml()).contains("<svg");
    }

    @Test
    void play_deeperFall_drawsOnTheFund() {
        CascadeResult result = play(chain(), book("10@99 10@89", ""));

        assertThat(result.after().fundUse()).isEqualByComparingTo("5"); // b: 105 - 110
        assertThat(result.after().rounds().get(1).fundUse()).isEqualByComparingTo("5");
    }

    @Test
    void play_bookThatRunsEmpty_stopsAndCountsTheRestAtTheLastPrice() {
        CascadeResult result = play(chain(), book("10@99 4@89", ""));

        assertThat(result.after().unfilled()).isEqualByComparingTo("6");
        assertThat(result.after().rounds()).hasSize(2);
        assertThat(result.after().finalPrice()).isEqualByComparingTo("89");
        assertThat(result.after().fundUse()).isEqualByComparingTo("5");
    }

    /** Forced buys meet forced sells at the price of the round; only the rest moves it. */
    @Test
    void play_bothSidesBelow_crossFirst() {
        Positions.Builder positions = Positions.builder();
        add(positions, "long", 30, "250");
        add(positions, "short", -20, "150");

        CascadeResult result = play(positions.build(), book("10@70", "1@101"));

        assertThat(result.after().rounds()).singleElement().satisfies(round -> {
            assertThat(round.sells()).isEqualByComparingTo("30");
            assertThat(round.buys()).isEqualByComparingTo("20");
            assertThat(round.priceAfter()).isEqualByComparingTo("70");
            // The long sells 20 at 100 and 10 at 70, and loses 300 of 250; the short buys at 100 and loses nothing.
            assertThat(round.fundUse()).isEqualByComparingTo("50");
        });
        Positions.Builder even = Positions.builder();
        add(even, "long", 20, "150");
        add(even, "short", -20, "150");
        assertThat(play(even.build(), book("", "")).after().rounds())
                .singleElement()
                .satisfies(round -> assertThat(round.priceAfter()).isEqualByComparingTo("100"));
    }

    @Test
    void play_shorts_buyUpwards() {
        Positions.Builder positions = Positions.builder();
        add(positions, "short", -10, "90");

        CascadeResult result = play(positions.build(), book("", "5@110 5@112"));

        assertThat(result.after().finalPrice()).isEqualByComparingTo("112");
        assertThat(result.after().fundUse()).isEqualByComparingTo("20"); // 90 - 10*11
        assertThat(result.summary()).contains("(+12 %)");
    }

    @Test
    void play_exactlyAtMaintenance_isNotForced() {
        Positions.Builder positions = Positions.builder();
        add(positions, "at", 10, "100");

        CascadeResult result = play(positions.build(), book("", ""));

        assertThat(result.after().rounds()).isEmpty();
        assertThat(result.summary()).isEqualTo("No position in PI_XBTUSD is below maintenance margin at mark 100");
        assertThat(result.worst()).isEmpty();
        assertThat(result.chart().markup()).contains("<svg");
    }

    @Test
    void play_positionsWithoutASchedule_areLeftAlone() {
        Positions positions = Positions.builder()
                .addLong("other", "retail", Contracts.of("10"), Price.of("100"), Notional.of("1"))
                .addLong("any", Positions.ANY_CLASS, Contracts.of("10"), Price.of("100"), Notional.of("1"))
                .addLong("flat", "professional", Contracts.of("0"), Price.of("100"), Notional.of("0"))
                .build();
        FuturesContract two = FuturesContract.builder()
                .from(LINEAR)
                .putMarginSchedules("retail", "GONE")
                .build();

        assertThat(play(positions, book("99@99", "")).after().forcedOrders()).isEqualTo(1); // any
        assertThat(CascadeScenario.play(
                                NEW.documentId(),
                                two,
                                Map.of("professional", OLD),
                                Map.of("professional", NEW),
                                positions,
                                book("99@99", ""),
                                Price.of("100"))
                        .after()
                        .forcedOrders())
                .isZero();
    }

    @Test
    void play_noPositionsOrBadMark() {
        assertThat(play(Positions.builder().build(), book("", "")).after().rounds())
                .isEmpty();
        assertThatThrownBy(() -> CascadeScenario.play(
                        NEW.documentId(),
                        LINEAR,
                        Map.of(),
                        Map.of(),
                        Positions.builder().build(),
                        book("", ""),
                        Price.of("0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A mark price must be positive: 0");
    }

    @Test
    void inputs_nameEverything() {
        CascadeResult base = play(chain(), book("10@99", ""));

        assertThat(play(chain(), book("10@99", "")).toEvidence()).isEqualTo(base.toEvidence());
        assertThat(play(chain(), book("10@98", "")).inputs()).isNotEqualTo(base.inputs());
        assertThat(play(Positions.builder().build(), book("10@99", "")).inputs())
                .isNotEqualTo(base.inputs());
        assertThat(CascadeScenario.play(
                                NEW.documentId(),
                                LINEAR,
                                Map.of("professional", NEW),
                                Map.of("professional", NEW),
                                chain(),
                                book("10@99", ""),
                                Price.of("100"))
                        .inputs())
                .isNotEqualTo(base.inputs());
        assertThat(CascadeScenario.play(
                                NEW.documentId(),
                                LINEAR,
                                Map.of("professional", OLD),
                                Map.of("professional", OLD),
                                chain(),
                                book("10@99", ""),
                                Price.of("100"))
                        .inputs())
                .isNotEqualTo(base.inputs());
    }

    /** Against a cascade that is computed order by order and level by level, without means. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void play_anything_isWhatANaiveCascadeGives(long seed) {
        Random random = new Random(seed);
        boolean inverse = random.nextBoolean();
        FuturesContract contract = inverse ? Markets.perpetual().build() : LINEAR;
        ContractTerms terms = ContractTerms.of(contract);
        Positions.Builder rows = Positions.builder();
        for (int i = 0; i < 300; i++) {
            int size = 1 + random.nextInt(50);
            Price entry = new Price(BigDecimal.valueOf(90 + random.nextInt(20)));
            BigDecimal worth = terms.value(BigDecimal.valueOf(size), entry.value());
            Notional collateral = new Notional(
                    worth.multiply(BigDecimal.valueOf(random.nextInt(60), 2)).setScale(6, RoundingMode.DOWN));
            Contracts contracts = new Contracts(BigDecimal.valueOf(size));
            if (random.nextInt(4) > 0) {
                rows.addLong("p" + i, "professional", contracts, entry, collateral);
            } else {
                rows.addShort("p" + i, "professional", contracts, entry, collateral);
            }
        }
        Positions positions = rows.build();
        List<BookDepth.Level> bids = new ArrayList<>();
        List<BookDepth.Level> asks = new ArrayList<>();
        for (int i = 1; i <= 40; i++) {
            bids.add(new BookDepth.Level(
                    new Price(BigDecimal.valueOf(1000 - 8L * i, 1)),
                    new Quantity(BigDecimal.valueOf(random.nextInt(200)))));
            asks.add(new BookDepth.Level(
                    new Price(BigDecimal.valueOf(1000 + 8L * i, 1)),
                    new Quantity(BigDecimal.valueOf(random.nextInt(200)))));
        }
        MarginSchedule schedule =
                Markets.schedule(MarginTier.of("0", "0.1", "0.05"), MarginTier.of("30", "0.2", "0.1"));

        CascadeResult.Play play = CascadeScenario.play(
                        schedule.documentId(),
                        contract,
                        Map.of("professional", OLD),
                        Map.of("professional", schedule),
                        positions,
                        OrderBook.of(bids, asks),
                        Price.of("100"))
                .after();
        Naive naive = new Naive(terms, MarginLadder.of(schedule), positions, bids, asks);
        naive.play(new BigDecimal("100"));

        assertThat(play.rounds()).extracting(CascadeResult.Round::forcedOrders).isEqualTo(naive.forced);
        assertThat(play.finalPrice()).isEqualByComparingTo(naive.price);
        assertThat(play.unfilled()).isEqualByComparingTo(naive.unfilled);
        assertThat(play.fundUse()).isCloseTo(naive.fundUse, within(new BigDecimal("1e-20")));
        assertThat(naive.forced).as("seed " + seed).hasSizeGreaterThan(1);
    }

    private static final class Naive {
        private final ContractTerms terms;
        private final MarginLadder ladder;
        private final Positions positions;
        private final List<BigDecimal[]> bids;
        private final List<BigDecimal[]> asks;
        private final List<Integer> forced = new ArrayList<>();
        private final boolean[] closed;
        private BigDecimal price = BigDecimal.ZERO;
        private BigDecimal fundUse = BigDecimal.ZERO;
        private BigDecimal unfilled = BigDecimal.ZERO;

        Naive(
                ContractTerms terms,
                MarginLadder ladder,
                Positions positions,
                List<BookDepth.Level> bids,
                List<BookDepth.Level> asks) {
            this.terms = terms;
            this.ladder = ladder;
            this.positions = positions;
            this.bids = copy(bids);
            this.asks = copy(asks);
            this.closed = new boolean[positions.size()];
        }

        private static List<BigDecimal[]> copy(List<BookDepth.Level> levels) {
            List<BigDecimal[]> copy = new ArrayList<>();
            levels.forEach(level -> copy.add(
                    new BigDecimal[] {level.price().value(), level.quantity().value()}));
            return copy;
        }

        void play(BigDecimal mark) {
            price = mark;
            while (unfilled.signum() == 0) {
                List<Integer> now = new ArrayList<>();
                for (int row = 0; row < positions.size(); row++) {
                    BigDecimal contracts = positions.contracts().at(row);
                    BigDecimal needs = ladder.maintenanceMargin(
                            terms.size(ladder.unit(), contracts, price), terms.value(contracts, price));
                    BigDecimal has = positions
                            .collaterals()
                            .at(row)
                            .add(terms.profit(contracts, positions.entries().at(row), price));
                    if (!closed[row] && has.compareTo(needs) < 0) {
                        now.add(row);
                    }
                }
                if (now.isEmpty()) {
                    return;
                }
                forced.add(now.size());
                close(now);
            }
        }

        private void close(List<Integer> now) {
            BigDecimal net = BigDecimal.ZERO;
            BigDecimal heavy = BigDecimal.ZERO;
            for (int row : now) {
                closed[row] = true;
                net = net.add(positions.contracts().at(row));
            }
            for (int row : now) {
                BigDecimal contracts = positions.contracts().at(row);
                heavy = contracts.signum() == net.signum() ? heavy.add(contracts.abs()) : heavy;
            }
            List<BigDecimal[]> fills =
                    new ArrayList<>(List.of(new BigDecimal[][] {{price, heavy.subtract(net.abs())}}));
            BigDecimal missing = net.abs();
            BigDecimal last = price;
            for (BigDecimal[] level : net.signum() > 0 ? bids : asks) {
                BigDecimal taken = missing.min(level[1]);
                if (taken.signum() > 0) {
                    fills.add(new BigDecimal[] {level[0], taken});
                    level[1] = level[1].subtract(taken);
                    missing = missing.subtract(taken);
                    last = level[0];
                }
            }
            if (missing.signum() > 0) {
                fills.add(new BigDecimal[] {last, missing});
            }
            for (int row : now) {
                BigDecimal contracts = positions.contracts().at(row);
                BigDecimal equity = positions.collaterals().at(row);
                if (contracts.signum() == net.signum()) {
                    for (BigDecimal[] fill : fills) {
                        BigDecimal part = contracts.multiply(fill[1]).divide(heavy, MathContext.DECIMAL128);
                        equity = equity.add(
                                terms.profit(part, positions.entries().at(row), fill[0]));
                    }
                } else {
                    equity = equity.add(
                            terms.profit(contracts, positions.entries().at(row), price));
                }
                fundUse = fundUse.subtract(equity.min(BigDecimal.ZERO));
            }
            unfilled = missing;
            price = last;
        }
    }

    // The rule

    private static ChangeContext.Builder known(OrderBook book) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, CONTRACT, chain())
                .put(RuleInput.MARK_PRICE, CONTRACT, Price.of("100"))
                .put(RuleInput.ORDER_BOOK, CONTRACT, book)
                .put(RuleInput.INSURANCE_FUND, CONTRACT, Notional.of("4"));
    }

    private static PriceBand band(String down) {
        return PriceBand.builder()
                .reference(PriceReference.MARK)
                .sellDown(Rate.of(down))
                .buyUp(Rate.of("1.1"))
                .build();
    }

    private static List<Finding> judged(FuturesContract contract, ChangeContext context) {
        ConfigSnapshot before = Markets.snapshot(contract, OLD);
        return VALIDATOR.validate(before, before.with(NEW), context).of("S-CAS");
    }

    /** Under the old schedule "poor" costs the fund 5, under the new one "b" costs it 5 more. */
    @ParameterizedTest
    @CsvSource({"4.99, WARN", "5, ERROR", "9.99, ERROR", "10, WARN"})
    void rule_fundThatDidForTheOldCascade_isAnErrorWhereItDoesNotForTheNew(String fund, Severity severity) {
        Positions.Builder positions = Positions.builder();
        add(positions, "poor", 10, "5");
        add(positions, "b", 10, "105");
        ChangeContext.Builder context = known(book("10@99 10@89", ""))
                .put(RuleInput.POSITIONS, CONTRACT, positions.build())
                .put(RuleInput.INSURANCE_FUND, CONTRACT, Notional.of(fund));

        assertThat(judged(
                        FuturesContract.builder()
                                .from(LINEAR)
                                .priceBand(band("0.5"))
                                .build(),
                        context.build()))
                .extracting(Finding::severity)
                .containsExactly(severity);
    }

    /** A band that ends at the mark itself is broken by every fall. */
    @Test
    void rule_bandThatEndsAtTheMark_isBrokenByAnyFall() {
        FuturesContract contract =
                FuturesContract.builder().from(LINEAR).priceBand(band("1")).build();

        assertThat(judged(contract, known(book("10@99 10@90", "")).build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void rule_twoSchedulesChangedAtOnce_playEachContractOnce() {
        FuturesContract other = FuturesContract.builder()
                .from(LINEAR)
                .id("OTHER")
                .marginSchedules(Map.of("professional", "OTHER"))
                .build();
        ConfigSnapshot before = Markets.snapshot(LINEAR, other, OLD, named("OTHER", OLD));
        ChangeContext.Builder context = known(book("10@99 10@90", ""))
                .put(RuleInput.POSITIONS, other.documentId(), chain())
                .put(RuleInput.MARK_PRICE, other.documentId(), Price.of("100"))
                .put(RuleInput.ORDER_BOOK, other.documentId(), book("10@99 10@90", ""));

        assertThat(VALIDATOR
                        .assess(before, before.with(NEW).with(named("OTHER", NEW)), context.build())
                        .scenarios())
                .filteredOn(CascadeResult.class::isInstance)
                .hasSize(2);
    }

    private static MarginSchedule named(String id, MarginSchedule schedule) {
        return MarginSchedule.builder().from(schedule).id(id).build();
    }

    @ParameterizedTest
    @CsvSource({"0.9, WARN", "0.901, ERROR"})
    void rule_finalPriceAgainstTheBand_isAnErrorBeyondItsEnd(String down, Severity severity) {
        FuturesContract contract =
                FuturesContract.builder().from(LINEAR).priceBand(band(down)).build();

        assertThat(judged(contract, known(book("10@99 10@90", "")).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(severity);
                    assertThat(finding.path()).isEqualTo("/tiers");
                    assertThat(finding.evidence()).containsEntry("finalPrice", "90");
                });
    }

    @ParameterizedTest
    @CsvSource({"1.12, WARN", "1.119, ERROR"})
    void rule_finalPriceAboveTheBand_isAnErrorToo(String up, Severity severity) {
        FuturesContract contract = FuturesContract.builder()
                .from(LINEAR)
                .priceBand(PriceBand.builder()
                        .reference(PriceReference.MARK)
                        .sellDown(Rate.of("0.9"))
                        .buyUp(Rate.of(up))
                        .build())
                .build();
        Positions.Builder shorts = Positions.builder();
        add(shorts, "short", -10, "90");
        ChangeContext context = known(book("", "5@110 5@112"))
                .put(RuleInput.POSITIONS, CONTRACT, shorts.build())
                .put(RuleInput.INSURANCE_FUND, CONTRACT, Notional.of("20"))
                .policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                        .build())
                .build();

        assertThat(judged(contract, context)).extracting(Finding::severity).containsExactly(severity);
    }

    @Test
    void rule_changeOfTheMaximumOnly_isNotPlayed() {
        ConfigSnapshot before = Markets.snapshot(LINEAR, OLD);
        MarginSchedule cut =
                MarginSchedule.builder().from(OLD).maxSize(Amount.of("10")).build();
        MarginSchedule whole = MarginSchedule.builder()
                .from(OLD)
                .application(MarginApplication.WHOLE_POSITION)
                .build();
        MarginSchedule base =
                MarginSchedule.builder().from(OLD).unit(SizeUnit.BASE).build();

        assertThat(VALIDATOR
                        .assess(before, before.with(cut), known(book("", "")).build())
                        .evidence())
                .extracting(ScenarioEvidence::scenario)
                .doesNotContain("S-CAS");
        assertThat(VALIDATOR
                        .assess(before, before.with(whole), known(book("", "")).build())
                        .evidence())
                .extracting(ScenarioEvidence::scenario)
                .contains("S-CAS");
        assertThat(VALIDATOR
                        .assess(before, before.with(base), known(book("", "")).build())
                        .evidence())
                .extracting(ScenarioEvidence::scenario)
                .contains("S-CAS");
    }

    @Test
    void rule_sparedPositions_areAWarning() {
        FuturesContract contract =
                FuturesContract.builder().from(LINEAR).priceBand(band("0.95")).build();
        ChangeContext spared = known(book("10@99 10@90", ""))
                .policy(ChangePolicy.builder().marginPolicy(MarginPolicy.PHASED).build())
                .build();

        assertThat(judged(contract, spared)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.WARN);
            assertThat(finding.message())
                    .endsWith("; the price band ends at 95, 95 % of the mark. Under PHASED open positions keep the old"
                            + " schedule for now");
        });
    }

    @Test
    void rule_emptyBookAndEmptyFund_areErrorsOfTheirOwn() {
        FuturesContract contract =
                FuturesContract.builder().from(LINEAR).priceBand(band("0.5")).build();

        assertThat(judged(contract, known(book("10@99 4@89", "")).build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR, Severity.ERROR);
        assertThat(judged(contract, known(book("10@99 4@89", "")).build()))
                .extracting(Finding::message)
                .anyMatch(message ->
                        message.endsWith("; the book ran empty with 6 contracts left to close: phase the change"))
                .anyMatch(message -> message.endsWith("; the insurance fund holds 4: phase the change"));
        assertThat(judged(
                        contract,
                        known(book("10@99 10@89", ""))
                                .put(RuleInput.INSURANCE_FUND, CONTRACT, Notional.of("5"))
                                .build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    @Test
    void rule_whatTheOldScheduleDoesToo_isNotHeldAgainstTheChange() {
        FuturesContract contract =
                FuturesContract.builder().from(LINEAR).priceBand(band("0.95")).build();
        ConfigSnapshot before = Markets.snapshot(contract, NEW);
        MarginSchedule same = Markets.schedule(MarginTier.of("0", "0.21", "0.1"));

        assertThat(VALIDATOR
                        .validate(
                                before,
                                before.with(same),
                                known(book("10@99 4@89", "")).build())
                        .of("S-CAS"))
                .isEmpty();
    }

    @Test
    void rule_bandOrFundThatIsNotKnown_isInconclusive() {
        ChangeContext noFund = ChangeContext.builder()
                .put(RuleInput.POSITIONS, CONTRACT, chain())
                .put(RuleInput.MARK_PRICE, CONTRACT, Price.of("100"))
                .put(RuleInput.ORDER_BOOK, CONTRACT, book("10@99 10@89", ""))
                .build();

        assertThat(judged(LINEAR, noFund))
                .filteredOn(Validator::isInconclusive)
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("insurance fund of")
                        .contains("published price band of"));
        assertThat(judged(LINEAR, ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("open positions of")
                        .contains("order book of")
                        .contains("mark price of"));
    }

    @Test
    void rule_quietChange_saysNothingAndKeepsTheFigures() {
        ConfigSnapshot before = Markets.snapshot(LINEAR, OLD);
        Validation validation = VALIDATOR.assess(
                before,
                before.with(Markets.schedule(MarginTier.of("0", "0.03", "0.011"))),
                known(book("10@99", "")).build());

        assertThat(validation.report().of("S-CAS")).isEmpty();
        assertThat(validation.evidence()).extracting(ScenarioEvidence::scenario).contains("S-CAS");
    }

    @Test
    void rule_contractThatGetsAnotherSchedule_isPlayedAtItsOwnPath() {
        MarginSchedule strict = MarginSchedule.builder().from(NEW).id("STRICT").build();
        ConfigSnapshot before = Markets.snapshot(LINEAR, OLD, strict);
        FuturesContract moved = FuturesContract.builder()
                .from(LINEAR)
                .marginSchedules(Map.of("professional", "STRICT"))
                .build();

        assertThat(VALIDATOR
                        .validate(
                                before,
                                before.with(moved),
                                known(book("10@99 4@89", "")).build())
                        .of("S-CAS"))
                .filteredOn(finding -> finding.severity() == Severity.ERROR)
                .hasSize(2)
                .extracting(Finding::path)
                .containsOnly("/marginSchedules");
        assertThat(VALIDATOR
                        .validate(
                                before,
                                before.with(FuturesContract.builder()
                                        .from(LINEAR)
                                        .altName(Optional.of("OTHER"))
                                        .build()),
                                ChangeContext.none())
                        .of("S-CAS"))
                .isEmpty();
    }

    @Test
    void rule_whatCannotBeComputed_isInconclusive() {
        FuturesContract odd = FuturesContract.builder()
                .from(LINEAR)
                .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                .build();
        ConfigSnapshot before = Markets.snapshot(LINEAR, OLD);

        assertThat(judged(odd, known(book("", "")).build()))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("computable contract size (see D-PAY-01)"));
        assertThat(VALIDATOR
                        .validate(
                                before,
                                before.with(Markets.schedule(MarginTier.of("1", "0.2", "0.1"))),
                                known(book("", "")).build())
                        .of("S-CAS"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("computable margin tiers (see D-MRG-01)"));
    }
}
