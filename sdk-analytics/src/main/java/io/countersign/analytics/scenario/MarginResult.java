package io.countersign.analytics.scenario;

import io.countersign.analytics.ResultTable;
import io.countersign.model.finding.ValidationReport;
import io.countersign.model.market.DocumentId;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What positions must hold under two margin schedules, and which are newly liquidatable: one row a contract and client class.
 * Equal to what scenario S-LIQ shows of the same positions, digit for digit. Immutable.
 *
 * @param contracts in order of contract and client class; without those that have no open position
 * @param rowsRead rows of the source
 * @param rowsLeftOut rows that the report is about; they are in no figure
 * @param report why rows were left out; empty where none was
 */
public record MarginResult(List<ContractMargin> contracts, long rowsRead, long rowsLeftOut, ValidationReport report) {
    /** Copies the list. */
    public MarginResult {
        contracts = List.copyOf(contracts);
    }

    /**
     * The positions of one client class in one contract. Equity, margin and shortfall are in the settlement asset; notional is in
     * the quote asset (for a quanto contract in the settlement asset).
     *
     * @param contract the contract
     * @param clientClass whose schedule holds
     * @param mark the price at which positions are valued, in quote asset per base asset
     * @param positions how many are open; those of 0 contracts are not
     * @param notional of all of them
     * @param initialBefore what they need to be opened under the old schedule
     * @param initialAfter the same under the new schedule
     * @param maintenanceBefore what they must hold under the old schedule
     * @param maintenanceAfter the same under the new schedule
     * @param liquidatableBefore how many are below maintenance margin under the old schedule already
     * @param liquidatable how many are newly below maintenance margin
     * @param liquidatableNotional notional of these
     * @param shortfall what these lack of the new maintenance margin, together
     * @param belowInitial how many are newly below initial margin, and not below maintenance margin
     * @param worst those of the newly liquidatable that lack most, gravest first, of equal ones the earlier row
     */
    public record ContractMargin(
            DocumentId contract,
            String clientClass,
            Price mark,
            long positions,
            BigDecimal notional,
            BigDecimal initialBefore,
            BigDecimal initialAfter,
            BigDecimal maintenanceBefore,
            BigDecimal maintenanceAfter,
            long liquidatableBefore,
            long liquidatable,
            BigDecimal liquidatableNotional,
            BigDecimal shortfall,
            long belowInitial,
            List<LiquidatedPosition> worst) {
        /** Copies the list. */
        public ContractMargin {
            worst = List.copyOf(worst);
        }
    }

    /**
     * A position that is newly liquidatable.
     *
     * @param row of the source, from 1
     * @param account who holds it
     * @param contracts positive when long
     * @param entry average entry price
     * @param notional at the mark price
     * @param equity collateral plus profit since entry
     * @param maintenanceBefore what it had to hold
     * @param maintenanceAfter what it must hold now
     */
    public record LiquidatedPosition(
            long row,
            String account,
            BigDecimal contracts,
            BigDecimal entry,
            BigDecimal notional,
            BigDecimal equity,
            BigDecimal maintenanceBefore,
            BigDecimal maintenanceAfter) {
        /** What the position lacks of the new requirement; positive. */
        public BigDecimal shortfall() {
            return maintenanceAfter.subtract(equity);
        }
    }

    /** Positions newly below maintenance margin, over all contracts. */
    public long liquidatable() {
        return contracts.stream().mapToLong(ContractMargin::liquidatable).sum();
    }

    /** The contracts as rows. */
    public ResultTable table() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ContractMargin margin : contracts) {
            rows.add(new @Nullable Object[] {
                margin.contract().id(),
                margin.clientClass(),
                margin.mark().value(),
                margin.positions(),
                margin.notional(),
                margin.initialBefore(),
                margin.initialAfter(),
                margin.maintenanceBefore(),
                margin.maintenanceAfter(),
                margin.liquidatableBefore(),
                margin.liquidatable(),
                margin.liquidatableNotional(),
                margin.shortfall(),
                margin.belowInitial()
            });
        }
        return ScenarioTables.table(
                rows,
                "contract VARCHAR",
                "client_class VARCHAR",
                "mark DECIMAL",
                "positions BIGINT",
                "notional DECIMAL",
                "initial_before DECIMAL",
                "initial_after DECIMAL",
                "maintenance_before DECIMAL",
                "maintenance_after DECIMAL",
                "liquidatable_before BIGINT",
                "liquidatable BIGINT",
                "liquidatable_notional DECIMAL",
                "shortfall DECIMAL",
                "below_initial BIGINT");
    }

    /** The worst positions of all contracts as rows. */
    public ResultTable worstTable() {
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (ContractMargin margin : contracts) {
            for (LiquidatedPosition position : margin.worst()) {
                rows.add(new @Nullable Object[] {
                    margin.contract().id(),
                    margin.clientClass(),
                    position.row(),
                    position.account(),
                    position.contracts(),
                    position.entry(),
                    position.notional(),
                    position.equity(),
                    position.maintenanceBefore(),
                    position.maintenanceAfter(),
                    position.shortfall()
                });
            }
        }
        return ScenarioTables.table(
                rows,
                "contract VARCHAR",
                "client_class VARCHAR",
                "source_row BIGINT",
                "account VARCHAR",
                "contracts DECIMAL",
                "entry DECIMAL",
                "notional DECIMAL",
                "equity DECIMAL",
                "maintenance_before DECIMAL",
                "maintenance_after DECIMAL",
                "shortfall DECIMAL");
    }

    /** The contracts as a table for people. */
    @Override
    public String toString() {
        return table().toString();
    }
}
