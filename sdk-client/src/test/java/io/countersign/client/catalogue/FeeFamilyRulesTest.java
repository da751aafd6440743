package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.FeeFamilyExamples.CURRENCIES;
import static io.countersign.client.catalogue.FeeFamilyExamples.market;
import static io.countersign.client.catalogue.FeeFamilyExamples.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.rule.Validator;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.Asset;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.Peg;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Rate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FeeFamilyRulesTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());
    private static final List<FeeStep> MAKER = Markets.fees().maker().orElseThrow();
    private static final List<FeeStep> TAKER = Markets.fees().taker();
    private static final List<FeeStep> CHEAP_TAKER = List.of(FeeStep.of("0", "0.2"), FeeStep.of("500", "0.15"));
    private static final List<FeeStep> CHEAP_MAKER = List.of(FeeStep.of("0", "0.19"), FeeStep.of("500", "0.14"));
    private static final FeeLadder STANDARD = Markets.ladder(MAKER, TAKER);
    private static final FeeLadder CHEAP = Markets.ladder(CHEAP_MAKER, CHEAP_TAKER);
    private static final FeeLadder MIXED = Markets.ladder(MAKER, CHEAP_TAKER);
    private static final FeeLadder ONE = Markets.ladder(CURRENCIES, CURRENCIES);

    @Test
    void oneFamily_laddersOfTwoFamilies_areAnErrorFromThreeTimesOn() {
        ConfigSnapshot three =
                with(with(Markets.snapshot(), STANDARD, "A/Z", "B/Z", "C/Z"), CHEAP, "D/Z", "E/Z", "F/Z");

        assertThat(hits("D-FEE-05", with(three, MIXED, "M/Z"))).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Severity.ERROR);
            assertThat(finding.document()).isEqualTo("spot-market/kraken/MZ");
            assertThat(finding.path()).isEqualTo("/fees");
            assertThat(finding.message())
                    .isEqualTo(
                            "Ladders of two families: the maker ladder is that of AZ and 2 more, the taker ladder that of"
                                    + " DZ and 2 more, with other thresholds");
            assertThat(finding.evidence())
                    .containsEntry("documentsWithBoth", "1")
                    .containsEntry("documentsOfMakerFamily", "3")
                    .containsEntry("documentsOfTakerFamily", "3");
        });
        // Twice as often is not three times: what remains is the different thresholds.
        assertThat(hits("D-FEE-05", with(three, MIXED, "M/Z", "N/Z")))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN, Severity.WARN);
        assertThat(hits("D-FEE-05", with(three.without(market("D/Z", CHEAP).documentId()), MIXED, "M/Z")))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
        assertThat(hits("D-FEE-05", with(three.without(market("A/Z", STANDARD).documentId()), MIXED, "M/Z")))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
    }

    @Test
    void oneFamily_ladderOfSeveralFamilies_isThatOfTheGreatest() {
        FeeLadder small = Markets.ladder(
                MAKER, List.of(FeeStep.of("0", "0.5"), FeeStep.of("10000", "0.4"), FeeStep.of("10000000", "0.1")));
        ConfigSnapshot venue = with(
                with(with(Markets.snapshot(), STANDARD, "A/Z", "B/Z", "C/Z"), small, "K/Z"),
                CHEAP,
                "D/Z",
                "E/Z",
                "F/Z");

        assertThat(hits("D-FEE-05", with(venue, MIXED, "M/Z")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.evidence()).containsEntry("documentsOfMakerFamily", "3"));
    }

    @Test
    void oneFamily_ladderOfTwoFamiliesOfOneSize_isThatOfTheFirst() {
        FeeLadder later = Markets.ladder(MAKER, List.of(FeeStep.of("0", "0.5"), FeeStep.of("10000", "0.4")));
        ConfigSnapshot venue = with(
                with(with(Markets.snapshot(), STANDARD, "A/Z", "B/Z", "C/Z"), CHEAP, "D/Z", "E/Z", "F/Z"),
                later,
                "K/Z",
                "L/Z",
                "N/Z");

        assertThat(hits("D-FEE-05", with(venue, MIXED, "M/Z")))
                .extracting(Finding::message)
                .anyMatch(message -> message.contains("the maker ladder is that of AZ and 2 more"));
    }

    @Test
    void oneFamily_ofManyDocuments_mayHaveDifferentThresholds() {
        assertThat(hits("D-FEE-05", with(Markets.snapshot(), MIXED, "M/Z", "N/Z")))
                .hasSize(2)
                .first()
                .satisfies(finding -> assertThat(finding.message())
                        .isEqualTo(
                                "The maker ladder has steps at volumes [0, 10000, 10000000], the taker ladder at [0, 500]:"
                                        + " accounts change tier on one side only"));
        assertThat(hits("D-FEE-05", with(Markets.snapshot(), MIXED, "M/Z", "N/Z", "O/Z")))
                .isEmpty();
    }

    @Test
    void oneFamily_sameThresholdsOfTwoFamilies_saysNothingOfThem() {
        List<FeeStep> other = List.of(FeeStep.of("0", "0.3"), FeeStep.of("500", "0.2"));
        ConfigSnapshot venue = with(
                with(Markets.snapshot(), CHEAP, "A/Z", "B/Z", "C/Z"),
                Markets.ladder(List.of(FeeStep.of("0", "0.2"), FeeStep.of("500", "0.1")), other),
                "D/Z",
                "E/Z",
                "F/Z");

        assertThat(hits("D-FEE-05", with(venue, Markets.ladder(CHEAP_MAKER, other), "M/Z")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).endsWith("that of DZ and 2 more"));
    }

    @Test
    void oneFamily_oneLadderForBothSides_isNoFamily() {
        FeeLadder makers = FeeLadder.builder().taker(MAKER).build();
        FeeLadder takers = FeeLadder.builder().taker(CHEAP_TAKER).build();
        ConfigSnapshot venue = with(with(Markets.snapshot(), makers, "A/Z", "B/Z", "C/Z"), takers, "D/Z", "E/Z", "F/Z");

        assertThat(hits("D-FEE-05", with(venue, MIXED, "M/Z")))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN); // the different thresholds
    }

    @Test
    void oneFamily_emptyMakerLadder_isNoFamily() {
        FeeLadder takers = Markets.ladder(List.of(), CHEAP_TAKER);
        ConfigSnapshot venue =
                with(with(Markets.snapshot(), STANDARD, "A/Z", "B/Z", "C/Z"), takers, "D/Z", "E/Z", "F/Z");

        assertThat(hits("D-FEE-05", with(venue, MIXED, "M/Z")))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN); // the different thresholds
    }

    @Test
    void oneFamily_flatLadder_goesWithAnyOther() {
        FeeLadder free = Markets.ladder(List.of(FeeStep.of("0", "0")), CHEAP_TAKER);
        FeeLadder freeAndStandard = Markets.ladder(List.of(FeeStep.of("0", "0")), TAKER);
        ConfigSnapshot venue =
                with(with(Markets.snapshot(), STANDARD, "A/Z", "B/Z", "C/Z"), free, "D/Z", "E/Z", "F/Z", "G/Z");

        assertThat(hits("D-FEE-05", with(venue, freeAndStandard, "M/Z"))).isEmpty();
        // A flat taker ladder may be somebody's flat maker ladder.
        assertThat(hits("D-FEE-05", with(venue, Markets.ladder(CHEAP_MAKER, List.of(FeeStep.of("0", "0"))), "M/Z")))
                .isEmpty();
    }

    @Test
    void oneFamily_takerLadderThatIsOthersMakerLadder_isAnErrorFromThreeTimesOn() {
        FeeLadder swapped = Markets.ladder(CURRENCIES, MAKER);
        ConfigSnapshot two = with(Markets.snapshot(), STANDARD, "A/Z", "B/Z");

        assertThat(hits("D-FEE-05", with(with(two, STANDARD, "C/Z"), swapped, "M/Z")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.path()).isEqualTo("/fees/taker");
                    assertThat(finding.message())
                            .isEqualTo("The taker ladder is the maker ladder of AZ and 2 more: ladders are mixed up");
                    assertThat(finding.evidence())
                            .containsEntry("documentsWithItAsMaker", "3")
                            .containsEntry("documentsWithItAsTaker", "1");
                });
        assertThat(hits("D-FEE-05", with(two, swapped, "M/Z"))).isEmpty();
    }

    @Test
    void oneFamily_oneLadderForBothSides_isNoMixUp() {
        assertThat(hits("D-FEE-05", with(Markets.snapshot(), ONE, "A/Z", "B/Z", "C/Z")))
                .isEmpty();
    }

    @Test
    void oneFamily_schedulesAndContracts_countToo() {
        FeeSchedule schedule =
                FeeRulesTest.schedule(FeeRulesTest.tier("0", "0.02", "0.05"), FeeRulesTest.tier("10", "0.01", "0.04"));
        List<FeeStep> taker = List.of(FeeStep.of("0", "0.05"), FeeStep.of("10", "0.04"));
        ConfigSnapshot venue = with(
                Markets.snapshot(
                        schedule, FeeSchedule.builder().from(schedule).id("g").build()),
                Markets.ladder(taker, List.of(FeeStep.of("0", "0.06"), FeeStep.of("10", "0.05"))),
                "A/Z",
                "B/Z",
                "C/Z",
                "D/Z",
                "E/Z",
                "F/Z");

        assertThat(hits("D-FEE-05", venue))
                .extracting(Finding::document, Finding::path)
                .containsExactly(tuple("fee-schedule/kraken/f", "/tiers"), tuple("fee-schedule/kraken/g", "/tiers"));
        assertThat(hits("D-FEE-05", venue.without(market("F/Z", ONE).documentId())))
                .isEmpty();
    }

    @Test
    void ofItsClass_currencyPairWithLaddersOfCrypto_isAnErrorOnEitherSideAndOnBoth() {
        assertThat(message(classes(5, 5), "USDD/ZEUR", Markets.ladder(MAKER, CURRENCIES)))
                .isEqualTo("ERROR /fees The maker ladder is of crypto pairs (from 0.25 %), and USDD/ZEUR is a pair of"
                        + " currencies or of what stands for them");
        assertThat(message(classes(5, 5), "USDD/ZEUR", Markets.ladder(CURRENCIES, TAKER)))
                .startsWith("ERROR /fees The taker ladder is of crypto pairs (from 0.4 %)");
        assertThat(message(classes(5, 5), "USDD/ZEUR", STANDARD))
                .startsWith("ERROR /fees Both ladders are of crypto pairs (from 0.25 %)");
        assertThat(message(classes(5, 5), "USDD/ZEUR", ONE)).isEmpty();
        assertThat(message(classes(5, 5), "USDD/ZEUR", CHEAP)).isEmpty(); // nobody's
    }

    @Test
    void ofItsClass_otherPairWithLaddersOfCurrencies_isAnErrorOnOneSideOnly() {
        assertThat(message(classes(5, 5), "NEW/ZUSD", Markets.ladder(CURRENCIES, TAKER)))
                .isEqualTo(
                        "ERROR /fees The maker ladder is of pairs of currencies (from 0.2 %), and NEW/ZUSD is not known to"
                                + " be one");
        assertThat(message(classes(5, 5), "NEW/ZUSD", ONE))
                .isEqualTo(
                        "INFO /fees Both ladders are of pairs of currencies (from 0.2 %), and NEW/ZUSD is not known to be"
                                + " one: if it is, say what the assets are pegged to");
        assertThat(message(classes(5, 5), "NEW/ZUSD", STANDARD)).isEmpty();
    }

    @Test
    void ofItsClass_assetDocuments_goBeforeTheData() {
        Asset.Builder asset = Asset.builder()
                .venue("kraken")
                .id("NEW")
                .assetClass("currency")
                .ledgerDecimals(8)
                .displayDecimals(2);
        Peg dollar = Peg.builder().to("ZUSD").tolerance(Rate.of("0.01")).build();
        Peg ether = Peg.builder().to("XETH").tolerance(Rate.of("0.01")).build();

        assertThat(message(classes(5, 5).with(asset.pegged(dollar).build()), "NEW/ZUSD", STANDARD))
                .startsWith("ERROR /fees Both");
        assertThat(message(classes(5, 5).with(asset.pegged(dollar).build()), "NEW/ZUSD", ONE))
                .isEmpty();
        assertThat(message(classes(5, 5).with(asset.pegged(ether).build()), "NEW/ZUSD", ONE))
                .startsWith("INFO");
        assertThat(message(
                        classes(5, 5)
                                .with(asset.pegged(Optional.empty()).fiat(true).build()),
                        "NEW/ZUSD",
                        STANDARD))
                .startsWith("ERROR /fees Both");
        assertThat(message(classes(5, 5).with(asset.fiat(false).build()), "NEW/ZUSD", STANDARD))
                .isEmpty();
    }

    @Test
    void ofItsClass_pairOfOneThingWithItself_isLeftAlone() {
        assertThat(message(classes(5, 5), "METH/XETH", ONE)).isEmpty();
        assertThat(message(classes(5, 5), "METH/XETH", STANDARD)).isEmpty();
        assertThat(message(classes(5, 5), "METH/XXBT", ONE)).startsWith("INFO");
    }

    @Test
    void ofItsClass_smallClassesAndFamilies_areNoMeasure() {
        FeeLadder mixed = Markets.ladder(MAKER, CURRENCIES);
        assertThat(message(classes(5, 4), "USDD/ZEUR", mixed)).isEmpty(); // four with the ladder of crypto
        // Four with the ladder of currencies, and the pair itself has only one of it.
        assertThat(message(classes(4, 5), "USDD/ZEUR", mixed)).isEmpty();
        // Half of the class has its ladder, then less than half of it.
        assertThat(message(
                        with(classes(5, 5), CHEAP, CLASS_REST.subList(0, 4).toArray(String[]::new)),
                        "USDD/ZEUR",
                        mixed))
                .startsWith("ERROR");
        assertThat(message(with(classes(5, 5), CHEAP, CLASS_REST.toArray(String[]::new)), "USDD/ZEUR", mixed))
                .isEmpty();
    }

    @Test
    void ofItsClass_ladderThatTheClassHasToo_isNotForeign() {
        FeeLadder mixed = Markets.ladder(MAKER, CURRENCIES);
        // One of twenty others is of the class: 5 %; of nineteen it is more.
        assertThat(hits("X-FEE-01", with(classes(5, 19), mixed, "USDD/ZEUR", "USDD/ZUSD")))
                .hasSize(2);
        assertThat(hits("X-FEE-01", with(classes(5, 18), mixed, "USDD/ZEUR", "USDD/ZUSD")))
                .isEmpty();
    }

    @Test
    void ofItsClass_venueWithOneFamilyForAll_saysNothing() {
        assertThat(hits("X-FEE-01", with(classes(0, 120), STANDARD, MONEY.toArray(String[]::new))))
                .isEmpty();
    }

    @Test
    void ofItsClass_flatLadder_isNobodys() {
        FeeLadder free = Markets.ladder(List.of(FeeStep.of("0", "0")), CURRENCIES);
        ConfigSnapshot venue = with(
                with(
                        classes(5, 0),
                        Markets.ladder(List.of(FeeStep.of("0", "0")), TAKER),
                        "A/ZUSD",
                        "B/ZUSD",
                        "C/ZUSD",
                        "D/ZUSD",
                        "E/ZUSD"),
                free,
                "USDD/ZEUR");

        assertThat(hits("X-FEE-01", venue)).isEmpty();
    }

    @Test
    void ofItsClass_marketsOfASchedule_haveItsLadders() {
        FeeSchedule schedule = FeeSchedule.builder()
                .venue("kraken")
                .id("currencies")
                .tiers(CURRENCIES.stream()
                        .map(step -> FeeRulesTest.tier(
                                step.threshold().toString(),
                                step.fee().toString(),
                                step.fee().toString()))
                        .toList())
                .build();
        ConfigSnapshot venue = classes(5, 5).with(schedule);

        assertThat(hits(
                        "X-FEE-01",
                        venue.with(Markets.bitcoin()
                                .id("NEW")
                                .altName("NEW")
                                .wsName("NEW")
                                .base("NEW")
                                .fees(Optional.empty())
                                .feeScheduleRef("currencies")
                                .build())))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.severity()).isEqualTo(Severity.INFO);
                    assertThat(finding.path()).isEqualTo("/feeScheduleRef");
                });
    }

    private static final List<String> MONEY = List.of("USDT/ZUSD", "USDC/ZUSD", "DAI/ZUSD", "ZEUR/ZUSD", "EURC/ZEUR");
    private static final List<String> CLASS_REST =
            List.of("USDE/ZUSD", "USDG/ZUSD", "USDQ/ZUSD", "USDR/ZUSD", "USDS/ZUSD");

    /** So many pairs of currencies and so many of crypto assets, each class with ladders of its own. */
    private static ConfigSnapshot classes(int currencies, int crypto) {
        ConfigSnapshot venue =
                with(Markets.snapshot(), ONE, MONEY.subList(0, currencies).toArray(String[]::new));
        for (int i = 0; i < crypto; i++) {
            venue = with(venue, STANDARD, "C" + i + "/ZUSD");
        }
        return venue;
    }

    private static String message(ConfigSnapshot venue, String pair, FeeLadder fees) {
        List<Finding> findings = hits("X-FEE-01", with(venue, fees, pair));
        if (findings.isEmpty()) {
            return "";
        }
        assertThat(findings).hasSize(1);
        Finding finding = findings.get(0);
        assertThat(finding.document()).isEqualTo("spot-market/kraken/" + pair.replace("/", ""));
        return finding.severity() + " " + finding.path() + " " + finding.message();
    }

    private static List<Finding> hits(String rule, ConfigSnapshot snapshot) {
        return VALIDATOR.validate(snapshot).of(rule);
    }
}
