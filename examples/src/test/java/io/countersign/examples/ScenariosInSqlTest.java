package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.scenario.FeeRevenueResult;
import io.countersign.analytics.scenario.MarginResult;
import io.countersign.analytics.scenario.OffTickResult;
import io.countersign.analytics.scenario.Scenarios;
import io.countersign.analytics.scenario.SourceTable;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples of the page on scenarios in SQL. */
class ScenariosInSqlTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    private final ConfigSnapshot before = config("0.1", "0.01", "0.04");
    private final ConfigSnapshot after = config("0.5", "0.02", "0.06");

    @TempDir
    Path directory;

    private static ConfigSnapshot config(String tick, String maintenance, String takerFee) {
        MarginSchedule schedule = MarginSchedule.builder()
                .venue("kraken")
                .id("PF_XBTUSD.all")
                .unit(SizeUnit.QUOTE_NOTIONAL)
                .application(MarginApplication.MARGINAL)
                .addTiers(MarginTier.of("0", "0.05", maintenance), MarginTier.of("1000000", "0.1", "0.05"))
                .build();
        FuturesContract contract = FuturesContract.builder()
                .venue("kraken")
                .id("PF_XBTUSD")
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.LINEAR)
                .venueType("flexible_futures")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.BASE)
                .priceRule(PriceRule.builder().tickSize(TickSize.of(tick)).build())
                .sizeRule(SizeRule.builder().build())
                .putMarginSchedules("all", schedule.id())
                .fees(FeeLadder.builder()
                        .addTaker(FeeStep.of("0", takerFee), FeeStep.of("1000000", "0.03"))
                        .maker(List.of(FeeStep.of("0", "0.02")))
                        .build())
                .build();
        return ConfigSnapshot.of(new Scope("kraken", "production"), List.of(schedule, contract));
    }

    @Test
    void reMargin_printsWhatThePageShows() throws IOException {
        Path file = Files.writeString(directory.resolve("positions.csv"), """
                market,client_class,account,contracts,entry_price,collateral
                PF_XBTUSD,all,alice,1,50000,500
                PF_XBTUSD,all,bob,-2,49000,3999.5
                PF_XBTUSD,all,carol,0.5,50000,500
                PF_XBTUSD,retail,dave,1,50000,500
                """);
        // region: re-margin
        var scenarios = Scenarios.builder(before, after).build();
        var positions = SourceTable.csv(file); // or parquet(file), or jdbc(database, "SELECT ... ORDER BY id")

        MarginResult result = scenarios.reMargin(positions, Map.of("PF_XBTUSD", Price.of("50000")));

        out.print(result.worstTable());
        result.report().findings().forEach(finding -> out.println(finding.message()));
        // endregion
        Samples.assertOutput("re-margin", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void offTick_printsWhatThePageShows() throws IOException {
        Path file = Files.writeString(directory.resolve("orders.csv"), """
                market,oid,side,price,quantity
                PF_XBTUSD,o-1,buy,49999.9,2
                PF_XBTUSD,o-2,sell,50000.1,1
                PF_XBTUSD,o-3,sell,50000.5,1
                """);
        Scenarios scenarios = Scenarios.builder(before, after).build();
        // region: off-tick
        var orders = SourceTable.csv(file).withColumn("order_id", "oid");

        OffTickResult result = scenarios.offTick(orders);

        out.print(result.worstTable());
        // endregion
        Samples.assertOutput("off-tick", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void feeRevenue_printsWhatThePageShows() throws IOException {
        Path file = Files.writeString(directory.resolve("volumes.csv"), """
                fee_source,account,trailing_volume,maker_volume,taker_volume
                PF_XBTUSD,alice,999999.99,600000,399999.99
                PF_XBTUSD,bob,1000000,0,1000000
                """);
        Scenarios scenarios = Scenarios.builder(before, after).build();
        // region: fee-revenue
        FeeRevenueResult result = scenarios.feeRevenue(SourceTable.csv(file));

        for (FeeRevenueResult.Fees fees : result.sources()) {
            out.println(fees.document() + ": " + fees.revenueBefore().toPlainString() + " before, "
                    + fees.revenueAfter().toPlainString() + " after; " + fees.paysMore() + " of " + fees.accounts()
                    + " accounts pay more");
        }
        // endregion
        Samples.assertOutput("fee-revenue", printed.toString(StandardCharsets.UTF_8));
    }

    @Test
    void page_compared_showsTheSamplesAsTheyAre() throws IOException {
        Path root = Repository.root();

        assertThat(Samples.problems(root, root.resolve("docs/scenarios-sql.md"), true))
                .isEmpty();
    }
}
