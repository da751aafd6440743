package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.count;
import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What S-FEE has shown. Volumes and fees are in the currency in which the ladders count volume; fees are positive when accounts
 * pay and negative when they receive rebates. Exact. Immutable.
 */
public final class FeeResult extends ScenarioResult {
    private final Optional<String> currency;
    private final List<Tier> tiers;
    private final int changesTier;
    private final int paysMore;
    private final int paysLess;
    private final Percent selfMatchProfit;
    private final Percent selfMatchProfitToday;
    private final List<AffectedAccount> affected;

    FeeResult(
            DocumentId document,
            Optional<String> currency,
            List<Tier> tiers,
            int changesTier,
            int paysMore,
            int paysLess,
            Percent selfMatchProfit,
            Percent selfMatchProfitToday,
            List<AffectedAccount> affected,
            Supplier<Digest> inputs) {
        super(FeeScenario.ID, document, inputs);
        this.currency = currency;
        this.tiers = List.copyOf(tiers);
        this.changesTier = changesTier;
        this.paysMore = paysMore;
        this.paysLess = paysLess;
        this.selfMatchProfit = selfMatchProfit;
        this.selfMatchProfitToday = selfMatchProfitToday;
        this.affected = List.copyOf(affected);
    }

    /** How many accounts there are in all. */
    public int accounts() {
        return tiers.stream().mapToInt(Tier::accounts).sum();
    }

    /** What all accounts pay under the old fees, less rebates. */
    public BigDecimal revenueBefore() {
        return sum(Tier::revenueBefore);
    }

    /** What all accounts pay under the new fees, less rebates. */
    public BigDecimal revenueAfter() {
        return sum(Tier::revenueAfter);
    }

    /** By how much revenue changes; positive when the venue earns more. */
    public BigDecimal effect() {
        return revenueAfter().subtract(revenueBefore());
    }

    /** How many accounts stand on a step with another threshold than before, on either side. */
    public int changesTier() {
        return changesTier;
    }

    /** How many accounts pay more than before. */
    public int paysMore() {
        return paysMore;
    }

    /** How many accounts pay less than before, or receive more. */
    public int paysLess() {
        return paysLess;
    }

    /** What two accounts of one owner earn on the best steps of the new ladders, in percent of what they trade with each other. */
    public Percent selfMatchProfit() {
        return selfMatchProfit;
    }

    /** The same on steps where accounts stand by their trailing volume. */
    public Percent selfMatchProfitToday() {
        return selfMatchProfitToday;
    }

    /** Volume, fees and revenue between any two neighbouring thresholds, ascending. */
    public List<Tier> tiers() {
        return tiers;
    }

    /** The accounts whose fees rise most, gravest first. */
    public List<AffectedAccount> affected() {
        return affected;
    }

    @Override
    public List<String> worst() {
        return affected.stream()
                .map(account -> account.account() + ": " + money(account.feesBefore()) + " before, "
                        + money(account.feesAfter()) + " after, " + money(account.extra()) + unit() + " more")
                .toList();
    }

    @Override
    public String title() {
        return "new fees on the trailing volume of " + count(accounts(), "account");
    }

    @Override
    public String summary() {
        return "Fees go from " + money(revenueBefore()) + " to " + money(revenueAfter()) + unit()
                + (revenueBefore().signum() == 0
                        ? ""
                        : " (" + share(effect(), revenueBefore().abs()) + ")") + "; of "
                + count(accounts(), "account") + " " + paysMore + " pay more, " + paysLess + " less, " + changesTier
                + " change tier; "
                + (selfMatchProfit.value().signum() == 0
                        ? "no pair of tiers pays for trading with oneself"
                        : "trading with oneself earns " + selfMatchProfit + " % on the best tiers, "
                                + selfMatchProfitToday + " % on tiers where accounts stand");
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("accounts", Integer.toString(accounts()));
        figures.put("accountsChangingTier", Integer.toString(changesTier));
        figures.put("accountsPayingLess", Integer.toString(paysLess));
        figures.put("accountsPayingMore", Integer.toString(paysMore));
        figures.put("effect" + unit(), money(effect()));
        figures.put("makerVolume" + unit(), money(sum(Tier::makerVolume)));
        figures.put("revenueAfter" + unit(), money(revenueAfter()));
        figures.put("revenueBefore" + unit(), money(revenueBefore()));
        figures.put("selfMatchProfitPercent", selfMatchProfit.toString());
        figures.put("selfMatchProfitOfTodaysTiersPercent", selfMatchProfitToday.toString());
        figures.put("takerVolume" + unit(), money(sum(Tier::takerVolume)));
        return figures;
    }

    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Fees by trailing volume, " + document().id(),
                        "trailing volume from" + unit(),
                        "fees" + unit(),
                        "old fees",
                        "new fees")
                .describedAs(summary());
        for (Tier tier : tiers) {
            chart = chart.bar(tier.from().toString(), tier.revenueBefore(), tier.revenueAfter());
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        return List.of(tierTable(), worstTable());
    }

    /** Revenue by trailing volume, for people. */
    public TextTable tierTable() {
        TextTable table = TextTable.of(
                "volume from" + unit(),
                "accounts",
                "maker volume",
                "taker volume",
                "maker fee %",
                "taker fee %",
                "fees before",
                "fees after");
        for (Tier tier : tiers) {
            table = table.row(
                    tier.from().toString(),
                    Integer.toString(tier.accounts()),
                    money(tier.makerVolume()),
                    money(tier.takerVolume()),
                    change(tier.makerFeeBefore(), tier.makerFeeAfter()),
                    change(tier.takerFeeBefore(), tier.takerFeeAfter()),
                    money(tier.revenueBefore()),
                    money(tier.revenueAfter()));
        }
        return table;
    }

    /** The accounts whose fees rise most, for people. */
    public TextTable worstTable() {
        TextTable table = TextTable.of("account", "trailing volume" + unit(), "fees before", "fees after", "more");
        for (AffectedAccount account : affected) {
            table = table.row(
                    account.account(),
                    money(account.trailing()),
                    money(account.feesBefore()),
                    money(account.feesAfter()),
                    money(account.extra()));
        }
        return table;
    }

    /**
     * What accounts with a trailing volume between two neighbouring thresholds traded and pay. Fees are in percent.
     *
     * @param from trailing volume from which on this holds, up to the next one's
     * @param revenueBefore fees under the old ladders, less rebates
     * @param revenueAfter fees under the new ladders, less rebates
     */
    public record Tier(
            Notional from,
            int accounts,
            BigDecimal makerVolume,
            BigDecimal takerVolume,
            Percent makerFeeBefore,
            Percent takerFeeBefore,
            Percent makerFeeAfter,
            Percent takerFeeAfter,
            BigDecimal revenueBefore,
            BigDecimal revenueAfter) {}

    /** An account that pays more than before. */
    public record AffectedAccount(String account, BigDecimal trailing, BigDecimal feesBefore, BigDecimal feesAfter) {
        /** What it pays more. */
        public BigDecimal extra() {
            return feesAfter.subtract(feesBefore);
        }
    }

    /** The currency of volumes and fees after a blank; empty where the ladders do not name it. */
    public String unit() {
        return currency.map(name -> " " + name).orElse("");
    }

    private static String change(Percent before, Percent after) {
        return before.equals(after) ? before.toString() : before + " to " + after;
    }

    private BigDecimal sum(Function<Tier, BigDecimal> figure) {
        return tiers.stream().map(figure).reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
