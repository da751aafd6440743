package io.countersign.client.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.catalogue.Catalogue;
import io.countersign.client.live.CodedColumn;
import io.countersign.client.live.DecimalColumn;
import io.countersign.client.live.Positions;
import io.countersign.client.live.TextColumn;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.client.rule.Validation;
import io.countersign.client.rule.Validator;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.fixtures.SharedData;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FundingConfig;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import io.countersign.model.venue.binance.BinanceBrackets;
import io.countersign.model.view.Html;
import io.countersign.model.view.HtmlPage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Binance's margin tiers of 2022-11-25 and of 2023-01-13 over generated accounts: who becomes liquidatable. What it shows is left in
 * {@code target/tier-change.txt} and, with charts, in {@code target/tier-change.html}.
 */
@Tag("shared")
class RecordedTierChangeTest {
    private static final Scope SCOPE = new Scope("binance", "recorded");
    private static final Price MARK = Price.of("100");
    private static final int ACCOUNTS = 400;
    private static final long SEED = 20_221_125L;

    @Test
    void assess_tiersOfJanuary2023_findsWhoBecomesLiquidatable() throws IOException {
        List<MarginSchedule> before = schedules("2022-11-25");
        List<MarginSchedule> after = schedules("2023-01-13");
        ChangeContext.Builder context = ChangeContext.builder()
                .policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                        .build());
        List<MarketDocument> contracts = new ArrayList<>();
        for (MarginSchedule schedule : before) {
            FuturesContract contract = contract(schedule.id());
            contracts.add(contract);
            context.put(RuleInput.MARK_PRICE, contract.documentId(), MARK);
            context.put(RuleInput.POSITIONS, contract.documentId(), accounts(schedule));
        }

        Validation validation = Validator.of(Catalogue.standard())
                .assess(snapshot(before, contracts), snapshot(after, contracts), context.build());
        LiquidationOverview overview = LiquidationOverview.ofScenarios(validation.scenarios());

        Files.createDirectories(Path.of("target"));
        Files.writeString(
                Path.of("target", "tier-change.txt"),
                overview + "\n\nHardest hit: " + overview.results().get(0) + "\n");
        Files.writeString(
                Path.of("target", "tier-change.html"),
                new HtmlPage(
                                "Binance tiers, 2022-11-25 to 2023-01-13",
                                List.of(
                                        Html.heading(1, "Binance tiers, 2022-11-25 to 2023-01-13"),
                                        Html.trusted(overview),
                                        Html.trusted(overview.results().get(0))))
                        .toFile());
        // Every contract whose tiers differ was played, and nobody counts twice.
        long changed = before.stream()
                .filter(schedule -> after.stream()
                        .anyMatch(other -> other.id().equals(schedule.id())
                                && !other.tiers().equals(schedule.tiers())))
                .count();
        assertThat(overview.results()).hasSize((int) changed).hasSizeGreaterThan(10);
        assertThat(overview.liquidatable()).isEqualTo(expected(before, after)).isPositive();
        assertThat(validation.report().of("S-LIQ")).isNotEmpty();
        assertThat(overview.toString()).contains("newly below maintenance margin");
    }

    /** The same by the ladders alone: at the mark price these accounts have no profit. */
    private static int expected(List<MarginSchedule> before, List<MarginSchedule> after) {
        int newly = 0;
        for (MarginSchedule from : before) {
            for (MarginSchedule to : after) {
                if (to.id().equals(from.id())) {
                    Positions accounts = accounts(from);
                    for (int row = 0; row < accounts.size(); row++) {
                        BigDecimal notional = accounts.contracts().at(row).abs().multiply(MARK.value());
                        BigDecimal equity = accounts.collaterals().at(row);
                        boolean safe =
                                equity.compareTo(MarginLadder.of(from).maintenanceMargin(notional, notional)) >= 0;
                        boolean below = equity.compareTo(MarginLadder.of(to).maintenanceMargin(notional, notional)) < 0;
                        newly += safe && below ? 1 : 0;
                    }
                }
            }
        }
        return newly;
    }

    /** Sizes with a long tail up to the last tier, opened at the mark price; equity from one to six times the maintenance margin. */
    private static Positions accounts(MarginSchedule schedule) {
        Random random = new Random(SEED + schedule.id().hashCode());
        MarginLadder ladder = MarginLadder.of(schedule);
        double largest = schedule.tiers()
                .get(schedule.tiers().size() - 1)
                .lowerBound()
                .value()
                .doubleValue();
        List<String> names = new ArrayList<>();
        List<String> classes = new ArrayList<>();
        DecimalColumn.Builder contracts = DecimalColumn.builder("Contracts");
        DecimalColumn.Builder entries = DecimalColumn.builder("Entry price");
        DecimalColumn.Builder collaterals = DecimalColumn.builder("Collateral");
        for (int i = 0; i < ACCOUNTS; i++) {
            double value = Math.min(largest * 1.2, 1_000 * Math.exp(random.nextGaussian() * 2.5));
            BigDecimal size = BigDecimal.valueOf(value / 100).setScale(3, RoundingMode.UP);
            BigDecimal notional = size.multiply(MARK.value());
            names.add("a" + i);
            classes.add("standard");
            contracts.add(random.nextBoolean() ? size : size.negate());
            entries.add(MARK.value());
            collaterals.add(ladder.maintenanceMargin(notional, notional)
                    .multiply(BigDecimal.valueOf(1_000 + random.nextInt(5_000), 3))
                    .setScale(6, RoundingMode.UP));
        }
        return Positions.of(
                TextColumn.of(names), CodedColumn.of(classes), contracts.build(), entries.build(), collaterals.build());
    }

    private static ConfigSnapshot snapshot(List<MarginSchedule> schedules, List<MarketDocument> contracts) {
        List<MarketDocument> documents = new ArrayList<>(contracts);
        documents.addAll(schedules);
        return ConfigSnapshot.of(SCOPE, documents);
    }

    private static List<MarginSchedule> schedules(String date) {
        Path file = SharedData.files("market-data/binance", "usdm-leverage-tiers-" + date)
                .get(0);
        return new BinanceBrackets()
                .read(date, new ByteArrayInputStream(SharedData.bytes(file))).documents().stream()
                        .map(MarginSchedule.class::cast)
                        .toList();
    }

    private static FuturesContract contract(String symbol) {
        return FuturesContract.builder()
                .venue("binance")
                .id(symbol)
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.LINEAR)
                .venueType("PERPETUAL")
                .quote("USD")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.BASE)
                .priceRule(PriceRule.builder().tickSize(TickSize.of("0.01")).build())
                .sizeRule(SizeRule.builder().build())
                .putMarginSchedules("standard", symbol)
                .funding(FundingConfig.builder().build())
                .build();
    }
}
