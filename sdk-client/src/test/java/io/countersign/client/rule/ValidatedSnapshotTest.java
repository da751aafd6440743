package io.countersign.client.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.PriceBand;
import io.countersign.model.market.PriceReference;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Rate;
import io.countersign.model.unit.TickSize;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatedSnapshotTest {
    private static final Validator VALIDATOR = Validator.of(Catalogue.standard());

    /** The taker ladder on the maker side, and the other way round. */
    private static final FeeLadder SWAPPED =
            Markets.ladder(Markets.fees().taker(), Markets.fees().maker().orElseThrow());

    /** After any number of documents put in, changed and taken out, the report is that of a validation from nothing. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void with_anyChanges_saysWhatAFullValidationSays(long seed) {
        Random random = new Random(seed);
        ValidatedSnapshot validated = VALIDATOR.validated(Markets.venue(), ChangeContext.none());
        int reports = 0;
        for (int step = 0; step < 60; step++) {
            MarketDocument document = anyDocument(random);
            validated = random.nextInt(4) == 0 ? validated.without(document.documentId()) : validated.with(document);

            assertThat(validated.report())
                    .as("seed %d, step %d", seed, step)
                    .isEqualTo(VALIDATOR.validate(validated.snapshot()));
            reports += validated.report().hasErrors() ? 1 : 0;
        }
        assertThat(reports).as("steps with errors").isBetween(1, 59);
    }

    /** The rules that looked at a document run again when it changes, whatever the kind of document they were about. */
    @Test
    void with_scheduleThatAContractRefersTo_judgesTheContractAgain() {
        ValidatedSnapshot validated = VALIDATOR.validated(Markets.venue(), ChangeContext.none());

        ValidatedSnapshot lower = validated.with(Markets.schedule(MarginTier.of("0", "0.004", "0.002")));

        assertThat(validated.report().of("D-FUN-02")).isEmpty();
        assertThat(lower.report().of("D-FUN-02"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.document()).isEqualTo("futures-contract/kraken/PI_XBTUSD"));
    }

    @Test
    void with_oneChange_asksOnlyTheRulesThatLookedAtIt() {
        List<String> asked = new ArrayList<>();
        Rule counting = Rule.of("D-HOUSE-01", Severity.WARN, "Counts")
                .checks("Nothing.")
                .why("To see who is asked.")
                .fix("Nothing.")
                .on(SpotMarket.class, (market, on) -> asked.add(market.id()))
                .on(FuturesContract.class, (contract, on) -> {
                    asked.add(contract.id());
                    on.find(MarginSchedule.class, "PI_XBTUSD");
                })
                .build();
        ValidatedSnapshot validated = Validator.of(RuleSet.of(List.of(counting), RuleData.standard()))
                .validated(Markets.venue(), ChangeContext.none());
        assertThat(asked).containsExactlyInAnyOrder("XXBTZUSD", "PI_XBTUSD");
        asked.clear();

        validated.with(Markets.bitcoin().altName("BTCUSD").build());
        assertThat(asked).containsExactly("XXBTZUSD");
        asked.clear();

        validated.with(Markets.schedule(MarginTier.of("0", "0.04", "0.02")));
        assertThat(asked).containsExactly("PI_XBTUSD");
        asked.clear();

        validated.with(validated.snapshot());
        assertThat(asked).isEmpty();
    }

    @Test
    void with_factsThatAreAsTheyWere_comparesNothingAgain() {
        List<String> compared = new ArrayList<>();
        Rule names = compares(
                (market, on) -> market.altName(),
                (facts, on) -> compared.add(facts.values().toString()));
        ValidatedSnapshot validated = Validator.of(RuleSet.of(List.of(names), RuleData.standard()))
                .validated(Markets.snapshot(named("A", "one"), named("B", "two")), ChangeContext.none());

        ValidatedSnapshot coarser = validated.with(named("B", "two").withTickSize(TickSize.of("0.5")));
        assertThat(compared).containsExactly("[one, two]");

        ValidatedSnapshot renamed = coarser.with(named("B", "three"));
        renamed.without(named("A", "one").documentId());
        renamed.with(named("C", "four"));
        assertThat(compared).containsExactly("[one, two]", "[one, three]", "[three]", "[one, three, four]");
    }

    @Test
    void with_factTakenFromAnotherDocument_isTakenAgainWhenThatChanges() {
        List<String> compared = new ArrayList<>();
        Rule tiers = compares(
                (market, on) -> on.find(MarginSchedule.class, "PI_XBTUSD")
                        .map(schedule -> schedule.tiers().size() + " tiers"),
                (facts, on) -> compared.add(facts.values().toString()));
        ValidatedSnapshot validated = Validator.of(RuleSet.of(List.of(tiers), RuleData.standard()))
                .validated(Markets.venue(), ChangeContext.none());

        validated.with(Markets.schedule(MarginTier.of("0", "0.02", "0.01")));

        assertThat(compared).containsExactly("[2 tiers]", "[1 tiers]");
    }

    @Test
    void with_documentThatAComparisonLookedAt_comparesAgain() {
        List<Integer> tiers = new ArrayList<>();
        Rule looking = compares(
                (market, on) -> market.altName(),
                (facts, on) -> tiers.add(on.find(MarginSchedule.class, "PI_XBTUSD")
                        .orElseThrow()
                        .tiers()
                        .size()));
        ValidatedSnapshot validated = Validator.of(RuleSet.of(List.of(looking), RuleData.standard()))
                .validated(Markets.venue(), ChangeContext.none());

        validated.with(Markets.schedule(MarginTier.of("0", "0.02", "0.01")));

        assertThat(tiers).containsExactly(2, 1);
    }

    /** What was found or lacking before, of documents that the change does not touch, is not laid at its door. */
    @Test
    void assess_comparison_saysWhatTheChangeBringsAndWhatStoodAboutTheSameDocuments() {
        Rule names = compares(
                (market, on) -> market.altName(),
                (facts, on) -> facts.forEach((id, name) -> {
                    if (name.startsWith("bad")) {
                        on.at(id, "/altName").say(name);
                    } else {
                        on.lacks("good name", id);
                    }
                }));
        ValidatedSnapshot validated = Validator.of(RuleSet.of(List.of(names), RuleData.standard()))
                .validated(
                        Markets.snapshot(named("A", "bad a"), named("B", "bad b"), named("C", "c"), named("D", "d")),
                        ChangeContext.none());

        assertThat(validated
                        .assess(validated.snapshot().with(named("D", "bad d")))
                        .report()
                        .findings())
                .extracting(finding -> finding.severity() + " " + finding.message())
                .containsExactly("ERROR bad d");
        assertThat(validated
                        .assess(validated.snapshot().with(named("B", "bad b").withTickSize(TickSize.of("0.5"))))
                        .report()
                        .findings())
                .extracting(finding -> finding.severity() + " " + finding.message())
                .containsExactly("WARN bad b (already so before this change)");
        assertThat(validated
                        .assess(validated.snapshot().with(named("B", "b")))
                        .report()
                        .findings())
                .extracting(Finding::message)
                .containsExactly("Inconclusive, not passed: good name of spot-market/kraken/B not known");
    }

    private static Rule compares(
            Comparison.Fact<SpotMarket, String> fact, Rule.Check<SortedMap<DocumentId, String>> check) {
        return Rule.of("D-HOUSE-01", Severity.ERROR, "Compares")
                .checks("Nothing.")
                .why("To see what is compared, and when.")
                .fix("Nothing.")
                .comparing(SpotMarket.class, fact, check)
                .build();
    }

    private static SpotMarket named(String id, String name) {
        return Markets.bitcoin().id(id).altName(name).build();
    }

    @Test
    void with_snapshotOfAnotherScope_isRefused() {
        ValidatedSnapshot validated = VALIDATOR.validated(Markets.venue(), ChangeContext.none());

        assertThatIllegalArgumentException()
                .isThrownBy(() -> validated.with(ConfigSnapshot.empty(new Scope("kraken", "other"))))
                .withMessageContaining("kraken");
    }

    private static MarketDocument anyDocument(Random random) {
        return switch (random.nextInt(7)) {
            case 0 ->
                Markets.schedule(MarginTier.of("0", "0.0" + (1 + random.nextInt(4)), "0.0" + (1 + random.nextInt(3))));
            case 1 ->
                Markets.perpetual()
                        .tradeable(random.nextBoolean())
                        .postOnly(random.nextBoolean())
                        .build();
            case 2 ->
                Markets.bitcoin()
                        .status(List.of(TradingStatus.values()).get(random.nextInt(TradingStatus.values().length)))
                        .build();
            case 3 ->
                Markets.bitcoin()
                        .id("M" + random.nextInt(3))
                        .altName(random.nextBoolean() ? "XBTUSD" : "A" + random.nextInt(3))
                        .wsName("W" + random.nextInt(3))
                        .build();
            case 4 ->
                Markets.bitcoin()
                        .id("M" + random.nextInt(3))
                        .fees(random.nextBoolean() ? Markets.fees() : SWAPPED)
                        .priceBand(
                                random.nextBoolean()
                                        ? Optional.of(PriceBand.builder()
                                                .reference(PriceReference.LAST)
                                                .buyUp(Rate.of("1.1"))
                                                .sellDown(Rate.of("0.9"))
                                                .build())
                                        : Optional.empty())
                        .build();
            case 5 ->
                Markets.dated()
                        .putMarginSchedules(random.nextBoolean() ? "professional" : "retail", "PI_XBTUSD")
                        .build();
            default ->
                Markets.bitcoin()
                        .margin(Markets.margin()
                                .marginCallLevel(Percent.of(Integer.toString(30 + random.nextInt(60))))
                                .build())
                        .build()
                        .withTickSize(TickSize.of(random.nextBoolean() ? "0.1" : "0.01"));
        };
    }
}
