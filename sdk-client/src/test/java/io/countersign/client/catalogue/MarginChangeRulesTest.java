package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.schedule;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Histories;
import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.PriceHistory;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What T-LEV-01 to 03 see in a change of margin, and what they ask for. */
class MarginChangeRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final MarginSchedule LIMITED = limited("1000000", schedule());

    private static List<Finding> of(String rule, MarginSchedule before, MarginSchedule after, ChangeContext context) {
        return findings(rule, Markets.venue().with(before), Markets.venue().with(after), context);
    }

    private static List<Finding> findings(
            String rule, ConfigSnapshot before, ConfigSnapshot after, ChangeContext context) {
        return VALIDATOR.validate(before, after, context).of(rule).stream()
                .filter(finding -> !Validator.isInconclusive(finding))
                .toList();
    }

    private static MarginSchedule limited(String maxSize, MarginSchedule schedule) {
        return MarginSchedule.builder()
                .from(schedule)
                .maxSize(Amount.of(maxSize))
                .build();
    }

    private static MarginTier tier(String bound, String leverage, String amount) {
        return MarginTier.builder()
                .from(MarginTier.of(bound, "0.02", "0.01"))
                .maxLeverage(Leverage.of(leverage))
                .maintenanceAmount(Amount.of(amount))
                .build();
    }

    private static ChangeContext.Builder known(Positions positions) {
        return ChangeContext.builder()
                .put(RuleInput.POSITIONS, PERPETUAL, positions)
                .put(RuleInput.MARK_PRICE, PERPETUAL, Price.of("8000"));
    }

    private static ChangePolicy policy(MarginPolicy policy) {
        return ChangePolicy.builder().marginPolicy(policy).build();
    }

    @ParameterizedTest
    @CsvSource({
        // second tier after the change: bound, initial, maintenance; what is stricter
        "500000, 0.04, 0.02, ''",
        "500000, 0.05, 0.02, initialMargin",
        "500000, 0.04, 0.025, maintenanceMargin",
        "400000, 0.04, 0.02, 'maintenanceMargin, initialMargin, lowerBound'",
        "400000, 0.05, 0.02, 'maintenanceMargin, initialMargin'",
        "600000, 0.04, 0.02, ''",
        "500000, 0.03, 0.015, ''"
    })
    void lev01_secondTier_isComparedAtEverySize(String bound, String initial, String maintenance, String fields) {
        MarginSchedule after = schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of(bound, initial, maintenance));

        List<Finding> findings = of("T-LEV-01", schedule(), after, ChangeContext.none());

        assertThat(findings)
                .hasSize(fields.isEmpty() ? 0 : 1)
                .allSatisfy(finding -> assertThat(finding.evidence()).containsEntry("tightened", fields));
    }

    @Test
    void lev02_sameLeverage_isNotRaised() {
        ChangeContext context = history(WILD, Optional.empty());
        ConfigSnapshot before =
                Markets.venue().with(perpetual().maxLeverage(Leverage.of("50")).build());
        FuturesContract renamed =
                perpetual().maxLeverage(Leverage.of("50")).altName("OTHER").build();

        assertThat(findings("T-LEV-02", before, before.with(renamed), context)).isEmpty();
        assertThat(of("T-LEV-02", schedule(tier("0", "50", "0")), schedule(tier("0", "50", "1")), context))
                .isEmpty();
    }

    @Test
    void lev02_twentyWindows_areEnough() {
        MarginSchedule after = schedule(MarginTier.of("0", "0.005", "0.0025"));

        // Of 20 windows the second greatest is the 95th percentile, and the wild one is above it.
        assertThat(inconclusive(after, history(Histories.calmThenWild(20, "0.001", "0.01"), Optional.empty())))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    @Test
    void lev01_raisedRates_areNamedWithTheFirstSizeAndTheNumberOfOthers() {
        MarginSchedule after = schedule(MarginTier.of("0", "0.03", "0.015"), MarginTier.of("500000", "0.05", "0.02"));

        assertThat(of("T-LEV-01", schedule(), after, ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/tiers/lowerBound=0/maintenanceMargin");
                    assertThat(finding.before()).contains("0.01");
                    assertThat(finding.after()).contains("0.015");
                    assertThat(finding.message())
                            .isEqualTo("Maintenance margin raised from 1 % to 1.5 % at size 0 contracts; Initial margin"
                                    + " raised from 2 % to 3 % at size 0 contracts and at 1 more size, and S-LIQ has not run"
                                    + " on the positions of futures-contract/kraken/PI_XBTUSD: give their positions and"
                                    + " mark prices");
                    assertThat(finding.evidence())
                            .containsEntry("initialMargin", "0.02 -> 0.03")
                            .containsEntry("contractsNotPlayed", "1");
                });
    }

    @Test
    void lev01_loweredLeverageAndChangedAmount_areStricterByThemselves() {
        assertThat(of("T-LEV-01", schedule(tier("0", "50", "0")), schedule(tier("0", "40", "0")), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("maxLeverage", "50 -> 40"));
        assertThat(of(
                        "T-LEV-01",
                        schedule(tier("0", "50", "0")),
                        schedule(tier("0", "50", "10")),
                        ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence())
                        .containsEntry("tightened", "maintenanceAmount")
                        .containsEntry("maintenanceAmount", "0 -> 10"));
        assertThat(of("T-LEV-01", schedule(tier("0", "40", "0")), schedule(tier("0", "50", "0")), ChangeContext.none()))
                .isEmpty();
    }

    /** Doubled bounds raise the amounts of Binance's tiers and demand less of every size. */
    @Test
    void lev01_laterBoundWithAGreaterAmount_isNotStricter() {
        MarginTier first = MarginTier.of("0", "0.02", "0.01");
        MarginTier at500 = MarginTier.builder()
                .from(MarginTier.of("500000", "0.04", "0.02"))
                .maintenanceAmount(Amount.of("5000"))
                .build();
        MarginTier at1000 = MarginTier.builder()
                .from(MarginTier.of("1000000", "0.04", "0.02"))
                .maintenanceAmount(Amount.of("10000"))
                .build();

        assertThat(of("T-LEV-01", schedule(first, at500), schedule(first, at1000), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void lev01_unitOrApplication_changesTheMeaningOfEveryTier() {
        MarginSchedule other = MarginSchedule.builder()
                .from(schedule())
                .unit(SizeUnit.QUOTE_NOTIONAL)
                .build();
        MarginSchedule whole = MarginSchedule.builder()
                .from(schedule())
                .application(MarginApplication.WHOLE_POSITION)
                .build();

        assertThat(of("T-LEV-01", schedule(), other, ChangeContext.none()))
                .extracting(Finding::path)
                .containsExactly("/unit");
        assertThat(of("T-LEV-01", schedule(), whole, ChangeContext.none()))
                .extracting(Finding::path)
                .containsExactly("/application");
    }

    /** What happens beyond either maximum takes nothing from a position that was possible. */
    @Test
    void lev01_tiersBeyondEitherMaximum_areNotCompared() {
        MarginSchedule extended = limited(
                "2000000",
                schedule(
                        MarginTier.of("0", "0.02", "0.01"),
                        MarginTier.of("500000", "0.04", "0.02"),
                        MarginTier.of("1000000", "0.5", "0.25")));

        assertThat(of("T-LEV-01", LIMITED, extended, ChangeContext.none())).isEmpty();
        assertThat(of("T-LEV-01", extended, LIMITED, ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("tightened", "maxSize"));
    }

    @ParameterizedTest
    @CsvSource({"1000000, 1000000, 0", "1000000, 1000001, 0", "1000000, 999999, 1"})
    void lev01_lastMaximumSize_isCutWhereItIsLess(String before, String after, int hits) {
        assertThat(of("T-LEV-01", limited(before, schedule()), limited(after, schedule()), ChangeContext.none()))
                .hasSize(hits)
                .allSatisfy(finding -> {
                    assertThat(finding.path()).isEqualTo("/maxSize");
                    assertThat(finding.evidence()).containsEntry("maxSize", before + " -> " + after);
                });
    }

    @Test
    void lev01_maximumThatAppears_isACutAndOneThatIsLifted_isNot() {
        assertThat(of("T-LEV-01", schedule(), LIMITED, ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .startsWith(
                                "The last maximum size is cut from none to 1000000 contracts, and S-LIQ has not run"));
        assertThat(of("T-LEV-01", LIMITED, schedule(), ChangeContext.none())).isEmpty();
    }

    @Test
    void lev01_positionsUnderACutMaximum_areCounted() {
        MarginSchedule to999 = limited("999", schedule());
        MarginSchedule to1000 = limited("1000", schedule());

        assertThat(of("T-LEV-01", LIMITED, to1000, known(Markets.positions()).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message())
                            .isEqualTo(
                                    "The last maximum size is cut from 1000000 to 1000 contracts: none of 3 positions is"
                                            + " above the new maximum");
                });
        Positions positions = Positions.builder()
                .addLong("small", "professional", Contracts.of("999"), Price.of("8000"), Notional.of("1"))
                .addShort("large", "professional", Contracts.of("5000"), Price.of("8000"), Notional.of("1"))
                .addLong("middle", "professional", Contracts.of("1000"), Price.of("8000"), Notional.of("1"))
                .addLong("other", "retail", Contracts.of("9000"), Price.of("8000"), Notional.of("1"))
                .build();
        assertThat(of("T-LEV-01", LIMITED, to999, known(positions).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message())
                            .endsWith(
                                    "above the new maximum: 2 positions in PI_XBTUSD, the largest large with 5000: let"
                                            + " them shrink first");
                });
        assertThat(of(
                        "T-LEV-01",
                        LIMITED,
                        to999,
                        known(positions)
                                .policy(policy(MarginPolicy.NEW_POSITIONS_ONLY))
                                .build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
        assertThat(of(
                        "T-LEV-01",
                        LIMITED,
                        to999,
                        known(positions)
                                .policy(policy(MarginPolicy.ALL_POSITIONS))
                                .build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void lev01_severalLargestPositions_namesTheFirst() {
        assertThat(of(
                        "T-LEV-01",
                        LIMITED,
                        limited("999", schedule()),
                        known(Markets.positions()).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("the largest safe with 1000:"));
    }

    @Test
    void lev01_cutMaximumWithoutPositions_saysSo() {
        assertThat(of(
                        "T-LEV-01",
                        LIMITED,
                        limited("999", schedule()),
                        known(Positions.builder().build()).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo("The last maximum size is cut from 1000000 to 999 contracts: no position under it is"
                                + " open"));
    }

    @Test
    void lev01_positionsOfNoNamedClass_areUnderTheOnlySchedule() {
        Positions unnamed = Positions.builder()
                .addLong("large", Positions.ANY_CLASS, Contracts.of("5000"), Price.of("8000"), Notional.of("1"))
                .build();
        MarginSchedule cut = limited("999", schedule());

        assertThat(of("T-LEV-01", LIMITED, cut, known(unnamed).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("the largest large with 5000:"));

        ConfigSnapshot twoClasses = Markets.venue()
                .with(LIMITED)
                .with(perpetual().putMarginSchedules("retail", "RETAIL").build());
        assertThat(VALIDATOR
                        .validate(
                                twoClasses, twoClasses.with(cut), known(unnamed).build())
                        .of("T-LEV-01"))
                .extracting(Finding::message)
                .anySatisfy(message -> assertThat(message).contains("client class of every position"))
                .anySatisfy(message -> assertThat(message).endsWith("no position under it is open"));
    }

    @Test
    void lev01_contractWithUnknownPositionsBesideAPlayedOne_isStillNamed() {
        ConfigSnapshot two = Markets.venue().with(perpetual().id("OTHER").build());

        assertThat(findings(
                        "T-LEV-01",
                        two,
                        two.with(schedule(MarginTier.of("0", "0.03", "0.015"))),
                        known(Markets.positions()).build()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .endsWith("S-LIQ has not run on the positions of futures-contract/kraken/OTHER: give their"
                                + " positions and mark prices"));
    }

    @Test
    void lev01_lowerMarginAtTheSameMaximum_isNotStricter() {
        assertThat(of(
                        "T-LEV-01",
                        LIMITED,
                        limited("1000000", schedule(MarginTier.of("0", "0.01", "0.005"))),
                        ChangeContext.none()))
                .isEmpty();
        assertThat(of(
                        "T-LEV-01",
                        schedule(
                                MarginTier.of("0", "0.02", "0.01"),
                                MarginTier.of("100", "0.04", "0.02"),
                                MarginTier.of("200", "0.02", "0.01")),
                        schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("100", "0.02", "0.01")),
                        ChangeContext.none()))
                .isEmpty(); // the last tier starts earlier, and asks for less
    }

    /** A schedule whose margin falls with size breaks D-MRG-03, and may still be compared. */
    @Test
    void lev01_boundOfTheOldScheduleOnly_isComparedToo() {
        MarginSchedule falling = schedule(MarginTier.of("0", "0.04", "0.02"), MarginTier.of("100", "0.02", "0.01"));

        assertThat(of("T-LEV-01", falling, schedule(MarginTier.of("0", "0.04", "0.02")), ChangeContext.none()))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message())
                                .startsWith(
                                        "Maintenance margin raised from 1 % to 2 % at"
                                                + " size 100 contracts; Initial margin raised from 2 % to 4 % at size 100 contracts, and"));
    }

    @Test
    void lev01_raiseBelowBothMaximums_isSeenBesideTheCut() {
        MarginSchedule after = limited(
                "900000", schedule(MarginTier.of("0", "0.02", "0.01"), MarginTier.of("500000", "0.05", "0.02")));

        assertThat(of("T-LEV-01", LIMITED, after, ChangeContext.none()))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.evidence()).containsEntry("tightened", "initialMargin, maxSize"));
    }

    @Test
    void lev01_playedChange_citesSLiqWithItsInputs() {
        MarginSchedule after = schedule(MarginTier.of("0", "0.03", "0.015"));

        assertThat(of("T-LEV-01", schedule(), after, known(Markets.positions()).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message())
                            .contains(": 1 of 3 positions in PI_XBTUSD (professional) newly below maintenance margin");
                    assertThat(finding.evidence())
                            .containsKey("inputs futures-contract/kraken/PI_XBTUSD")
                            .doesNotContainKey("contractsNotPlayed");
                });
    }

    @Test
    void lev01_ruleSetWithoutSLiq_saysThatTheScenarioIsMissing() {
        List<Finding> findings = Validator.of(Catalogue.standard().without("S-LIQ"))
                .validate(
                        Markets.venue(),
                        Markets.venue().with(schedule(MarginTier.of("0", "0.03", "0.015"))),
                        known(Markets.positions()).build())
                .of("T-LEV-01");

        assertThat(findings)
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("scenario S-LIQ of futures-contract/kraken/PI_XBTUSD"));
        assertThat(of("T-LEV-01", schedule(), schedule(MarginTier.of("0", "0.03", "0.015")), ChangeContext.none()))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
    }

    @Test
    void lev01_manyContracts_areNamedUpToThree() {
        ConfigSnapshot before = Markets.venue();
        for (String id : List.of("B", "C", "D")) {
            before = before.with(perpetual().id(id).build());
        }
        ConfigSnapshot one = before;

        assertThat(findings(
                        "T-LEV-01", one, one.with(schedule(MarginTier.of("0", "0.03", "0.015"))), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .endsWith("on the positions of futures-contract/kraken/B, futures-contract/kraken/C,"
                                + " futures-contract/kraken/D and 1 more: give their positions and mark prices"));
        ConfigSnapshot three = one.without(perpetual().id("D").build().documentId());
        assertThat(findings(
                        "T-LEV-01",
                        three,
                        three.with(schedule(MarginTier.of("0", "0.03", "0.015"))),
                        ChangeContext.none()))
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.message()).contains("futures-contract/kraken/PI_XBTUSD: give"));
    }

    @Test
    void lev01_scheduleThatNoContractUses_isAWarning() {
        MarginSchedule before =
                MarginSchedule.builder().from(schedule()).id("SPARE").build();
        MarginSchedule after = MarginSchedule.builder()
                .from(schedule(MarginTier.of("0", "0.03", "0.01")))
                .id("SPARE")
                .build();

        assertThat(of("T-LEV-01", before, after, ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.message()).endsWith(": no contract uses it");
                });
    }

    @Test
    void lev01_scheduleAddedOrRemoved_isNotAChangeOfMargin() {
        MarginSchedule spare = limited(
                "10", MarginSchedule.builder().from(schedule()).id("SPARE").build());

        assertThat(findings("T-LEV-01", Markets.venue(), Markets.venue().with(spare), ChangeContext.none()))
                .isEmpty();
        assertThat(findings("T-LEV-01", Markets.venue().with(spare), Markets.venue(), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void lev01_contractWithAnotherSchedule_isPlayedWhereThatIsStricter() {
        ConfigSnapshot before =
                Markets.venue().with(other("STRICT", "0.05", "0.025")).with(other("LOOSE", "0.02", "0.01"));
        FuturesContract strict = rescheduled("STRICT");

        assertThat(findings("T-LEV-01", before, before.with(rescheduled("LOOSE")), ChangeContext.none()))
                .isEmpty();
        assertThat(findings("T-LEV-03", before, before.with(rescheduled("LOOSE")), ChangeContext.none()))
                .isEmpty();
        assertThat(findings("T-LEV-01", before, before.with(strict), ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.path()).isEqualTo("/marginSchedules");
                    assertThat(finding.message())
                            .startsWith("The contract's margin schedules change from {professional=PI_XBTUSD} to"
                                    + " {professional=STRICT}. Maintenance margin raised from 1 % to 2.5 % at size 0");
                    assertThat(finding.evidence())
                            .containsEntry("tightened", "maintenanceMargin, initialMargin")
                            .containsEntry("contractsNotPlayed", "1");
                });
        assertThat(findings("T-LEV-03", before, before.with(strict), ChangeContext.none()))
                .hasSize(1);
        assertThat(findings(
                        "T-LEV-01",
                        before,
                        before.with(strict),
                        known(Markets.positions())
                                .policy(policy(MarginPolicy.ALL_POSITIONS))
                                .build()))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    @Test
    void lev01_contractThatLosesAScheduleOrGetsAMissingOne_cannotBeCompared() {
        FuturesContract lost = perpetual().marginSchedules(Map.of()).build();
        ConfigSnapshot before = Markets.venue();

        assertThat(findings("T-LEV-01", before, before.with(lost), ChangeContext.none()))
                .extracting(Finding::severity)
                .containsExactly(Severity.ERROR);
        assertThat(findings("T-LEV-01", before, before.with(rescheduled("GONE")), ChangeContext.none()))
                .hasSize(1);
        assertThat(findings("T-LEV-03", before, before.with(rescheduled("GONE")), ChangeContext.none()))
                .hasSize(1);
        FuturesContract more =
                perpetual().putMarginSchedules("retail", "PI_XBTUSD").build();
        assertThat(findings("T-LEV-01", before, before.with(more), ChangeContext.none()))
                .isEmpty();
    }

    @Test
    void lev01_contractWithACutMaximumOnly_asksForPositionsAndNotForSLiq() {
        ConfigSnapshot before = Markets.venue()
                .with(limited(
                        "999",
                        MarginSchedule.builder().from(schedule()).id("CUT").build()));

        assertThat(findings(
                        "T-LEV-01",
                        before,
                        before.with(rescheduled("CUT")),
                        known(Markets.positions()).build()))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
                    assertThat(finding.message()).contains("above the new maximum: 3 positions in PI_XBTUSD");
                });
    }

    @Test
    void lev03_cutMaximum_needsAPolicyToo() {
        MarginSchedule cut = limited("1000", schedule());

        assertThat(of("T-LEV-03", LIMITED, cut, ChangeContext.none()))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "Margin is stricter (maxSize), and the change does not say for which positions: set one"
                                        + " of [NEW_POSITIONS_ONLY, ALL_POSITIONS, PHASED]"));
        assertThat(of("T-LEV-03", LIMITED, cut, ChangeContext.of(policy(MarginPolicy.PHASED))))
                .isEmpty();
    }

    private static MarginSchedule other(String id, String initial, String maintenance) {
        return MarginSchedule.builder()
                .from(schedule(MarginTier.of("0", initial, maintenance)))
                .id(id)
                .build();
    }

    private static FuturesContract rescheduled(String id) {
        return perpetual().marginSchedules(Map.of("professional", id)).build();
    }

    // T-LEV-02

    private static ChangeContext history(PriceHistory history, Optional<Instant> asOf) {
        ChangeContext.Builder context = ChangeContext.builder().put(RuleInput.PRICE_HISTORY, PERPETUAL, history);
        asOf.ifPresent(context::asOf);
        return context.build();
    }

    private static final PriceHistory WILD = Histories.calmThenWild(30, "0.001", "0.01");

    @ParameterizedTest
    @CsvSource({"0.01, 0.005, 0", "0.0099, 0.0049, 1", "0.019, 0.009, 0"})
    void lev02_initialMargin_mayBeHalvedAndNoMore(String initial, String maintenance, int hits) {
        MarginSchedule after =
                schedule(MarginTier.of("0", initial, maintenance), MarginTier.of("500000", "0.04", "0.02"));

        assertThat(of("T-LEV-02", schedule(), after, history(WILD, Optional.empty())))
                .hasSize(hits);
    }

    @Test
    void lev02_raisedLeverage_ofATierOrOfTheContract() {
        ChangeContext context = history(WILD, Optional.empty());
        ConfigSnapshot before =
                Markets.venue().with(perpetual().maxLeverage(Leverage.of("50")).build());

        assertThat(of("T-LEV-02", schedule(tier("0", "40", "0")), schedule(tier("0", "50", "0")), context))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.WARN);
                    assertThat(finding.path()).isEqualTo("/tiers");
                    assertThat(finding.message())
                            .isEqualTo("Leverage raised from 40 to 50 at size 0 contracts while"
                                    + " futures-contract/kraken/PI_XBTUSD moves by 0.958 % a bar on average over the last"
                                    + " 24 hours; 95 % of such windows stay within 0.1 %");
                    assertThat(finding.evidence())
                            .containsEntry("windows", "30")
                            .containsEntry("percentileMeanMove", "0.000999522");
                });
        assertThat(of("T-LEV-02", schedule(tier("0", "50", "0")), schedule(tier("0", "40", "0")), context))
                .isEmpty();
        assertThat(findings(
                        "T-LEV-02",
                        before,
                        before.with(perpetual().maxLeverage(Leverage.of("51")).build()),
                        context))
                .extracting(Finding::path)
                .containsExactly("/maxLeverage");
        assertThat(findings(
                        "T-LEV-02",
                        before,
                        before.with(perpetual().maxLeverage(Leverage.of("49")).build()),
                        context))
                .isEmpty();
        ConfigSnapshot more = Markets.venue().with(other("LOOSE", "0.005", "0.0025"));
        assertThat(findings("T-LEV-02", more, more.with(rescheduled("LOOSE")), context))
                .extracting(Finding::path)
                .containsExactly("/marginSchedules");
    }

    @Test
    void lev02_calmOrShortOrOldHistory_doesNotWarn() {
        MarginSchedule after = schedule(MarginTier.of("0", "0.005", "0.0025"));

        assertThat(inconclusive(after, history(Histories.calmThenWild(30, "0.01", "0.001"), Optional.empty())))
                .isEmpty();
        assertThat(inconclusive(after, history(Histories.calmThenWild(19, "0.001", "0.01"), Optional.empty())))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message())
                        .contains("price history of 20 windows of 24 hours of futures-contract/kraken/PI_XBTUSD"));
        assertThat(inconclusive(after, history(WILD, Optional.of(Instant.parse("2021-07-23T00:00:00Z")))))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
        assertThat(inconclusive(after, history(WILD, Optional.of(Instant.parse("2021-07-23T00:00:01Z")))))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).contains("price history of the last 24 hours of"));
        assertThat(inconclusive(after, history(Histories.of(Duration.ofHours(1), List.of()), Optional.empty())))
                .hasSize(1);
        assertThat(inconclusive(after, ChangeContext.none())).hasSize(1);
    }

    private static List<Finding> inconclusive(MarginSchedule after, ChangeContext context) {
        return VALIDATOR
                .validate(Markets.venue(), Markets.venue().with(after), context)
                .of("T-LEV-02");
    }
}
