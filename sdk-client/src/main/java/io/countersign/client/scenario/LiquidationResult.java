package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.money;
import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.settlement;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.unit.Price;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What S-LIQ has shown. Equity, margin and shortfall are in the settlement asset; notional is in the quote asset (for a quanto
 * contract in the settlement asset). Immutable.
 */
public final class LiquidationResult extends ScenarioResult {
    private final FuturesContract contract;
    private final String clientClass;
    private final Price mark;
    private final List<AtPrice> prices;
    private final List<AffectedPosition> worst;
    private final List<Integer> marginLevelsBefore;
    private final List<Integer> marginLevelsAfter;

    LiquidationResult(
            DocumentId document,
            FuturesContract contract,
            String clientClass,
            Price mark,
            LiquidationRun run,
            Supplier<Digest> inputs) {
        super(LiquidationScenario.ID, document, inputs);
        this.contract = contract;
        this.clientClass = clientClass;
        this.mark = mark;
        this.prices = run.prices();
        this.worst = run.worst();
        this.marginLevelsBefore = run.marginLevelsBefore();
        this.marginLevelsAfter = run.marginLevelsAfter();
    }

    public DocumentId contract() {
        return contract.documentId();
    }

    public String clientClass() {
        return clientClass;
    }

    /** What the schedule does at the mark price. */
    public AtPrice atMark() {
        return prices.get(0);
    }

    /** What it does at each price: the mark first, then each move down and up. */
    public List<AtPrice> prices() {
        return prices;
    }

    /** How many positions have which equity for their maintenance margin under the old schedule, by the bins of the chart. */
    public List<Integer> marginLevelsBefore() {
        return marginLevelsBefore;
    }

    /** The same under the new schedule. */
    public List<Integer> marginLevelsAfter() {
        return marginLevelsAfter;
    }

    /** The positions newly liquidatable at the mark price that lack most, gravest first. */
    public List<AffectedPosition> affected() {
        return worst;
    }

    @Override
    public List<String> worst() {
        return worst.stream().map(this::line).toList();
    }

    @Override
    public String title() {
        return contract.id() + " (" + clientClass + ")";
    }

    @Override
    public List<TextTable> tables() {
        return List.of(priceTable(), worstTable());
    }

    @Override
    public String summary() {
        AtPrice at = atMark();
        return at.liquidatable() + " of " + at.open() + (at.open() == 1 ? " position" : " positions") + " in "
                + contract.id() + " (" + clientClass + ") newly below maintenance margin at mark " + mark + ", with "
                + money(at.liquidatableNotional()) + " " + quoteUnit() + " notional ("
                + share(at.liquidatableNotional(), at.notional()) + " of the open notional), short of "
                + settlement(at.shortfall()) + " " + settlementUnit() + "; " + at.belowInitial()
                + " newly below initial margin only"
                + (prices.size() == 1 ? "" : "; " + mostAtMovedPrices() + " at the worst of the moved prices played")
                + (at.liquidatableBefore() == 0
                        ? ""
                        : "; " + at.liquidatableBefore() + " were below under the old schedule already");
    }

    private int mostAtMovedPrices() {
        return prices.stream().skip(1).mapToInt(AtPrice::liquidatable).max().orElse(0);
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        AtPrice at = atMark();
        figures.put("contract", contract.documentId().toString());
        figures.put("clientClass", clientClass);
        figures.put("mark", mark.toString());
        figures.put("positions", Integer.toString(at.open()));
        figures.put("newlyBelowMaintenance", Integer.toString(at.liquidatable()));
        figures.put("newlyBelowInitial", Integer.toString(at.belowInitial()));
        figures.put("belowMaintenanceBefore", Integer.toString(at.liquidatableBefore()));
        figures.put("openNotional " + quoteUnit(), money(at.notional()));
        figures.put("newlyBelowMaintenanceNotional " + quoteUnit(), money(at.liquidatableNotional()));
        figures.put("shortfall " + settlementUnit(), settlement(at.shortfall()));
        for (AtPrice moved : prices.subList(1, prices.size())) {
            figures.put("newlyBelowMaintenance at " + moved.price(), Integer.toString(moved.liquidatable()));
        }
        return figures;
    }

