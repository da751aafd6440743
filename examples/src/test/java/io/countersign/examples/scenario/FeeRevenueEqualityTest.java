package io.countersign.examples.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.analytics.scenario.FeeRevenueResult;
import io.countersign.analytics.scenario.Scenarios;
import io.countersign.analytics.scenario.SourceTable;
import io.countersign.client.live.TradedVolumes;
import io.countersign.client.scenario.FeeResult;
import io.countersign.client.scenario.FeeScenario;
import io.countersign.model.market.FeeLadder;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeStep;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.NotionalRule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.TickSize;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** S-FEE in SQL is S-FEE in Java, on volumes that are drawn at random with many exactly at a threshold. */
class FeeRevenueEqualityTest {
    private static final Scope SCOPE = new Scope("kraken", "test");

    /** How wide the volumes are. */
    private record Shape(int digits, int scale) {}

    private static final List<Shape> SHAPES =
            List.of(new Shape(10, 2), new Shape(18, 8), new Shape(18, 18), new Shape(18, 0));

    @TempDir
    Path directory;

    private final List<MarketDocument> before = new ArrayList<>();
    private final List<MarketDocument> after = new ArrayList<>();
    private final Map<String, FeeLadder> from = new TreeMap<>();
    private final Map<String, FeeLadder> to = new TreeMap<>();
    private final Map<String, TradedVolumes.Builder> volumes = new TreeMap<>();
    private final Csv csv = new Csv("fee_source,account,trailing_volume,maker_volume,taker_volume");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void feeRevenue_randomVolumes_equalsTheJavaScenario(long seed) throws IOException, SQLException {
        draw(new Draw(seed));
        SourceTable source = seed % 2 == 0 ? csv.write(directory) : csv.parquet(directory, "*");

        FeeRevenueResult result = Scenarios.builder(ConfigSnapshot.of(SCOPE, before), ConfigSnapshot.of(SCOPE, after))
                .build()
                .feeRevenue(source);

        assertThat(result.report().findings()).as("seed %d", seed).isEmpty();
        assertThat(result.sources()).as("seed %d", seed).hasSize(volumes.size());
        for (FeeRevenueResult.Fees fees : result.sources()) {
            String id = fees.document().id();
            FeeResult java = FeeScenario.play(
                    fees.document(), from.get(id), to.get(id), volumes.get(id).build());
            compare(fees, java, "seed " + seed + ", " + fees.document());
        }
    }

