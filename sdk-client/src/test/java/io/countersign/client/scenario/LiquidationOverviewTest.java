package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiquidationOverviewTest {
    /** Of a position worth 100: maintenance margin from 1 to 2, initial margin from 2 to 4. */
    private static final MarginSchedule BEFORE = Markets.schedule(MarginTier.of("0", "0.02", "0.01"));

    private static final MarginSchedule AFTER = Markets.schedule(MarginTier.of("0", "0.04", "0.02"));

    private static final String LIQUIDATED = "1.5";
    private static final String BELOW_INITIAL = "3";
    private static final String SAFE = "50";

    private final LiquidationOverview overview = LiquidationOverview.of(List.of(
            played("QUIET", "USD", SAFE),
            played("ONE", "USD", LIQUIDATED, BELOW_INITIAL),
            played("INITIAL", "EUR", BELOW_INITIAL, SAFE),
            played("TWO", "EUR", LIQUIDATED, LIQUIDATED, SAFE),
            played("ALSO", "USD", LIQUIDATED)));

    @Test
    void results_hardestHitFirst_thenByName() {
        assertThat(overview.results())
                .extracting(result -> result.contract().id())
                .containsExactly("TWO", "ALSO", "ONE", "INITIAL", "QUIET");
        assertThat(overview.liquidatable()).isEqualTo(4);
    }

    @Test
    void summary_quotesAreNotAddedUp() {
        assertThat(overview.summary())
                .isEqualTo(
                        "4 of 9 positions newly below maintenance margin, in 3 of 5 contracts, with 200.00 EUR, 200.00"
                                + " USD notional; 2 newly below initial margin only");
    }

    @Test
    void table_contractsThatAreHit_withTheirFigures() {
        assertThat(overview.table().rows())
                .containsExactly(
                        List.of("TWO", "professional", "3", "2", "66.7 %", "200.00", "EUR", "1.00", "0"),
                        List.of("ALSO", "professional", "1", "1", "100.0 %", "100.00", "USD", "0.50", "0"),
                        List.of("ONE", "professional", "2", "1", "50.0 %", "100.00", "USD", "0.50", "1"),
                        List.of("INITIAL", "professional", "2", "0", "0.0 %", "0.00", "EUR", "0.00", "1"));
        assertThat(overview).hasToString(overview.summary() + "\n\n" + overview.table());
    }

    @Test
    void chart_andPage_showTheHardestHit() {
        assertThat(overview.chart().markup())
                .contains("Positions newly below margin, by contract", ">TWO<", ">QUIET<", overview.summary());
        assertThat(overview.toHtml())
                .startsWith("<section>")
                .contains("S-LIQ over all contracts", "<svg", "<td>66.7 %</td>");
    }

    @Test
    void manyContracts_fifteenAreShown() {
        List<LiquidationResult> many = new ArrayList<>();
        for (int i = 10; i < 26; i++) {
            many.add(played("C" + i, "USD", LIQUIDATED));
        }
        LiquidationOverview ofMany = LiquidationOverview.of(many);

        assertThat(ofMany.table().rows()).hasSize(15).noneMatch(row -> row.contains("C25"));
        assertThat(ofMany.chart().markup()).contains(">C10<").doesNotContain(">C25<");
        assertThat(ofMany.liquidatable()).isEqualTo(16);
    }

    @Test
    void ofScenarios_takesThoseOfLiquidations() {
        Collection<ScenarioResult> all = List.of(
                TickScenario.play(
                        Markets.bitcoin().build(),
                        Markets.bitcoin().priceRule(Markets.price("1", 1)).build(),
                        Markets.book()),
                played("ONE", "USD", LIQUIDATED));

        assertThat(LiquidationOverview.ofScenarios(all).results())
                .singleElement()
                .satisfies(result -> assertThat(result.contract().id()).isEqualTo("ONE"));
    }

    /** Longs of one contract at 100, where the mark stands, with so much behind each. */
    private static LiquidationResult played(String id, String quote, String... collaterals) {
        FuturesContract contract = Markets.perpetual()
                .id(id)
                .payoff(Payoff.LINEAR)
                .quote(quote)
                .contractSizeUnit(SizeUnit.BASE)
                .build();
        Positions.Builder positions = Positions.builder();
        Stream.of(collaterals)
                .forEach(collateral -> positions.addLong(
                        "a" + collateral, "professional", Contracts.of("1"), Price.of("100"), Notional.of(collateral)));
        return LiquidationScenario.play(
                contract.documentId(),
                contract,
                "professional",
                BEFORE,
                AFTER,
                positions.build(),
                Price.of("100"),
                List.of());
    }
}
