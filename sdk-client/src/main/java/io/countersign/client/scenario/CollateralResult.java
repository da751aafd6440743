package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.internal.Figures;
import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What S-LIQ has shown for collateral accounts. Amounts are in the currency of the accounts. Immutable. */
public final class CollateralResult extends ScenarioResult {
    private final String currency;
    private final int accounts;
    private final Totals totals;
    private final int liquidatableBefore;
    private final int liquidatable;
    private final int belowInitial;
    private final List<AffectedAccount> affected;

    CollateralResult(
            DocumentId document,
            String currency,
            int accounts,
            Totals totals,
            int liquidatableBefore,
            int liquidatable,
            int belowInitial,
            List<AffectedAccount> affected,
            Supplier<Digest> inputs) {
        super(LiquidationScenario.ID, document, inputs);
        this.currency = currency;
        this.accounts = accounts;
        this.totals = totals;
        this.liquidatableBefore = liquidatableBefore;
        this.liquidatable = liquidatable;
        this.belowInitial = belowInitial;
        this.affected = List.copyOf(affected);
    }

    /** How many accounts were played. */
    public int accounts() {
        return accounts;
    }

    /** Below maintenance margin under the old haircuts already. */
    public int liquidatableBefore() {
        return liquidatableBefore;
    }

    /** Newly below maintenance margin. */
    public int liquidatable() {
        return liquidatable;
    }

    /** Newly below initial margin, and not below maintenance margin. */
    public int belowInitial() {
        return belowInitial;
    }

    /** What all collateral counts for under the old haircuts. */
    public BigDecimal valueBefore() {
        return totals.valueBefore();
    }

    /** What all collateral counts for under the new haircuts. */
    public BigDecimal valueAfter() {
        return totals.valueAfter();
    }

    /** What all accounts need. */
    public BigDecimal maintenanceMargin() {
        return totals.maintenanceMargin();
    }

    /** What the accounts newly below maintenance margin need. */
    public BigDecimal liquidatableMargin() {
        return totals.liquidatableMargin();
    }

    /** What they lack, together. */
    public BigDecimal shortfall() {
        return totals.shortfall();
    }

    /** The accounts newly below maintenance margin that lack most, gravest first. */
    public List<AffectedAccount> affected() {
        return affected;
    }

    @Override
    public String title() {
        return "collateral of " + Figures.count(accounts, "account");
    }

    @Override
    public String summary() {
        return liquidatable + " of " + Figures.count(accounts, "account")
                + " newly below maintenance margin, with a requirement of " + money(liquidatableMargin()) + " "
                + currency + " (" + share(liquidatableMargin(), maintenanceMargin()) + " of all), short of "
                + money(shortfall()) + "; " + belowInitial
                + " newly below initial margin only; all collateral counts for " + money(valueAfter()) + " instead of "
                + money(valueBefore()) + " " + currency
                + (liquidatableBefore == 0
                        ? ""
                        : "; " + liquidatableBefore + " were below under the old haircuts already");
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("accounts", Integer.toString(accounts));
        figures.put("newlyBelowMaintenance", Integer.toString(liquidatable));
        figures.put("newlyBelowInitial", Integer.toString(belowInitial));
        figures.put("belowMaintenanceBefore", Integer.toString(liquidatableBefore));
        figures.put("collateralBefore " + currency, money(valueBefore()));
        figures.put("collateralAfter " + currency, money(valueAfter()));
        figures.put("newlyBelowMaintenanceMargin " + currency, money(liquidatableMargin()));
        figures.put("shortfall " + currency, money(shortfall()));
        return figures;
    }

    @Override
    public List<String> worst() {
        return affected.stream()
                .map(account -> account.account() + ": equity " + money(account.equityBefore()) + " before and "
                        + money(account.equityAfter()) + " after, required " + money(account.maintenanceMargin())
                        + ", short of " + money(account.shortfall()) + " " + currency)
                .toList();
    }

    @Override
    public Svg chart() {
        int safe = accounts - liquidatableBefore - liquidatable - belowInitial;
        return BarChart.of("Accounts under the new haircuts", "what changes for them", "accounts", "accounts")
                .describedAs(summary())
                .bar("nothing", BigDecimal.valueOf(safe))
                .bar("below initial", BigDecimal.valueOf(belowInitial))
                .bar("below maintenance", BigDecimal.valueOf(liquidatable))
                .bar("below before", BigDecimal.valueOf(liquidatableBefore))
                .toSvg();
    }

    @Override
    public List<TextTable> tables() {
        TextTable table = TextTable.of(
                "account",
                "equity before " + currency,
                "equity after " + currency,
                "required " + currency,
                "short of " + currency);
        for (AffectedAccount account : affected) {
            table = table.row(
                    account.account(),
                    money(account.equityBefore()),
                    money(account.equityAfter()),
                    money(account.maintenanceMargin()),
                    money(account.shortfall()));
        }
        return List.of(table);
    }

    /** An account that is newly below maintenance margin. */
    public record AffectedAccount(
            String account, BigDecimal equityBefore, BigDecimal equityAfter, BigDecimal maintenanceMargin) {
        /** What the account lacks of its requirement. */
        public BigDecimal shortfall() {
            return maintenanceMargin.subtract(equityAfter);
        }
    }

    record Totals(
            BigDecimal valueBefore,
            BigDecimal valueAfter,
            BigDecimal maintenanceMargin,
            BigDecimal liquidatableMargin,
            BigDecimal shortfall) {}
}