    private static void compare(FeeRevenueResult.Fees fees, FeeResult java, String as) {
        assertThat(fees.accounts()).as(as).isEqualTo(java.accounts());
        assertThat(fees.changesTier()).as(as).isEqualTo(java.changesTier());
        assertThat(fees.paysMore()).as(as).isEqualTo(java.paysMore());
        assertThat(fees.paysLess()).as(as).isEqualTo(java.paysLess());
        assertThat(fees.revenueBefore()).as(as).isEqualByComparingTo(java.revenueBefore());
        assertThat(fees.revenueAfter()).as(as).isEqualByComparingTo(java.revenueAfter());
        assertThat(fees.effect()).as(as).isEqualByComparingTo(java.effect());
        assertThat(fees.selfMatchProfit()).as(as).isEqualTo(java.selfMatchProfit());
        assertThat(fees.selfMatchProfitToday()).as(as).isEqualTo(java.selfMatchProfitToday());
        assertThat(fees.tiers().stream()
                        .map(tier -> List.of(
                                tier.from(),
                                tier.accounts(),
                                plain(tier.makerVolume()),
                                plain(tier.takerVolume()),
                                tier.makerFeeBefore(),
                                tier.takerFeeBefore(),
                                tier.makerFeeAfter(),
                                tier.takerFeeAfter(),
                                plain(tier.revenueBefore()),
                                plain(tier.revenueAfter()))))
                .as(as)
                .isEqualTo(java.tiers().stream()
                        .map(tier -> List.of(
                                tier.from(),
                                (long) tier.accounts(),
                                plain(tier.makerVolume()),
                                plain(tier.takerVolume()),
                                tier.makerFeeBefore(),
                                tier.takerFeeBefore(),
                                tier.makerFeeAfter(),
                                tier.takerFeeAfter(),
                                plain(tier.revenueBefore()),
                                plain(tier.revenueAfter())))
                        .toList());
        assertThat(fees.dearer().stream()
                        .map(account -> List.of(
                                account.account(),
                                plain(account.trailing()),
                                plain(account.feesBefore()),
                                plain(account.feesAfter()))))
                .as(as)
                .isEqualTo(java.affected().stream()
                        .map(account -> List.of(
                                account.account(),
                                plain(account.trailing()),
                                plain(account.feesBefore()),
                                plain(account.feesAfter())))
                        .toList());
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    // Drawing

    private void draw(Draw draw) {
        for (Shape shape : SHAPES) {
            String number = Integer.toString(SHAPES.indexOf(shape));
            for (boolean old : List.of(true, false)) {
                drawFees(draw, shape, number, old);
            }
        }
        for (String id : from.keySet()) {
            Shape shape = SHAPES.get(Integer.parseInt(id.substring(1)));
            volumes.put(id, TradedVolumes.builder());
            for (int i = 0; i < 400; i++) {
                drawVolumes(draw, shape, id, i);
            }
        }
    }

    private void drawFees(Draw draw, Shape shape, String number, boolean old) {
        List<MarketDocument> documents = old ? before : after;
        Map<String, FeeLadder> ladders = old ? from : to;
        // A schedule with both sides in one ladder.
        List<FeeTier> tiers = new ArrayList<>();
        thresholds(draw, shape)
                .forEach(threshold -> tiers.add(FeeTier.builder()
                        .threshold(threshold)
                        .maker(fee(draw))
                        .taker(fee(draw))
                        .build()));
        documents.add(FeeSchedule.builder()
                .venue("kraken")
                .id("S" + number)
                .tiers(tiers)
                .build());
        ladders.put(
                "S" + number,
                FeeLadder.builder()
                        .maker(tiers.stream()
                                .map(tier -> FeeStep.of(
                                        tier.threshold().toString(),
                                        tier.maker().toString()))
                                .toList())
                        .addAllTaker(tiers.stream()
                                .map(tier -> FeeStep.of(
                                        tier.threshold().toString(),
                                        tier.taker().toString()))
                                .toList())
                        .build());
        // A market with a ladder for each side, one with a ladder for both, and one that refers to the schedule.
        FeeLadder own = FeeLadder.builder()
                .maker(steps(draw, shape))
                .addAllTaker(steps(draw, shape))
                .build();
        FeeLadder single = FeeLadder.builder().addAllTaker(steps(draw, shape)).build();
        documents.add(market("M" + number).fees(own).build());
        documents.add(market("T" + number).fees(single).build());
        documents.add(market("R" + number).feeScheduleRef("S" + number).build());
        ladders.put("M" + number, own);
        ladders.put("T" + number, single);
        ladders.put("R" + number, ladders.get("S" + number));
    }

    private static SpotMarket.Builder market(String id) {
        return SpotMarket.builder()
                .venue("kraken")
                .id(id)
                .base("XBT")
                .quote("USD")
                .priceRule(PriceRule.builder().tickSize(TickSize.of("1")).build())
                .sizeRule(SizeRule.builder().build())
                .notionalRule(NotionalRule.builder().build());
    }

    private static List<FeeStep> steps(Draw draw, Shape shape) {
        return thresholds(draw, shape).stream()
                .map(threshold ->
                        FeeStep.builder().threshold(threshold).fee(fee(draw)).build())
                .toList();
    }

    private static List<Notional> thresholds(Draw draw, Shape shape) {
        TreeSet<Notional> thresholds = new TreeSet<>(List.of(new Notional(BigDecimal.ZERO)));
        int count = draw.from(List.of(0, 1, 5, 20, 200));
        for (int i = 0; i < count; i++) {
            thresholds.add(new Notional(draw.decimal(shape.digits, shape.scale)));
        }
        return List.copyOf(thresholds);
    }

    /** Some negative: rebates. */
    private static Percent fee(Draw draw) {
        BigDecimal fee = draw.oneIn(3) ? new BigDecimal("0.1") : draw.decimal(4, 4);
        return new Percent(draw.oneIn(5) ? fee.negate() : fee);
    }

    private void drawVolumes(Draw draw, Shape shape, String id, int i) {
        FeeLadder ladder = draw.oneIn(2) ? from.get(id) : to.get(id);
        BigDecimal trailing = draw.decimal(shape.digits, shape.scale);
        if (draw.oneIn(2)) { // at a threshold, or beside it
            trailing = draw.from(draw.oneIn(2) ? ladder.taker() : ladder.maker().orElse(ladder.taker()))
                    .threshold()
                    .value()
                    .add(BigDecimal.valueOf(draw.below(3) - 1L, shape.scale))
                    .max(BigDecimal.ZERO);
        }
        BigDecimal maker = draw.oneIn(5) ? BigDecimal.ZERO : draw.decimal(shape.digits, shape.scale);
        BigDecimal taker =
                draw.oneIn(5) ? BigDecimal.ZERO : draw.oneIn(3) ? maker : draw.decimal(shape.digits, shape.scale);
        if (draw.oneIn(8)) { // many accounts alike that pay much, so that the earlier row wins
            trailing = BigDecimal.ZERO;
            maker = BigDecimal.TEN.pow(shape.digits).subtract(BigDecimal.ONE).movePointLeft(shape.scale);
            taker = maker;
        }
        String account = id + "-" + i;
        volumes.get(id).add(account, new Notional(trailing), new Notional(maker), new Notional(taker));
        csv.add(id, account, trailing.toPlainString(), maker.toPlainString(), taker.toPlainString());
    }
}
