package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.count;
import static io.countersign.client.internal.Figures.rounded;
import static io.countersign.client.internal.Figures.settlement;
import static io.countersign.client.internal.Figures.share;

import io.countersign.client.rule.ScenarioResult;
import io.countersign.model.json.Digest;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.unit.Rate;
import io.countersign.model.view.BarChart;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What S-FUN has shown. Rates are fractions of a position's value, positive when longs pay and shorts receive. Immutable.
 */
public final class FundingResult extends ScenarioResult {
    private static final int DIGITS = 4;

    private final Rate maintenance;
    private final Terms before;
    private final Terms after;
    private final String unit;

    FundingResult(FuturesContract contract, Rate maintenance, Terms before, Terms after, Supplier<Digest> inputs) {
        super(FundingScenario.ID, contract.documentId(), inputs);
        this.maintenance = maintenance;
        this.before = before;
        this.after = after;
        this.unit = contract.settle()
                .or(() -> switch (contract.payoff()) {
                    case LINEAR -> contract.quote();
                    case INVERSE -> contract.base();
                    case QUANTO -> contract.settle();
                })
                .orElse("settlement units");
    }

    /** Maintenance margin of the first tier, as a fraction of the position's value. */
    public Rate maintenance() {
        return maintenance;
    }

    /** What the old terms would have made holders pay. */
    public Terms before() {
        return before;
    }

    /** What the new terms would have made holders pay. */
    public Terms after() {
        return after;
    }

    @Override
    public List<String> worst() {
        return after.greatest().stream()
                .map(payment -> payment.time() + ": premium " + percentOf(payment.premium()) + ", "
                        + (payment.rate().signum() < 0 ? "shorts" : "longs") + " pay "
                        + percentOf(payment.rate().abs()) + (payment.isCapped() ? " (the cap), " : ", ")
                        + ofMaintenance(payment.rate()) + " of the maintenance margin")
                .toList();
    }

    @Override
    public String title() {
        return "funding over " + count(after.payments(), "payment") + " every " + after.interval();
    }

    @Override
    public String summary() {
        return "The greatest payment goes from " + greatest(before) + " to " + greatest(after)
                + " of the maintenance margin of " + percentOf(maintenance.value()) + "; "
                + count(before.capped(), "payment") + " of " + before.payments() + " at the cap before, "
                + after.capped() + " of " + after.payments() + " after; a long pays " + percentOf(before.sumOfRates())
                + " in all before, " + percentOf(after.sumOfRates()) + " after";
    }

    private String greatest(Terms terms) {
        return percentOf(terms.greatestRate().abs()) + " or " + ofMaintenance(terms.greatestRate());
    }

    @Override
    public SortedMap<String, String> figures() {
        SortedMap<String, String> figures = new TreeMap<>();
        figures.put("maintenanceMargin", maintenance.toString());
        figures(figures, "Before", before);
        figures(figures, "After", after);
        return figures;
    }

    private void figures(SortedMap<String, String> figures, String when, Terms terms) {
        figures.put("payments" + when, Integer.toString(terms.payments()));
        figures.put("paymentsAtTheCap" + when, Integer.toString(terms.capped()));
        figures.put("paymentsSkipped" + when, Integer.toString(terms.skipped()));
        figures.put("greatestRate" + when, rounded(terms.greatestRate(), DIGITS));
        figures.put("greatestShareOfMaintenance" + when, ofMaintenance(terms.greatestRate()));
        figures.put("sumOfRates" + when, rounded(terms.sumOfRates(), DIGITS));
        figures.put("paidByLongContract" + when + " " + unit, settlement(terms.paidByLongContract()));
    }

    /** How many payments took which part of the maintenance margin, under either terms. */
    @Override
    public Svg chart() {
        BarChart chart = BarChart.of(
                        "Funding payments, " + document().id(),
                        "payment over maintenance margin, percent",
                        "payments",
                        "old terms",
                        "new terms")
                .describedAs(summary());
        String from = "0";
        for (int bin = 0; bin < before.distribution().size(); bin++) {
            boolean last = bin == FundingRun.BINS.size();
            String to = last
                    ? ""
                    : FundingRun.BINS
                            .get(bin)
                            .movePointRight(2)
                            .stripTrailingZeros()
                            .toPlainString();
            chart = chart.bar(
                    last ? "≥" + from : from + "-" + to,
                    BigDecimal.valueOf(before.distribution().get(bin)),
                    BigDecimal.valueOf(after.distribution().get(bin)));
            from = to;
        }
        return chart.toSvg();
    }

    @Override
    public List<TextTable> tables() {
        return List.of(termsTable(), worstTable());
    }

    /** Both terms side by side, for people. */
    public TextTable termsTable() {
        return TextTable.of(
                        "terms",
                        "interval",
                        "payments",
                        "skipped",
                        "at the cap",
                        "greatest",
                        "of maintenance",
                        "a long pays in all",
                        "and a contract " + unit)
                .row(row("old", before))
                .row(row("new", after));
    }

    private String[] row(String name, Terms terms) {
        return new String[] {
            name,
            terms.interval().toString(),
            Integer.toString(terms.payments()),
            Integer.toString(terms.skipped()),
            Integer.toString(terms.capped()),
            percentOf(terms.greatestRate()),
            ofMaintenance(terms.greatestRate()),
            percentOf(terms.sumOfRates()),
            settlement(terms.paidByLongContract())
        };
    }

    /** The greatest payments under the new terms, for people. */
    public TextTable worstTable() {
        TextTable table = TextTable.of("time", "premium", "rate", "of maintenance", "a long contract pays " + unit);
        for (Payment payment : after.greatest()) {
            table = table.row(
                    payment.time().toString(),
                    percentOf(payment.premium()),
                    percentOf(payment.rate()) + (payment.isCapped() ? " (cap)" : ""),
                    ofMaintenance(payment.rate()),
                    settlement(payment.perContract()));
        }
        return table;
    }

    private String ofMaintenance(BigDecimal rate) {
        return share(rate.abs(), maintenance.value());
    }

    private static String percentOf(BigDecimal rate) {
        return rounded(rate.movePointRight(2), DIGITS) + " %";
    }

    /**
     * What one set of terms makes of the history.
     *
     * @param interval time between two payments
     * @param skipped periods in which a span of the history is missing, so that nothing is paid for them
     * @param capped payments that the cap has cut
     * @param sumOfRates of all payments; what a long pays in all, as a fraction of the position's value
     * @param paidByLongContract what one contract held long pays in all, in the settlement asset
     * @param distribution payments by size over the maintenance margin, ascending
     * @param greatest the greatest payments in either direction, greatest first
     */
    public record Terms(
            Duration interval,
            int payments,
            int skipped,
            int capped,
            BigDecimal sumOfRates,
            BigDecimal paidByLongContract,
            List<Integer> distribution,
            List<Payment> greatest) {
        public Terms {
            distribution = List.copyOf(distribution);
            greatest = List.copyOf(greatest);
        }

        /** The rate furthest from 0; 0 where nothing is paid. */
        public BigDecimal greatestRate() {
            return greatest.isEmpty() ? BigDecimal.ZERO : greatest.get(0).rate();
        }
    }

    /**
     * One payment.
     *
     * @param premium averaged over the interval, as a fraction of the index
     * @param isCapped whether the cap has cut it
     * @param perContract what one contract held long pays, in the settlement asset
     */
    public record Payment(
            Instant time, BigDecimal premium, BigDecimal rate, boolean isCapped, BigDecimal perContract) {}
}
