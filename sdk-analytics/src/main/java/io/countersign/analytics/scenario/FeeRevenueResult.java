package io.countersign.analytics.scenario;

import io.countersign.analytics.ResultTable;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What accounts would have paid under new fees in place of the old ones: one row a market or fee schedule. Equal to what scenario
 * S-FEE shows of the same volumes, digit for digit. Immutable.
 *
 * @param sources in order of identity; without those that have no volume
 * @param rowsRead rows of the source
 * @param rowsLeftOut rows that the report is about; they are in no figure
 * @param report why rows were left out; empty where none was
 */
public record FeeRevenueResult(List<Fees> sources, long rowsRead, long rowsLeftOut, ValidationReport report) {
    /** Copies the list. */
    public FeeRevenueResult {
        sources = List.copyOf(sources);
    }

    /**
     * The fees of one market or schedule. Volumes and fees are in the currency in which its ladders count volume; fees are positive
     * when accounts pay and negative when they receive rebates.
     *
     * @param document the market or the fee schedule
     * @param changesTier how many accounts stand on a step with another threshold than before, on either side
     * @param paysMore how many pay more than before
     * @param paysLess how many pay less, or receive more
     * @param selfMatchProfit what two accounts of one owner earn on the best steps of the new ladders, of what they trade with each
     *     other
     * @param selfMatchProfitToday the same on steps where accounts stand
     * @param tiers between any two neighbouring thresholds, ascending
     * @param dearer the accounts whose fees rise most, gravest first, of equal rises the earlier row
     */
    public record Fees(
            DocumentId document,
            long changesTier,
            long paysMore,
            long paysLess,
            Percent selfMatchProfit,
            Percent selfMatchProfitToday,
            List<Tier> tiers,
            List<DearerAccount> dearer) {
        /** Copies the lists. */
        public Fees {
            tiers = List.copyOf(tiers);
            dearer = List.copyOf(dearer);
        }

        /** How many accounts there are. */
        public long accounts() {
            return tiers.stream().mapToLong(Tier::accounts).sum();
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

        private BigDecimal sum(Function<Tier, BigDecimal> figure) {
            return tiers.stream().map(figure).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
    }

    /**
     * Accounts with a trailing volume between two neighbouring thresholds. Fees are in percent.
     *
     * @param from trailing volume from which on this holds, up to the next one's
     * @param accounts how many
     * @param makerVolume what they traded by resting
     * @param takerVolume what they traded by taking
     * @param makerFeeBefore of the old ladder
     * @param takerFeeBefore of the old ladder
     * @param makerFeeAfter of the new ladder
     * @param takerFeeAfter of the new ladder
     * @param revenueBefore fees under the old ladders, less rebates
     * @param revenueAfter fees under the new ladders, less rebates
     */
    public record Tier(
            Notional from,
            long accounts,
            BigDecimal makerVolume,
            BigDecimal takerVolume,
            Percent makerFeeBefore,
            Percent takerFeeBefore,
            Percent makerFeeAfter,
            Percent takerFeeAfter,
            BigDecimal revenueBefore,
            BigDecimal revenueAfter) {}

    /**
     * An account that pays more than before.
     *
     * @param account who
     * @param trailing the volume that decides about its tier
     * @param feesBefore under the old ladders, less rebates
     * @param feesAfter under the new ladders, less rebates
     */
    public record DearerAccount(String account, BigDecimal trailing, BigDecimal feesBefore, BigDecimal feesAfter) {
        /** What it pays more; positive. */
        public BigDecimal extra() {
            return feesAfter.subtract(feesBefore);
        }
    }

    /** The markets and schedules as rows. */
    public ResultTable table() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Fees fees : sources) {
            rows.add(new @Nullable Object[] {
                fees.document().id(),
                fees.accounts(),
                fees.changesTier(),
                fees.paysMore(),
                fees.paysLess(),
                fees.revenueBefore(),
                fees.revenueAfter(),
                fees.effect(),
                fees.selfMatchProfit().value(),
                fees.selfMatchProfitToday().value()
            });
        }
        return ScenarioTables.table(
                rows,
                "fee_source VARCHAR",
                "accounts BIGINT",
                "changes_tier BIGINT",
                "pays_more BIGINT",
                "pays_less BIGINT",
                "revenue_before DECIMAL",
                "revenue_after DECIMAL",
                "effect DECIMAL",
                "self_match_profit_percent DECIMAL",
                "self_match_profit_today_percent DECIMAL");
    }

    /** The tiers of all of them as rows. */
    public ResultTable tierTable() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Fees fees : sources) {
            for (Tier tier : fees.tiers()) {
                rows.add(new @Nullable Object[] {
                    fees.document().id(),
                    tier.from().value(),
                    tier.accounts(),
                    tier.makerVolume(),
                    tier.takerVolume(),
                    tier.makerFeeBefore().value(),
                    tier.takerFeeBefore().value(),
                    tier.makerFeeAfter().value(),
                    tier.takerFeeAfter().value(),
                    tier.revenueBefore(),
                    tier.revenueAfter()
                });
            }
        }
        return ScenarioTables.table(
                rows,
                "fee_source VARCHAR",
                "from_volume DECIMAL",
                "accounts BIGINT",
                "maker_volume DECIMAL",
                "taker_volume DECIMAL",
                "maker_percent_before DECIMAL",
                "taker_percent_before DECIMAL",
                "maker_percent_after DECIMAL",
                "taker_percent_after DECIMAL",
                "revenue_before DECIMAL",
                "revenue_after DECIMAL");
    }

    /** The accounts that pay more, of all of them, as rows. */
    public ResultTable worstTable() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (Fees fees : sources) {
            for (DearerAccount account : fees.dearer()) {
                rows.add(new @Nullable Object[] {
                    fees.document().id(),
                    account.account(),
                    account.trailing(),
                    account.feesBefore(),
                    account.feesAfter(),
                    account.extra()
                });
            }
        }
        return ScenarioTables.table(
                rows,
                "fee_source VARCHAR",
                "account VARCHAR",
                "trailing_volume DECIMAL",
                "fees_before DECIMAL",
                "fees_after DECIMAL",
                "extra DECIMAL");
    }

    /** The markets and schedules as a table for people. */
    @Override
    public String toString() {
        return table().toString();
    }
}
