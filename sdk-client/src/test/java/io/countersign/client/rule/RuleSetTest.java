package io.countersign.client.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.fixtures.Markets;
import io.countersign.model.MalformedInputException;
import io.countersign.model.ValidationGapException;
import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.unit.Price;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RuleSetTest {
    private static final Rule NO_ONE_LETTER_NAMES = Rule.of(
                    "D-HOUSE-01", Severity.WARN, "Names are longer than a letter")
            .checks("The second name has at least two letters.")
            .why("House rule.")
            .fix("Choose a longer name.")
            .on(
                    SpotMarket.class,
                    (market, on) -> market.altName()
                            .filter(name -> name.length() < 2)
                            .ifPresent(name -> on.at("/altName").found(name).say("The name is one letter")))
            .build();

    private static final ConfigSnapshot CHEAP = Markets.venue()
            .with(Markets.bitcoin()
                    .altName("X")
                    .fees(Markets.ladder(List.of(FeeStep.of("0", "-0.5")), List.of(FeeStep.of("0", "0.1"))))
                    .build());

    @Test
    void with_aRuleOfTheHouse_runsIt() {
        RuleSet rules = Catalogue.standard().with(NO_ONE_LETTER_NAMES);

        assertThat(Validator.of(rules).validate(CHEAP).of("D-HOUSE-01"))
                .extracting(Finding::path)
                .containsExactly("/altName");
        assertThat(rules.digest()).isNotEqualTo(Catalogue.standard().digest());
    }

    @Test
    void data_assetWorthOneOfSomethingThatIsWorthOneOfAnother_areRefused() {
        assertThatThrownBy(() -> RuleData.builder()
                        .from(RuleData.standard())
                        .putAssetAnchors("NEW", "USDT")
                        .build())
                .isInstanceOf(MalformedInputException.class)
                .hasMessage(
                        "What an asset is worth one of must not be worth one of something else: NEW of USDT of USD");
    }

    @Test
    void without_aRule_doesNotRunIt() {
        RuleSet rules = Catalogue.standard().without("D-FEE-04");

        assertThat(Validator.of(rules).validate(CHEAP).of("D-FEE-04")).isEmpty();
        assertThatThrownBy(() -> rules.without("D-FEE-04")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withSeverity_lowered_isReportedAsSet() {
        RuleSet rules =
                Catalogue.standard().with(RuleData.standard().withSeverity("house-1", "D-FEE-04", Severity.WARN));

        assertThat(Validator.of(rules).validate(CHEAP).of("D-FEE-04"))
                .extracting(Finding::severity)
                .containsExactly(Severity.WARN);
        assertThatThrownBy(() -> Catalogue.standard()
                        .with(RuleData.standard().withSeverity("house-1", "D-NONE-01", Severity.WARN)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withThreshold_changed_judgesByItAndHasAnotherDigest() {
        RuleData data = RuleData.standard().withThreshold("house-2", "D-FEE-06.spotPercentMax", "0.3");
        RuleSet rules = Catalogue.standard().with(data);

        assertThat(Validator.of(rules).validate(Markets.venue()).of("D-FEE-06")).hasSize(2);
        assertThat(rules.digest()).isNotEqualTo(Catalogue.standard().digest());
        assertThat(Catalogue.standard().digest()).isEqualTo(Catalogue.standard().digest());
        assertThatThrownBy(() -> data.withThreshold("house-3", "D-FEE-06.spotPercentMaximum", "1"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ruleData_readBackFromItsJson_isEqual() {
        RuleData data = RuleData.standard();

        assertThat(Json.read(Json.write(data), RuleData.class)).isEqualTo(data);
        assertThatThrownBy(() -> RuleData.builder().version("1").build()).isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> data.withThreshold("1", "T-TCK-04.factorMax", "many"))
                .isInstanceOf(MalformedInputException.class);
    }

    @Test
    void validate_ruleThatFails_namesTheRuleAndTheDocument() {
        Rule broken = Rule.of("D-HOUSE-02", Severity.WARN, "Broken")
                .checks("Nothing.")
                .why("To see.")
                .fix("Mend the rule.")
                .on(SpotMarket.class, (market, on) -> {
                    throw new IllegalStateException("oops");
                })
                .build();

        assertThatThrownBy(() -> Validator.of(Catalogue.standard().with(broken)).validate(Markets.venue()))
                .isInstanceOf(ValidationGapException.class)
                .hasMessageContaining("D-HOUSE-02")
                .hasMessageContaining("spot-market/kraken/XXBTZUSD");
    }

    @Test
    void say_graverThanDeclared_isABugOfTheRule() {
        Rule loud = Rule.of("D-HOUSE-03", Severity.WARN, "Loud")
                .checks("Nothing.")
                .why("To see.")
                .fix("Mend the rule.")
                .on(
                        SpotMarket.class,
                        (market, on) -> on.at("").as(Severity.BLOCK).say("Too loud"))
                .build();

        assertThatThrownBy(() -> Validator.of(Catalogue.standard().with(loud)).validate(Markets.venue()))
                .isInstanceOf(ValidationGapException.class);
    }

    @Test
    void build_ruleThatSaysTooLittle_isRefused() {
        assertThatThrownBy(() -> Rule.of("FEE-1", Severity.WARN, "x").build())
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Rule.of("D-FEE-99", Severity.WARN, "x").build())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void need_inputThatIsNotDeclared_isABugOfTheRule() {
        Rule careless = Rule.of("D-HOUSE-04", Severity.WARN, "Careless")
                .checks("Nothing.")
                .why("To see.")
                .fix("Declare the input.")
                .on(SpotMarket.class, (market, on) -> on.need(RuleInput.MARK_PRICE))
                .build();

        assertThatThrownBy(
                        () -> Validator.of(Catalogue.standard().with(careless)).validate(Markets.venue()))
                .isInstanceOf(ValidationGapException.class)
                .hasMessageContaining("mark price");
    }

    @Test
    void put_inputThatBreaksItsDemand_isRefused() {
        assertThatThrownBy(() -> ChangeContext.builder()
                        .put(RuleInput.MARK_PRICE, Markets.bitcoin().build().documentId(), Price.of("0")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A mark price must be positive: 0 of spot-market/kraken/XXBTZUSD");
    }

    @Test
    void ruleData_thatCannotBeMeant_isRefused() {
        RuleData data = RuleData.standard();

        assertThatThrownBy(() -> data.withThreshold("1", "T-TCK-04.factorMax", "-1"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("must not be negative");
        assertThatThrownBy(() -> data.withThreshold("1", "T-MIN-01.errorOrderShare", "5"))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageContaining("from 0 to 1");
        assertThatThrownBy(() -> graph(data, TradingStatus.ONLINE, List.of(TradingStatus.ONLINE)))
                .hasMessageContaining("could never end");
        assertThatThrownBy(() -> graph(data, TradingStatus.ONLINE, List.of(TradingStatus.HALTED, TradingStatus.ONLINE)))
                .hasMessageContaining("does not lead to itself");
        assertThatThrownBy(() -> graph(data, TradingStatus.DELISTED, List.of(TradingStatus.ONLINE)))
                .hasMessageContaining("DELISTED is the end");
        assertThatThrownBy(() -> graph(
                        data, TradingStatus.REDUCE_ONLY, List.of(TradingStatus.CANCEL_ONLY, TradingStatus.ONLINE)))
                .hasMessageContaining("named as both");
    }

    private static RuleData graph(RuleData data, TradingStatus from, List<TradingStatus> to) {
        SortedMap<TradingStatus, List<TradingStatus>> graph = new TreeMap<>(data.statusGraph());
        graph.put(from, to);
        return RuleData.builder().from(data).statusGraph(graph).build();
    }

    @Test
    void coupledFields_notOfTheKind_areRefused() {
        List<String> unit = List.of("/maxPositionUnit");
        List<String> amount = List.of("/maxPosition");
        CoupledFields coupled = new CoupledFields(DocumentKind.FUTURES_CONTRACT, unit, amount);
        assertThat(Json.read(
                        "{\"kind\":\"futures-contract\",\"changed\":[\"/maxPositionUnit\"],\"with\":[\"/maxPosition\"]}",
                        CoupledFields.class))
                .isEqualTo(coupled);
        for (String path : List.of("maxPosition", "/maxPositon", "/notify", "/", "", "/tiers/*/x")) {
            assertThatThrownBy(() -> new CoupledFields(DocumentKind.FUTURES_CONTRACT, unit, List.of(path)))
                    .as(path)
                    .isInstanceOf(MalformedInputException.class);
            assertThatThrownBy(() -> new CoupledFields(DocumentKind.FUTURES_CONTRACT, List.of(path), amount))
                    .as(path)
                    .isInstanceOf(MalformedInputException.class);
        }
        assertThatThrownBy(() -> new CoupledFields(DocumentKind.FUTURES_CONTRACT, List.of(), amount))
                .isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> new CoupledFields(DocumentKind.FUTURES_CONTRACT, unit, List.of()))
                .isInstanceOf(MalformedInputException.class);
        assertThatThrownBy(() -> new CoupledFields(DocumentKind.FUTURES_CONTRACT, unit, unit))
                .isInstanceOf(MalformedInputException.class)
                .hasMessageStartingWith("A field is not coupled to itself");
        assertThat(new CoupledFields(
                        DocumentKind.INDEX_DEFINITION,
                        List.of("/extensions/ratio", "/extensions/time"),
                        List.of("/extensions/ratio", "/extensions/time")))
                .isNotNull();
    }

    @Test
    void assetAliases_thatLeadOnOrAreNotUpperCase_areRefused() {
        RuleData standard = RuleData.standard();
        assertThat(standard.assetName("xxbt")).isEqualTo("BTC");
        assertThat(standard.assetName("sol")).isEqualTo("SOL");
        for (Map<String, String> wrong : List.of(Map.of("A", "B", "B", "C"), Map.of("a", "B"), Map.of("A", "b"))) {
            assertThatThrownBy(() -> RuleData.builder()
                            .from(standard)
                            .assetAliases(wrong)
                            .build())
                    .isInstanceOf(MalformedInputException.class)
                    .hasMessageStartingWith("An alias leads to the one name");
        }
    }
}
