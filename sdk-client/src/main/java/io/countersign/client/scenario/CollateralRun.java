package io.countersign.client.scenario;

import io.countersign.client.live.CollateralAccounts;
import io.countersign.model.json.Digest;
import io.countersign.model.market.CollateralSchedule;
import io.countersign.model.market.DocumentId;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** One pass over accounts and their holdings under two collateral schedules. Used by one thread. */
final class CollateralRun {
    private static final int WORST_MAX = 10;
    private static final CollateralScenario.Counted NOTHING =
            new CollateralScenario.Counted(BigDecimal.ZERO, Optional.empty());

    private final DocumentId document;
    private final CollateralAccounts accounts;
    private final CollateralScenario.Counted[] before;
    private final CollateralScenario.Counted[] after;
    private final BigDecimal[] prices;
    private final Supplier<Digest> inputs;
    private int holding;

    CollateralRun(
            DocumentId document,
            CollateralSchedule before,
            CollateralSchedule after,
            CollateralAccounts accounts,
            Supplier<Digest> inputs) {
        this.document = document;
        this.accounts = accounts;
        this.inputs = inputs;
        List<String> assets = accounts.assets().values();
        this.before = counted(assets, CollateralScenario.Counted.of(before));
        this.after = counted(assets, CollateralScenario.Counted.of(after));
        this.prices = assets.stream().map(accounts::price).toArray(BigDecimal[]::new);
    }

    private static CollateralScenario.Counted[] counted(
            List<String> assets, Map<String, CollateralScenario.Counted> schedule) {
        return assets.stream()
                .map(asset -> schedule.getOrDefault(asset, NOTHING))
                .toArray(CollateralScenario.Counted[]::new);
    }

    CollateralResult play() {
        WorstRows worst = new WorstRows(WORST_MAX);
        List<CollateralResult.AffectedAccount> candidates = new ArrayList<>();
        BigDecimal maintenanceMargin = BigDecimal.ZERO;
        BigDecimal liquidatableMargin = BigDecimal.ZERO;
        BigDecimal shortfall = BigDecimal.ZERO;
        BigDecimal valueBefore = BigDecimal.ZERO;
        BigDecimal valueAfter = BigDecimal.ZERO;
        int liquidatableBefore = 0;
        int liquidatable = 0;
        int belowInitial = 0;
        for (int account = 0; account < accounts.size(); account++) {
            BigDecimal was = BigDecimal.ZERO;
            BigDecimal is = BigDecimal.ZERO;
            for (; holding < accounts.holdings() && accounts.holder(holding) == account; holding++) {
                int asset = accounts.assets().code(holding);
                BigDecimal value = accounts.balances().at(holding).multiply(prices[asset]);
                was = was.add(before[asset].of(value));
                is = is.add(after[asset].of(value));
            }
            valueBefore = valueBefore.add(was);
            valueAfter = valueAfter.add(is);
            BigDecimal maintenance = accounts.maintenanceMargins().at(account);
            BigDecimal initial = accounts.initialMargins().at(account);
            BigDecimal equityBefore = was.add(accounts.profits().at(account));
            BigDecimal equity = is.add(accounts.profits().at(account));
            maintenanceMargin = maintenanceMargin.add(maintenance);
            if (equityBefore.compareTo(maintenance) < 0) {
                liquidatableBefore++;
            } else if (equity.compareTo(maintenance) < 0) {
                liquidatable++;
                liquidatableMargin = liquidatableMargin.add(maintenance);
                BigDecimal lacks = maintenance.subtract(equity);
                shortfall = shortfall.add(lacks);
                if (worst.couldTake(lacks)) {
                    worst.add(candidates.size(), lacks);
                    candidates.add(new CollateralResult.AffectedAccount(
                            accounts.accounts().at(account), equityBefore, equity, maintenance));
                }
            } else if (equityBefore.compareTo(initial) >= 0 && equity.compareTo(initial) < 0) {
                belowInitial++;
            }
        }
        return new CollateralResult(
                document,
                accounts.currency(),
                accounts.size(),
                new CollateralResult.Totals(valueBefore, valueAfter, maintenanceMargin, liquidatableMargin, shortfall),
                liquidatableBefore,
                liquidatable,
                belowInitial,
                worst.rows().stream().map(candidates::get).toList(),
                inputs);
    }
}
