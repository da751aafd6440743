package io.countersign.client.scenario;

import io.countersign.client.live.Positions;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** One run of S-LIQ: a pass over the positions for each price. Used by one thread. */
final class LiquidationRun {
    private static final int WORST_MAX = 10;

    /** Upper ends of the bins of equity over maintenance margin; the last bin is open. */
    static final List<BigDecimal> BINS = List.of(
            new BigDecimal("0.5"),
            new BigDecimal("0.75"),
            BigDecimal.ONE,
            new BigDecimal("1.25"),
            new BigDecimal("1.5"),
            new BigDecimal("2"),
            new BigDecimal("3"),
            new BigDecimal("5"));

    private final DocumentId document;
    private final FuturesContract contract;
    private final String clientClass;
    private final MarginSchedule before;
    private final MarginSchedule after;
    private final Positions positions;
    private final Price mark;
    private final List<BigDecimal> shocks;
    private final ContractTerms terms;
    private final MarginLadder oldLadder;
    private final MarginLadder newLadder;
    private final boolean onlyClass;
    private final int[] binsBefore = new int[BINS.size() + 1];
    private final int[] binsAfter = new int[BINS.size() + 1];

    LiquidationRun(
            DocumentId document,
            FuturesContract contract,
            String clientClass,
            MarginSchedule before,
            MarginSchedule after,
            Positions positions,
            Price mark,
            List<BigDecimal> shocks) {
        if (mark.value().signum() <= 0) {
            throw new IllegalArgumentException("A mark price must be positive: " + mark);
        }
        this.document = document;
        this.contract = contract;
        this.clientClass = clientClass;
        this.before = before;
        this.after = after;
        this.positions = positions;
        this.mark = mark;
        this.shocks = List.copyOf(shocks);
        this.terms = ContractTerms.of(contract);
        this.oldLadder = MarginLadder.of(before);
        this.newLadder = MarginLadder.of(after);
        this.onlyClass = contract.marginSchedules().size() == 1;
    }

    LiquidationResult play() {
        WorstRows worst = new WorstRows(WORST_MAX);
        List<LiquidationResult.AtPrice> prices = new ArrayList<>();
        for (Price price : LiquidationScenario.prices(mark, shocks)) {
            prices.add(at(price.value(), prices.isEmpty(), worst));
        }
        List<LiquidationResult.AffectedPosition> affected =
                worst.rows().stream().map(row -> affected(row, mark.value())).toList();
        return new LiquidationResult(
                document,
                contract,
                clientClass,
                mark,
                prices,
                affected,
                toList(binsBefore),
                toList(binsAfter),
                this::inputs);
    }

    private LiquidationResult.AtPrice at(BigDecimal price, boolean isMark, WorstRows worst) {
        int open = 0;
        int liquidatableBefore = 0;
        int liquidatable = 0;
        int belowInitial = 0;
        BigDecimal notional = BigDecimal.ZERO;
        BigDecimal liquidatableNotional = BigDecimal.ZERO;
        BigDecimal shortfall = BigDecimal.ZERO;
        for (int row = 0; row < positions.size(); row++) {
            if (!isInClass(row)) {
                continue;
            }
            BigDecimal contracts = positions.contracts().at(row);
            BigDecimal value = terms.value(contracts, price);
            BigDecimal equity = positions
                    .collaterals()
                    .at(row)
                    .add(terms.profit(contracts, positions.entries().at(row), price));
            BigDecimal oldMaintenance =
                    oldLadder.maintenanceMargin(terms.size(oldLadder.unit(), contracts, price), value);
            BigDecimal newMaintenance =
                    newLadder.maintenanceMargin(terms.size(newLadder.unit(), contracts, price), value);
            BigDecimal quoteNotional = terms.quoteNotional(contracts, price);
            open++;
            notional = notional.add(quoteNotional);
            if (isMark) {
                binsBefore[bin(equity, oldMaintenance)]++;
                binsAfter[bin(equity, newMaintenance)]++;
            }
            if (equity.compareTo(oldMaintenance) < 0) {
                liquidatableBefore++;
            } else if (equity.compareTo(newMaintenance) < 0) {
                liquidatable++;
                liquidatableNotional = liquidatableNotional.add(quoteNotional);
                shortfall = shortfall.add(newMaintenance.subtract(equity));
                if (isMark) {
                    worst.add(row, newMaintenance.subtract(equity));
                }
            } else if (equity.compareTo(initial(oldLadder, contracts, price, value)) >= 0
                    && equity.compareTo(initial(newLadder, contracts, price, value)) < 0) {
                belowInitial++;
            }
        }
        return new LiquidationResult.AtPrice(
                new Price(price),
                open,
                notional,
                liquidatableBefore,
                liquidatable,
                liquidatableNotional,
                shortfall,
                belowInitial);
    }

    private boolean isInClass(int row) {
        String named = positions.clientClasses().at(row);
        return positions.contracts().unscaled(row) != 0
                && (named.equals(clientClass) || (onlyClass && named.equals(Positions.ANY_CLASS)));
    }

    private BigDecimal initial(MarginLadder ladder, BigDecimal contracts, BigDecimal price, BigDecimal value) {
        return ladder.initialMargin(terms.size(ladder.unit(), contracts, price), value);
    }

    private LiquidationResult.AffectedPosition affected(int row, BigDecimal price) {
        BigDecimal contracts = positions.contracts().at(row);
        BigDecimal value = terms.value(contracts, price);
        return new LiquidationResult.AffectedPosition(
                positions.accounts().at(row),
                contracts,
                positions.entries().at(row),
                terms.quoteNotional(contracts, price),
                positions
                        .collaterals()
                        .at(row)
                        .add(terms.profit(contracts, positions.entries().at(row), price)),
                oldLadder.maintenanceMargin(terms.size(oldLadder.unit(), contracts, price), value),
                newLadder.maintenanceMargin(terms.size(newLadder.unit(), contracts, price), value));
    }

    private static int bin(BigDecimal equity, BigDecimal maintenance) {
        for (int bin = 0; bin < BINS.size(); bin++) {
            if (equity.compareTo(maintenance.multiply(BINS.get(bin))) < 0) {
                return bin;
            }
        }
        return BINS.size();
    }

    private static List<Integer> toList(int[] bins) {
        List<Integer> list = new ArrayList<>();
        for (int count : bins) {
            list.add(count);
        }
        return List.copyOf(list);
    }

    private Digest inputs() {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", LiquidationScenario.ID,
                "contract", contract.digest().toString(),
                "clientClass", clientClass,
                "before", before.digest().toString(),
                "after", after.digest().toString(),
                "positions", positions.digest().toString(),
                "mark", mark.toString(),
                "shocks", shocks.stream().map(BigDecimal::toPlainString).collect(Collectors.joining(",")))));
    }
}
