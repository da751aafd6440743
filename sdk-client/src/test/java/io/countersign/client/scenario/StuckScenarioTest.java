package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.CloseExemptions;
import io.countersign.client.live.CloseExemptions.Exemption;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleData;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.Side;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Market;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.OrderAction;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StuckScenarioTest {
    private static final RuleData DATA = Catalogue.standard().data();
    private static final FuturesContract CONTRACT = perpetual().build();
    private static final DocumentId ID = CONTRACT.documentId();
    private static final RestingOrders NO_ORDERS = RestingOrders.builder().build();
    private static final RestingOrders ONE_ORDER = RestingOrders.builder()
            .add("o", Side.BUY, Price.of("8000"), Contracts.of("1"))
            .build();
    private static final Price MARK = Price.of("8000");

    private static SizeRule sizes(String lot, String least, @Nullable String most) {
        SizeRule.Builder rule = SizeRule.builder().lotStep(Quantity.of(lot)).minQuantity(Quantity.of(least));
        if (most != null) {
            rule.maxQuantity(Quantity.of(most));
        }
        return rule.build();
    }

    private static FuturesContract sized(String lot, String least, @Nullable String most) {
        return perpetual().sizeRule(sizes(lot, least, most)).build();
    }

    private static Positions position(String signed) {
        BigDecimal contracts = new BigDecimal(signed);
        Positions.Builder table = Positions.builder();
        Contracts size = new Contracts(contracts.abs());
        return (contracts.signum() < 0
                        ? table.addShort("a", "", size, MARK, Notional.of("1"))
                        : table.addLong("a", "", size, MARK, Notional.of("1")))
                .build();
    }

    private static StuckResult play(FuturesContract after, Positions positions, CloseExemptions exempt) {
        return StuckScenario.play(CONTRACT, after, DATA, NO_ORDERS, positions, MARK, exempt);
    }

    private static Set<StuckReason> reasons(FuturesContract after, String position, CloseExemptions exempt) {
        Set<StuckReason> reasons = EnumSet.noneOf(StuckReason.class);
        play(after, position(position), exempt).byReason().forEach((reason, counts) -> {
            if (counts.after() > 0) {
                reasons.add(reason);
            }
        });
        return reasons;
    }

    @ParameterizedTest
    @CsvSource({
        // lot, least, most, position, reason
        "1, 1, , 7, NONE",
        "1, 1, , 0, NONE",
        "2, 2, , 7, OFF_LOT",
        "2, 2, , -8, NONE",
        "0.5, 0.5, , 7, NONE",
        "1, 8, , 7, BELOW_MINIMUM",
        "1, 7, , 7, NONE",
        "1, 7, , -6, BELOW_MINIMUM",
        "1, 4, 5, 7, NO_SPLIT",
        "1, 4, 5, 8, NONE",
        "1, 4, 5, 10, NONE",
        "1, 4, 5, 11, NO_SPLIT",
        "1, 4, 5, 12, NONE",
        "1, 1, 3, 1000, NONE",
        "2, 1, 5, 6, NONE",
        "2, 3, 5, 6, NO_SPLIT",
        "1, 6, 5, 7, NO_SPLIT"
    })
    void size_ofAPosition_mustSplitIntoLegalOrders(
            String lot, String least, @Nullable String most, String position, StuckReason reason) {
        assertThat(reasons(sized(lot, least, most), position, CloseExemptions.none()))
                .isEqualTo(reason == StuckReason.NONE ? Set.of() : Set.of(reason));
    }

    @Test
    void size_exemption_waivesItsBoundAlone() {
        assertThat(reasons(sized("2", "2", null), "7", CloseExemptions.of(Exemption.LOT_STEP)))
                .isEmpty();
        assertThat(reasons(sized("2", "2", null), "7", CloseExemptions.of(Exemption.MIN_QUANTITY)))
                .containsExactly(StuckReason.OFF_LOT);
        assertThat(reasons(sized("1", "9", null), "7", CloseExemptions.of(Exemption.MIN_QUANTITY)))
                .isEmpty();
        assertThat(reasons(sized("1", "9", null), "7", CloseExemptions.of(Exemption.LOT_STEP, Exemption.MIN_NOTIONAL)))
                .containsExactly(StuckReason.BELOW_MINIMUM);
        assertThat(reasons(valued("9", null), "7", CloseExemptions.of(Exemption.MIN_NOTIONAL)))
                .isEmpty();
        assertThat(reasons(valued("9", null), "7", CloseExemptions.of(Exemption.MIN_QUANTITY)))
                .containsExactly(StuckReason.BELOW_MINIMUM);
    }

    /** One contract is one dollar. */
    private static FuturesContract valued(@Nullable String least, @Nullable String most) {
        NotionalRule.Builder rule = NotionalRule.builder();
        if (least != null) {
            rule.minNotional(Notional.of(least));
        }
        if (most != null) {
            rule.maxNotional(Notional.of(most));
        }
        return perpetual().notionalRule(rule.build()).build();
    }

    @Test
    void value_boundsOrders_inContractsAtTheMark() {
        assertThat(reasons(valued("7", null), "7", CloseExemptions.none())).isEmpty();
        assertThat(reasons(valued("7.01", null), "7", CloseExemptions.none()))
                .containsExactly(StuckReason.BELOW_MINIMUM);
        assertThat(reasons(valued("4", "5.9"), "7", CloseExemptions.none())).containsExactly(StuckReason.NO_SPLIT);
        assertThat(reasons(valued(null, "5.9"), "7", CloseExemptions.none())).isEmpty();
        assertThat(reasons(valued(null, "99999999999999999999"), "7", CloseExemptions.none()))
                .isEmpty();
        assertThat(reasons(valued(null, "0.5"), "7", CloseExemptions.none())).containsExactly(StuckReason.NO_SPLIT);
        assertThat(StuckScenario.play(
                                CONTRACT,
                                valued("9", null),
                                DATA,
                                NO_ORDERS,
                                position("7"),
                                null,
                                CloseExemptions.none())
                        .stuckPositions())
                .as("without a mark price, value does not count")
                .isZero();
    }

    @Test
    void price_mustBeLegalAtTheMarkOnTheClosingSide() {
        FuturesContract floor = priced(Price.of("8000.5"), null, null);
        FuturesContract ceiling = priced(null, Price.of("7999.5"), null);
        FuturesContract exact = priced(MARK, MARK, null);
        FuturesContract noSale =
                priced(null, null, band().sellUp(Rate.of("0.99")).build());
        FuturesContract noPurchase =
                priced(null, null, band().buyDown(Rate.of("1.01")).build());

        assertThat(reasons(floor, "7", CloseExemptions.all())).containsExactly(StuckReason.NO_PRICE);
        assertThat(reasons(ceiling, "-7", CloseExemptions.all())).containsExactly(StuckReason.NO_PRICE);
        assertThat(reasons(exact, "7", CloseExemptions.none())).isEmpty();
        assertThat(reasons(noSale, "7", CloseExemptions.none())).containsExactly(StuckReason.NO_PRICE);
        assertThat(reasons(noSale, "-7", CloseExemptions.none())).isEmpty();
        assertThat(reasons(noPurchase, "7", CloseExemptions.none())).isEmpty();
        assertThat(reasons(noPurchase, "-7", CloseExemptions.none())).containsExactly(StuckReason.NO_PRICE);
        assertThat(reasons(
                        priced(
                                null,
                                null,
                                band().sellUp(Rate.of("1"))
                                        .buyDown(Rate.of("1"))
                                        .build()),
                        "7",
                        CloseExemptions.none()))
                .isEmpty();
        FuturesContract usual = priced(
                null,
                null,
                band().sellDown(Rate.of("0.9"))
                        .buyUp(Rate.of("1.1"))
                        .buyDown(Rate.of("1"))
                        .build());
        assertThat(reasons(usual, "7", CloseExemptions.none())).isEmpty();
        assertThat(reasons(usual, "-7", CloseExemptions.none())).isEmpty();
    }

    private static PriceBand.Builder band() {
        return PriceBand.builder().reference(PriceReference.MARK);
    }

    private static FuturesContract priced(@Nullable Price least, @Nullable Price most, @Nullable PriceBand band) {
        PriceRule.Builder rule = PriceRule.builder().tickSize(TickSize.of("0.5"));
        if (least != null) {
            rule.minPrice(least);
        }
        if (most != null) {
            rule.maxPrice(most);
        }
        FuturesContract.Builder contract = perpetual().priceRule(rule.build());
        return band == null ? contract.build() : contract.priceBand(band).build();
    }

    @ParameterizedTest
    @EnumSource(TradingStatus.class)
    void status_aheadOfEachStatus_decides(TradingStatus status) {
        StuckResult result = StuckScenario.play(
                CONTRACT,
                perpetual().status(status).build(),
                DATA,
                ONE_ORDER,
                position("7"),
                MARK,
                CloseExemptions.none());

        assertThat(result.stuckOrders())
                .isEqualTo(status == TradingStatus.SETTLING || status == TradingStatus.DELISTED ? 1 : 0);
        assertThat(result.stuckPositions()).isEqualTo(status == TradingStatus.DELISTED ? 1 : 0);
        assertThat(result.newlyStuckOrders()).isEqualTo(result.stuckOrders());
    }

    @Test
    void status_thatWasTheEndAlready_makesNothingNewlyStuck() {
        FuturesContract gone = perpetual().status(TradingStatus.DELISTED).build();

        StuckResult result =
                StuckScenario.play(gone, gone, DATA, ONE_ORDER, position("7"), MARK, CloseExemptions.none());

        assertThat(result.byReason()).containsEntry(StuckReason.STATUS, new StuckResult.Counts(1, 1, 0));
        assertThat(result.newlyStuckOrders()).isZero();
        assertThat(result.toString()).contains("what can be cancelled and closed after the change");
        // A flat position is not stuck, wherever the market is.
        assertThat(StuckScenario.play(gone, gone, DATA, ONE_ORDER, position("0"), MARK, CloseExemptions.none())
                        .byReason())
                .containsEntry(StuckReason.STATUS, new StuckResult.Counts(0, 0, 0));
    }

    /** In a graph in which orders are taken and never matched, they can be cancelled and close nothing. */
    @Test
    void status_thatTakesOrdersAndNeverMatchesThem_closesNothing() {
        Map<TradingStatus, List<TradingStatus>> graph = new EnumMap<>(DATA.statusGraph());
        graph.put(TradingStatus.LIMIT_ONLY, List.of(TradingStatus.CANCEL_ONLY));
        graph.put(TradingStatus.CANCEL_ONLY, List.of(TradingStatus.DELISTED));
        RuleData dead = RuleData.builder()
                .from(DATA)
                .version("1-test")
                .statusGraph(graph)
                .build();

        StuckResult result = StuckScenario.play(
                CONTRACT,
                perpetual().status(TradingStatus.LIMIT_ONLY).build(),
                dead,
                ONE_ORDER,
                position("7"),
                MARK,
                CloseExemptions.none());

        assertThat(result.newlyStuckPositions()).isEqualTo(1);
        assertThat(result.newlyStuckOrders()).isZero();
    }

    @Test
    void rule_boundOfValue_needsTheMarkPriceAndARuleWithoutOneDoesNot() {
        Positions seven = position("7");

        assertThat(missing(judged(CONTRACT, valued(null, "0.5"), positionsOnly(seven))))
                .isEqualTo("mark price");
        assertThat(missing(judged(CONTRACT, valued("9", null), positionsOnly(seven))))
                .isEqualTo("mark price");
        assertThat(judged(CONTRACT, valued(null, null), positionsOnly(seven))
                        .report()
                        .of("S-RND"))
                .isEmpty();
    }

    private static ChangeContext.Builder positionsOnly(Positions positions) {
        return ChangeContext.builder().put(RuleInput.POSITIONS, ID, positions);
    }

    @Test
    void status_unknown_isNotHeldAgainstAMarket() {
        FuturesContract silent = perpetual().tradeable(Optional.empty()).build();

        assertThat(StuckScenario.play(silent, silent, DATA, ONE_ORDER, position("7"), MARK, CloseExemptions.none())
                        .stuckOrders())
                .isZero();
    }

    @Test
    void result_countsWhatIsNewApartFromWhatWasStuckBefore() {
        Positions positions = Positions.builder()
                .addLong("dust", "", Contracts.of("0.5"), MARK, Notional.of("1"))
                .addLong("small", "", Contracts.of("3"), MARK, Notional.of("1"))
                .addShort("smaller", "", Contracts.of("2"), MARK, Notional.of("1"))
                .addLong("large", "", Contracts.of("50"), MARK, Notional.of("1"))
                .addLong("flat", "", Contracts.of("0"), MARK, Notional.of("1"))
                .build();

        StuckResult result = StuckScenario.play(
                CONTRACT, sized("1", "10", null), DATA, ONE_ORDER, positions, MARK, CloseExemptions.none());

        assertThat(result.orders()).isEqualTo(1);
        assertThat(result.positions()).isEqualTo(4);
        assertThat(result.stuckPositions()).isEqualTo(3);
        assertThat(result.newlyStuckPositions()).isEqualTo(2);
        assertThat(result.newlyStuckContracts()).isEqualByComparingTo("5");
        assertThat(result.byReason())
                .containsEntry(StuckReason.OFF_LOT, new StuckResult.Counts(1, 1, 0))
                .containsEntry(StuckReason.BELOW_MINIMUM, new StuckResult.Counts(0, 2, 2))
                .doesNotContainKey(StuckReason.NONE);
        assertThat(result.worst()).containsExactly("small with 3 contracts", "smaller with -2 contracts");
        assertThat(result.summary())
                .isEqualTo(
                        "0 orders of 1 can no longer be cancelled, 2 positions of 4 no longer be closed, with 5 contracts");
        assertThat(result.figures())
                .containsEntry("positionsNewlyStuck", "2")
                .containsEntry("positionsNewlyStuck BELOW_MINIMUM", "2")
                .containsEntry("newlyStuck contracts", "5");
        assertThat(result.tables().get(0).rows())
                .contains(List.of("below the least order", "0", "2", "2"), List.of("off the lot step", "1", "1", "0"));
        assertThat(result.chart().markup()).contains("Positions that cannot be closed, PI_XBTUSD");
    }

    @Test
    void play_emptyTables_haveNothingStuck() {
        StuckResult result = play(sized("5", "500", null), Positions.builder().build(), CloseExemptions.none());

        assertThat(result.positions()).isZero();
        assertThat(result.stuckPositions()).isZero();
        assertThat(result.worst()).isEmpty();
        assertThat(result.chart().markup()).isNotEmpty();
    }

    @Test
    void play_sizesThatCannotBeCountedTogether_areRefused() {
        assertThatThrownBy(() -> play(
                        sized("0.000000000000000001", "0.000000000000000001", null),
                        position("1000000"),
                        CloseExemptions.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not fit");
    }

    /** Against a search over every way to split the position, on small numbers. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void size_ofAnyPosition_isWhatASearchOfAllSplitsSays(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int lot = 1 + random.nextInt(4);
            int least = 1 + random.nextInt(12);
            int most = 1 + random.nextInt(15);
            int size = random.nextInt(60);
            boolean exemptLot = random.nextBoolean();
            boolean exemptLeast = random.nextBoolean();
            List<Exemption> exemptions = new ArrayList<>();
            if (exemptLot) {
                exemptions.add(Exemption.LOT_STEP);
            }
            if (exemptLeast) {
                exemptions.add(Exemption.MIN_QUANTITY);
            }

            Set<StuckReason> reasons = reasons(
                    sized(Integer.toString(lot), Integer.toString(least), Integer.toString(most)),
                    Integer.toString(random.nextBoolean() ? size : -size),
                    CloseExemptions.of(exemptions.toArray(Exemption[]::new)));

            boolean closable = closable(size, exemptLot ? 1 : lot, exemptLeast ? 1 : least, most);
            assertThat(reasons.isEmpty())
                    .as("seed " + seed + ": " + size + " in lots of " + lot + " from " + least + " to " + most
                            + " with " + exemptions)
                    .isEqualTo(closable);
        }
    }

    private static boolean closable(int size, int lot, int least, int most) {
        boolean[] reachable = new boolean[size + 1];
        reachable[0] = true;
        for (int sum = 1; sum <= size; sum++) {
            for (int order = lot; order <= most && order <= sum; order += lot) {
                reachable[sum] |= order >= least && reachable[sum - order];
            }
        }
        return reachable[size];
    }

    /**
     * The property itself: after every change that the catalogue does not object to, over every pair of statuses of the graph and
     * many rules of size and price, each order is cancellable and each position closable that was so before.
     */
    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void property_afterAnyAcceptedChange_nothingThatWasFreeIsStuck(long seed) {
        Validator validator = Validator.of(Catalogue.standard());
        Random random = new Random(seed);
        int accepted = 0;
        int refused = 0;
        for (TradingStatus from : TradingStatus.values()) {
            for (TradingStatus to : TradingStatus.values()) {
                for (int round = 0; round < 3; round++) {
                    FuturesContract before = random(random, from);
                    FuturesContract after = random(random, to);
                    Positions positions = positions(random);
                    CloseExemptions exempt = random.nextBoolean() ? CloseExemptions.none() : CloseExemptions.all();
                    ConfigSnapshot live = Markets.venue().with(before);
                    ChangeContext known = ChangeContext.builder()
                            .put(RuleInput.RESTING_ORDERS, ID, ONE_ORDER)
                            .put(RuleInput.POSITIONS, ID, positions)
                            .put(RuleInput.MARK_PRICE, ID, MARK)
                            .put(RuleInput.CLOSE_EXEMPTIONS, ID, exempt)
                            .build();
                    if (validator.validate(live, live.with(after), known).hasErrors()) {
                        refused++;
                        continue;
                    }
                    accepted++;
                    String what = "seed " + seed + ": " + from + " to " + to + ", " + before.sizeRule() + " to "
                            + after.sizeRule();
                    if (reaches(from, OrderAction.CANCEL)) {
                        assertThat(reaches(to, OrderAction.CANCEL)).as(what).isTrue();
                    }
                    for (int row = 0; row < positions.size(); row++) {
                        BigDecimal size = positions.contracts().at(row);
                        if (isFree(before, from, size, exempt)) {
                            assertThat(isFree(after, to, size, exempt))
                                    .as(what + ", " + size)
                                    .isTrue();
                        }
                    }
                }
            }
        }
        assertThat(accepted).as("seed " + seed).isGreaterThan(10);
        assertThat(refused).as("seed " + seed).isGreaterThan(10);
    }

    private static FuturesContract random(Random random, TradingStatus status) {
        int lot = 1 + random.nextInt(2);
        int least = lot * (1 + random.nextInt(3));
        PriceRule.Builder prices = PriceRule.builder().tickSize(TickSize.of("0.5"));
        if (random.nextInt(8) == 0) {
            prices.minPrice(Price.of("8000.5"));
        }
        return perpetual()
                .status(status)
                .tradeable(Optional.empty())
                .priceRule(prices.build())
                .sizeRule(sizes(
                        Integer.toString(lot),
                        Integer.toString(least),
                        Integer.toString(least + lot * random.nextInt(5))))
                .build();
    }

    private static Positions positions(Random random) {
        Positions.Builder table = Positions.builder();
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            Contracts size = Contracts.of(Integer.toString(4 + random.nextInt(12)));
            if (random.nextBoolean()) {
                table.addLong("a" + i, "", size, MARK, Notional.of("100"));
            } else {
                table.addShort("a" + i, "", size, MARK, Notional.of("100"));
            }
        }
        return table.build();
    }

    private static boolean isFree(
            FuturesContract contract, TradingStatus status, BigDecimal signed, CloseExemptions exempt) {
        boolean none = exempt.exempt().isEmpty();
        SizeRule rule = contract.sizeRule();
        return (status == TradingStatus.SETTLING || reaches(status, OrderAction.MATCH))
                && contract.priceRule()
                        .minPrice()
                        .filter(least -> MARK.compareTo(least) < 0)
                        .isEmpty()
                && closable(
                        signed.abs().intValueExact(),
                        none ? rule.lotStep().orElseThrow().value().intValueExact() : 1,
                        none ? rule.minQuantity().orElseThrow().value().intValueExact() : 1,
                        rule.maxQuantity().orElseThrow().value().intValueExact());
    }

    /** Whether a status leads to one that permits an action, by a search of its own. */
    private static boolean reaches(TradingStatus from, OrderAction action) {
        return reaches(from, action, EnumSet.noneOf(TradingStatus.class));
    }

    private static boolean reaches(TradingStatus from, OrderAction action, Set<TradingStatus> seen) {
        return from.permits(action)
                || (seen.add(from)
                        && DATA.statusGraph().getOrDefault(from, List.of()).stream()
                                .anyMatch(next -> reaches(next, action, seen)));
    }

    // As a rule.

    private static Validation judged(Market before, MarketDocument after, ChangeContext.Builder context) {
        return Validator.of(Catalogue.standard())
                .assess(Markets.venue().with(before), Markets.venue().with(after), context.build());
    }

    private static List<Finding> findings(Validation validation) {
        return validation.report().of(StuckScenario.ID).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static String missing(Validation validation) {
        return validation.report().of(StuckScenario.ID).stream()
                .filter(Validator::isInconclusive)
                .map(finding -> finding.evidence().getOrDefault("missing", ""))
                .findFirst()
                .orElse("");
    }

    private static ChangeContext.Builder known(Positions positions) {
        return ChangeContext.builder().put(RuleInput.POSITIONS, ID, positions);
    }

    @Test
    void rule_positionsNewlyStuck_areAnError() {
        Validation validation = judged(
                CONTRACT,
                sized("1", "2000", null),
                known(Markets.positions()).put(RuleInput.CLOSE_EXEMPTIONS, ID, CloseExemptions.none()));

        assertThat(findings(validation))
                .extracting(Finding::path, Finding::severity, Finding::message)
                .containsExactly(tuple(
                        "",
                        Severity.ERROR,
                        "3 positions of 3 with 3000 contracts can no longer be closed, first safe with 1000 contracts: exempt"
                                + " closing orders from the bound, or close them before"));
        assertThat(validation.scenarios()).hasSize(1);
    }

    @Test
    void rule_exemptionsUnknown_areAskedForOnlyWhereTheyDecide() {
        assertThat(missing(judged(CONTRACT, sized("1", "2000", null), known(Markets.positions()))))
                .isEqualTo("exemptions of closing orders");
        assertThat(findings(judged(CONTRACT, sized("1", "2000", null), known(Markets.positions()))))
                .isEmpty();
        assertThat(missing(judged(CONTRACT, sized("1", "500", null), known(Markets.positions()))))
                .isEmpty();
    }

    @Test
    void rule_exemptionsUnknownThatCouldNotHelp_leaveTheError() {
        FuturesContract floor = priced(Price.of("8001"), null, null);

        Validation validation =
                judged(CONTRACT, floor, known(Markets.positions()).put(RuleInput.MARK_PRICE, ID, MARK));

        assertThat(findings(validation)).hasSize(1);
        assertThat(missing(validation)).isEmpty();
    }

    @Test
    void rule_whatIsUnknown_isNamed() {
        assertThat(missing(judged(CONTRACT, sized("1", "5", null), ChangeContext.builder())))
                .isEqualTo("open positions");
        assertThat(missing(judged(CONTRACT, valued("5", null), known(Markets.positions()))))
                .isEqualTo("mark price");
        assertThat(missing(judged(CONTRACT, priced(Price.of("1"), null, null), known(Markets.positions()))))
                .isEqualTo("mark price");
        assertThat(missing(judged(CONTRACT, perpetual().altName("n").build(), ChangeContext.builder())))
                .isEmpty();
        assertThat(missing(judged(
                        perpetual().status(TradingStatus.HALTED).build(),
                        perpetual().status(TradingStatus.SETTLING).build(),
                        known(Markets.positions()))))
                .isEqualTo("resting orders");
    }

    @Test
    void rule_ordersThatCannotBeCancelled_areAnError() {
        assertThat(findings(judged(
                        perpetual().status(TradingStatus.HALTED).build(),
                        perpetual().status(TradingStatus.SETTLING).build(),
                        known(Positions.builder().build()).put(RuleInput.RESTING_ORDERS, ID, ONE_ORDER))))
                .extracting(Finding::path, Finding::message)
                .containsExactly(tuple(
                        "/status",
                        "1 order can no longer be cancelled: no status that the market can come to allows it. Cancel them"
                                + " before"));
        SpotMarket halted = bitcoin().status(TradingStatus.HALTED).build();
        SpotMarket settling = bitcoin().status(TradingStatus.SETTLING).build();
        ChangeContext.Builder book =
                ChangeContext.builder().put(RuleInput.RESTING_ORDERS, halted.documentId(), Markets.book());
        assertThat(judged(halted, settling, book).scenarios())
                .extracting(result -> result.scenario())
                .contains(StuckScenario.ID);
        assertThat(findings(judged(halted, settling, book)))
                .extracting(Finding::evidence)
                .singleElement()
                .asString()
                .contains("orders=10");
        assertThat(missing(judged(halted, settling, ChangeContext.builder()))).isEqualTo("resting orders");
        assertThat(missing(judged(
                        bitcoin().build(),
                        bitcoin().status(TradingStatus.CANCEL_ONLY).build(),
                        ChangeContext.builder())))
                .isEmpty();
        assertThat(findings(judged(
                        settling, bitcoin().status(TradingStatus.DELISTED).build(), book)))
                .as("they were stuck before")
                .isEmpty();
    }
}