    /** How many positions have which equity for their maintenance margin at the mark price, under either schedule. */
    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Margin levels at mark " + mark + ", " + contract.id(),
                        "equity over maintenance margin (below 1 is liquidated)",
                        "positions",
                        "old schedule",
                        "new schedule")
                .describedAs(summary());
        String from = "";
        for (int bin = 0; bin < marginLevelsBefore.size(); bin++) {
            boolean last = bin == LiquidationRun.BINS.size();
            String to = last ? "" : LiquidationRun.BINS.get(bin).toPlainString();
            String label = from.isEmpty() ? "<" + to : last ? "≥" + from : from + "-" + to;
            chart = chart.bar(
                    label,
                    BigDecimal.valueOf(marginLevelsBefore.get(bin)),
                    BigDecimal.valueOf(marginLevelsAfter.get(bin)));
            from = to;
        }
        return chart.toSvg();
    }

    /** The worst positions, for people. */
    public TextTable worstTable() {
        String unit = " " + settlementUnit();
        TextTable table = TextTable.of(
                "account",
                "contracts",
                "entry",
                "notional " + quoteUnit(),
                "equity" + unit,
                "required before" + unit,
                "required after" + unit,
                "short of" + unit);
        for (AffectedPosition position : worst) {
            table = table.row(
                    position.account(),
                    plain(position.contracts()),
                    plain(position.entry()),
                    money(position.notional()),
                    settlement(position.equity()),
                    settlement(position.maintenanceBefore()),
                    settlement(position.maintenanceAfter()),
                    settlement(position.shortfall()));
        }
        return table;
    }

    /** What happens at each price, for people. */
    public TextTable priceTable() {
        TextTable table = TextTable.of(
                "price",
                "newly liquidatable",
                "notional " + quoteUnit(),
                "short of " + settlementUnit(),
                "newly below initial",
                "liquidatable before");
        for (AtPrice at : prices) {
            table = table.row(
                    at.price().toString(),
                    Integer.toString(at.liquidatable()),
                    money(at.liquidatableNotional()),
                    settlement(at.shortfall()),
                    Integer.toString(at.belowInitial()),
                    Integer.toString(at.liquidatableBefore()));
        }
        return table;
    }

    /**
     * What the new schedule does at one price.
     *
     * @param open positions of the client class
     * @param notional of all of them
     * @param liquidatableBefore below maintenance margin under the old schedule already
     * @param liquidatable newly below maintenance margin
     * @param liquidatableNotional notional of these
     * @param shortfall what these lack, together
     * @param belowInitial newly below initial margin, and not below maintenance margin
     */
    public record AtPrice(
            Price price,
            int open,
            BigDecimal notional,
            int liquidatableBefore,
            int liquidatable,
            BigDecimal liquidatableNotional,
            BigDecimal shortfall,
            int belowInitial) {}

    /**
     * A position that is newly liquidatable at the mark price.
     *
     * @param contracts positive when long
     */
    public record AffectedPosition(
            String account,
            BigDecimal contracts,
            BigDecimal entry,
            BigDecimal notional,
            BigDecimal equity,
            BigDecimal maintenanceBefore,
            BigDecimal maintenanceAfter) {
        /** What the position lacks of the new requirement. */
        public BigDecimal shortfall() {
            return maintenanceAfter.subtract(equity);
        }
    }

    private String line(AffectedPosition position) {
        return position.account() + (position.contracts().signum() > 0 ? " long " : " short ")
                + plain(position.contracts().abs()) + " from " + plain(position.entry()) + ": equity "
                + settlement(position.equity()) + ", required " + settlement(position.maintenanceBefore())
                + " before and "
                + settlement(position.maintenanceAfter()) + " after, short of " + settlement(position.shortfall()) + " "
                + settlementUnit();
    }

    String quoteUnit() {
        return ContractUnits.quote(contract);
    }

    private String settlementUnit() {
        return ContractUnits.settlement(contract);
    }
}
