package io.countersign.client.scenario;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.live.StatusPlan;
import io.countersign.client.live.StatusPlan.Step;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.Side;
import io.countersign.model.market.DelistingPlan;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.OrderAction;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModeScenarioTest {
    private static final FuturesContract CONTRACT = perpetual().build();
    private static final DocumentId ID = CONTRACT.documentId();
    private static final Positions NONE = Positions.builder().build();
    private static final RestingOrders NO_ORDERS = RestingOrders.builder().build();

    private static Step step(TradingStatus status, int minutes) {
        return new Step(status, Duration.ofMinutes(minutes));
    }

    private static Positions positions(int longs, int shorts, int flat) {
        Positions.Builder table = Positions.builder();
        for (int i = 0; i < longs; i++) {
            table.addLong("l" + i, "", Contracts.of("5"), Price.of("8000"), Notional.of("1"));
        }
        for (int i = 0; i < shorts; i++) {
            table.addShort("s" + i, "", Contracts.of("5"), Price.of("8000"), Notional.of("1"));
        }
        for (int i = 0; i < flat; i++) {
            table.addLong("f" + i, "", Contracts.of("0"), Price.of("8000"), Notional.of("1"));
        }
        return table.build();
    }

    private static RestingOrders orders(int buys, int sells) {
        RestingOrders.Builder table = RestingOrders.builder();
        for (int i = 0; i < buys + sells; i++) {
            table.add("o" + i, i < buys ? Side.BUY : Side.SELL, Price.of("8000"), Contracts.of("1"));
        }
        return table.build();
    }

    @Test
    void play_maintenanceAndReopening_isWhatTheVenueDocuments() {
        StatusPlan plan = StatusPlan.of(step(TradingStatus.MAINTENANCE, 20))
                .then(TradingStatus.CANCEL_ONLY, Duration.ofMinutes(10))
                .then(TradingStatus.POST_ONLY, Duration.ofMinutes(5))
                .then(TradingStatus.ONLINE, Duration.ofHours(1));

        ModeResult result = ModeScenario.play(CONTRACT, plan, orders(3, 4), positions(2, 1, 1));

        assertThat(result.steps())
                .extracting(
                        ModeResult.Step::status,
                        ModeResult.Step::from,
                        ModeResult.Step::cancellable,
                        ModeResult.Step::matchable,
                        ModeResult.Step::caught,
                        ModeResult.Step::closable,
                        ModeResult.Step::liquidatable)
                .containsExactly(
                        tuple(TradingStatus.MAINTENANCE, Duration.ZERO, 0, 0, 7, 0, 0),
                        tuple(TradingStatus.CANCEL_ONLY, Duration.ofMinutes(20), 7, 0, 0, 0, 0),
                        tuple(TradingStatus.POST_ONLY, Duration.ofMinutes(30), 7, 0, 0, 0, 0),
                        tuple(TradingStatus.ONLINE, Duration.ofMinutes(35), 7, 7, 0, 3, 3));
        assertThat(result.unguarded()).isEqualTo(Duration.ofMinutes(35));
        assertThat(result.caught()).isEqualTo(Duration.ofMinutes(20));
        assertThat(result.ordersAtTheEnd()).isZero();
        assertThat(result.positionsDelisted()).isZero();
        assertThat(result.title()).isEqualTo("MAINTENANCE to CANCEL_ONLY to POST_ONLY to ONLINE");
        assertThat(result.summary())
                .isEqualTo(
                        "7 orders and 3 positions over 4 steps: without liquidations for PT35M on end, orders caught for"
                                + " PT20M");
        assertThat(result.worst())
                .containsExactly(
                        "MAINTENANCE from PT0S for PT20M: 7 orders caught, 0 positions can be liquidated",
                        "CANCEL_ONLY from PT20M for PT10M: 0 orders caught, 0 positions can be liquidated",
                        "POST_ONLY from PT30M for PT5M: 0 orders caught, 0 positions can be liquidated");
        assertThat(result.figures())
                .containsEntry("orders", "7")
                .containsEntry("unguarded ISO 8601 duration", "PT35M")
                .containsEntry("caught ISO 8601 duration", "PT20M");
        assertThat(result.tables().get(0).rows())
                .hasSize(4)
                .first()
                .isEqualTo(List.of("1", "MAINTENANCE", "PT0S", "PT20M", "0", "0", "7", "0", "0"));
        assertThat(result.chart().markup())
                .contains("What each step allows, PI_XBTUSD")
                .contains("1 MAINTENANCE", "4 ONLINE");
        assertThat(result.toHtml()).contains("<svg").doesNotContain("<script");
    }

    @Test
    void play_reduceOnly_matchesOnlySidesThatReduceSomething() {
        StatusPlan plan = StatusPlan.of(step(TradingStatus.REDUCE_ONLY, 1));

        assertThat(ModeScenario.play(CONTRACT, plan, orders(3, 4), positions(1, 0, 0))
                        .steps())
                .extracting(ModeResult.Step::matchable)
                .containsExactly(4);
        assertThat(ModeScenario.play(CONTRACT, plan, orders(3, 4), positions(0, 1, 0))
                        .steps())
                .extracting(ModeResult.Step::matchable)
                .containsExactly(3);
        assertThat(ModeScenario.play(CONTRACT, plan, orders(3, 4), positions(1, 1, 0))
                        .steps())
                .extracting(ModeResult.Step::matchable)
                .containsExactly(7);
        assertThat(ModeScenario.play(CONTRACT, plan, orders(3, 4), NONE).steps())
                .extracting(ModeResult.Step::matchable, ModeResult.Step::caught)
                .containsExactly(tuple(0, 0));
    }

    @Test
    void play_nothingOpen_hasNothingUnguardedOrCaught() {
        ModeResult result = ModeScenario.play(
                CONTRACT, StatusPlan.of(step(TradingStatus.MAINTENANCE, 90)), NO_ORDERS, positions(0, 0, 3));

        assertThat(result.unguarded()).isZero();
        assertThat(result.caught()).isZero();
        assertThat(result.worst()).isEmpty();
        assertThat(result.chart().markup()).isNotEmpty();
    }

    @Test
    void play_endWithoutAChanceToCancel_isTold() {
        StatusPlan abrupt =
                StatusPlan.of(step(TradingStatus.MAINTENANCE, 5)).then(TradingStatus.DELISTED, Duration.ZERO);
        StatusPlan fair = StatusPlan.of(step(TradingStatus.CANCEL_ONLY, 5)).then(TradingStatus.DELISTED, Duration.ZERO);

        assertThat(ModeScenario.play(CONTRACT, abrupt, orders(1, 1), NONE).cancellableBeforeTheEnd())
                .isFalse();
        assertThat(ModeScenario.play(CONTRACT, fair, orders(1, 1), NONE).cancellableBeforeTheEnd())
                .isTrue();
    }

    @Test
    void play_strictVenue_holdsOverTheMarket() {
        ModeResult result = ModeScenario.play(
                CONTRACT,
                StatusPlan.of(step(TradingStatus.ONLINE, 60)),
                TradingStatus.POST_ONLY,
                orders(1, 1),
                positions(1, 0, 0));

        assertThat(result.steps()).extracting(ModeResult.Step::status).containsExactly(TradingStatus.POST_ONLY);
        assertThat(result.unguarded()).isEqualTo(Duration.ofHours(1));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void play_anyPlan_isWhatEachStatusPermits(long seed) {
        Random random = new Random(seed);
        for (int round = 0; round < 300; round++) {
            List<Step> steps = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(6); i++) {
                TradingStatus[] all = TradingStatus.values();
                steps.add(step(all[random.nextInt(all.length)], random.nextInt(50)));
            }
            int buys = random.nextInt(3);
            int sells = random.nextInt(3);
            int open = random.nextInt(3);

            ModeResult result = ModeScenario.play(
                    CONTRACT, new StatusPlan(steps), orders(buys, sells), positions(open, 0, random.nextInt(2)));

            long unguarded = 0;
            long caught = 0;
            for (int from = 0; from < steps.size(); from++) {
                for (int to = from; to < steps.size(); to++) {
                    List<Step> run = steps.subList(from, to + 1);
                    long minutes =
                            run.stream().mapToLong(s -> s.lasts().toMinutes()).sum();
                    if (open > 0
                            && run.stream()
                                    .allMatch(s -> !s.status().permits(OrderAction.MATCH)
                                            && s.status() != TradingStatus.SETTLING
                                            && s.status() != TradingStatus.DELISTED)) {
                        unguarded = Math.max(unguarded, minutes);
                    }
                    if (buys + sells > 0
                            && run.stream()
                                    .allMatch(s -> !s.status().permits(OrderAction.CANCEL)
                                            && !s.status().permits(OrderAction.MATCH))) {
                        caught = Math.max(caught, minutes);
                    }
                }
            }
            assertThat(result.unguarded()).as(seed + " " + steps).isEqualTo(Duration.ofMinutes(unguarded));
            assertThat(result.caught()).as(seed + " " + steps).isEqualTo(Duration.ofMinutes(caught));
        }
    }

    @Test
    void inputs_areNamedByEverythingThatWasPlayed() {
        StatusPlan plan = StatusPlan.of(step(TradingStatus.ONLINE, 1));
        ModeResult result = ModeScenario.play(CONTRACT, plan, NO_ORDERS, NONE);

        assertThat(ModeScenario.play(CONTRACT, plan, NO_ORDERS, NONE).inputs()).isEqualTo(result.inputs());
        assertThat(List.of(
                        ModeScenario.play(CONTRACT, plan, orders(1, 0), NONE),
                        ModeScenario.play(CONTRACT, plan, NO_ORDERS, positions(1, 0, 0)),
                        ModeScenario.play(CONTRACT, plan, TradingStatus.HALTED, NO_ORDERS, NONE),
                        ModeScenario.play(CONTRACT, StatusPlan.of(step(TradingStatus.ONLINE, 2)), NO_ORDERS, NONE)))
                .extracting(ModeResult::inputs)
                .doesNotContain(result.inputs())
                .doesNotHaveDuplicates();
    }

    @Test
    void steps_ofADelistingPlan_followItsTimes() {
        DelistingPlan plan = DelistingPlan.builder()
                .announcedAt(Instant.parse("2026-02-01T00:00:00Z"))
                .postOnlyAt(Instant.parse("2026-02-02T00:00:00Z"))
                .reduceOnlyAt(Instant.parse("2026-02-02T01:00:00Z"))
                .settlesAt(Instant.parse("2026-02-02T03:00:00Z"))
                .delistedAt(Instant.parse("2026-02-02T02:00:00Z"))
                .build();

        assertThat(ModeScenario.steps(plan, TradingStatus.ONLINE).steps())
                .containsExactly(
                        new Step(TradingStatus.ONLINE, Duration.ofDays(1)),
                        new Step(TradingStatus.POST_ONLY, Duration.ofHours(1)),
                        new Step(TradingStatus.REDUCE_ONLY, Duration.ofHours(2)),
                        new Step(TradingStatus.SETTLING, Duration.ZERO),
                        new Step(TradingStatus.DELISTED, Duration.ZERO));
    }

    @Test
    void plan_withoutStepsOrWithNegativeTime_isRefused() {
        assertThatThrownBy(StatusPlan::of).hasMessage("A status plan must have a step");
        assertThatThrownBy(() -> step(TradingStatus.ONLINE, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    // As a rule.

    private static Validation judged(MarketDocument after, ChangeContext.Builder context) {
        return judged(Markets.venue(), after, context);
    }

    private static Validation judged(ConfigSnapshot before, MarketDocument after, ChangeContext.Builder context) {
        return Validator.of(Catalogue.standard()).assess(before, before.with(after), context.build());
    }

    private static List<Finding> findings(Validation validation) {
        return validation.report().of(ModeScenario.ID).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static String missing(Validation validation) {
        return validation.report().of(ModeScenario.ID).stream()
                .filter(Validator::isInconclusive)
                .map(finding -> finding.evidence().getOrDefault("missing", ""))
                .findFirst()
                .orElse("");
    }

    private static ChangeContext.Builder known(RestingOrders orders, Positions positions) {
        return ChangeContext.builder()
                .put(RuleInput.RESTING_ORDERS, ID, orders)
                .put(RuleInput.POSITIONS, ID, positions);
    }

    @Test
    void rule_unguardedForLongerThanHalfAnHour_isAnError() {
        StatusPlan exactly = StatusPlan.of(step(TradingStatus.POST_ONLY, 30), step(TradingStatus.ONLINE, 30));
        StatusPlan longer = StatusPlan.of(
                step(TradingStatus.POST_ONLY, 1), step(TradingStatus.ONLINE, 1), step(TradingStatus.POST_ONLY, 31));
        FuturesContract after = perpetual().postOnly(true).build();

        Validation passes = judged(after, known(NO_ORDERS, positions(1, 0, 0)).put(RuleInput.STATUS_PLAN, ID, exactly));
        Validation fails = judged(after, known(NO_ORDERS, positions(1, 0, 0)).put(RuleInput.STATUS_PLAN, ID, longer));

        assertThat(findings(passes)).isEmpty();
        assertThat(passes.evidence())
                .extracting(evidence -> evidence.scenario())
                .contains(ModeScenario.ID);
        assertThat(findings(fails)).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.message())
                    .isEqualTo("Nothing is liquidated for PT31M on end while 1 positions are open; PT30M is the limit");
        });
    }

    @Test
    void rule_stepOutsideTheGraph_isAnError() {
        FuturesContract after = perpetual().postOnly(true).build();
        StatusPlan plan = StatusPlan.of(
                step(TradingStatus.POST_ONLY, 1), step(TradingStatus.MAINTENANCE, 1), step(TradingStatus.ONLINE, 1));

        assertThat(findings(judged(after, known(NO_ORDERS, NONE).put(RuleInput.STATUS_PLAN, ID, plan))))
                .extracting(Finding::message)
                .containsExactlyInAnyOrder(
                        "The plan goes from POST_ONLY to MAINTENANCE, which the status graph does not allow: put a step"
                                + " between them",
                        "The plan goes from MAINTENANCE to ONLINE, which the status graph does not allow: put a step"
                                + " between them");
        assertThat(findings(judged(
                        after,
                        known(NO_ORDERS, NONE)
                                .put(RuleInput.STATUS_PLAN, ID, StatusPlan.of(step(TradingStatus.HIDDEN, 1))))))
                .extracting(Finding::message)
                .singleElement()
                .asString()
                .startsWith("The plan goes from one of [ONLINE, REDUCE_ONLY] to HIDDEN");
    }

    @Test
    void rule_whatIsLeftAtTheEnd_isNamed() {
        DelistingPlan.Builder plan = DelistingPlan.builder()
                .announcedAt(Instant.parse("2026-02-01T00:00:00Z"))
                .reduceOnlyAt(Instant.parse("2026-03-01T00:00:00Z"))
                .settlesAt(Instant.parse("2026-03-01T01:00:00Z"))
                .delistedAt(Instant.parse("2026-03-01T02:00:00Z"));
        ChangeContext.Builder known = known(orders(2, 0), positions(1, 0, 0));

        assertThat(findings(judged(perpetual().delisting(plan.build()).build(), known)))
                .extracting(Finding::path, Finding::severity, Finding::message)
                .containsExactly(
                        tuple(
                                "/delisting",
                                Severity.WARN,
                                "2 orders rest now, and nobody can cancel once the market settles: cancel what is left before"));
        assertThat(findings(judged(
                        perpetual()
                                .delisting(plan.settlesAt(Optional.empty()).build())
                                .build(),
                        known)))
                .extracting(Finding::message)
                .contains(
                        "1 positions are open now, and the market is delisted without settling: put SETTLING before it");
        assertThat(findings(judged(
                        Markets.venue()
                                .with(perpetual().status(TradingStatus.HALTED).build()),
                        perpetual().status(TradingStatus.SETTLING).build(),
                        known(orders(2, 0), NONE)
                                .put(RuleInput.STATUS_PLAN, ID, StatusPlan.of(step(TradingStatus.SETTLING, 1))))))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void rule_delistingOfAMarketThatIsHalted_isWalkedFromThere() {
        DelistingPlan plan = DelistingPlan.builder()
                .announcedAt(Instant.parse("2026-02-01T00:00:00Z"))
                .settlesAt(Instant.parse("2026-02-01T00:20:00Z"))
                .delistedAt(Instant.parse("2026-02-01T01:00:00Z"))
                .build();
        FuturesContract.Builder halted = perpetual().status(TradingStatus.HALTED);
        Validation validation = judged(
                Markets.venue().with(halted.build()),
                halted.delisting(plan).build(),
                known(NO_ORDERS, positions(1, 0, 0)));

        assertThat(findings(validation)).isEmpty();
        assertThat(validation.scenarios())
                .extracting(result -> result.title())
                .contains("HALTED to SETTLING to DELISTED");
    }

    @Test
    void rule_notAChangeOfStatus_isNotPlayed() {
        Validation renamed = judged(perpetual().altName("n").build(), ChangeContext.builder());

        assertThat(missing(renamed)).isEmpty();
        assertThat(renamed.scenarios()).isEmpty();
    }

    @Test
    void rule_whatIsUnknown_isNamed() {
        assertThat(missing(judged(perpetual().postOnly(true).build(), ChangeContext.builder())))
                .isEqualTo("open positions, resting orders, status plan");
        assertThat(missing(judged(bitcoin().status(TradingStatus.POST_ONLY).build(), ChangeContext.builder())))
                .isEqualTo("resting orders, status plan");
    }

    @Test
    void rule_venueInMaintenance_isWalkedWithIt() {
        ConfigSnapshot before = Markets.venue()
                .with(SystemStatus.builder()
                        .venue("kraken")
                        .id("s")
                        .status(TradingStatus.MAINTENANCE)
                        .build())
                .with(perpetual().postOnly(true).build());

        assertThat(findings(judged(
                        before,
                        perpetual().build(),
                        known(NO_ORDERS, positions(1, 0, 0))
                                .put(RuleInput.STATUS_PLAN, ID, StatusPlan.of(step(TradingStatus.ONLINE, 45))))))
                .extracting(Finding::message)
                .containsExactly(
                        "Nothing is liquidated for PT45M on end while 1 positions are open; PT30M is the limit");
    }
}
