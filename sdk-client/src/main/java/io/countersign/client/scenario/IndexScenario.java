package io.countersign.client.scenario;

import static io.countersign.client.internal.Figures.percent;
import static io.countersign.client.internal.Figures.rounded;

import io.countersign.client.internal.FieldPaths;
import io.countersign.client.live.ConstituentPrices;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.json.Digest;
import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.IndexDefinition;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * S-IDX: what one bad source does to an index. In every row of past prices each source in turn is dropped, stands still, says
 * zero, and says ten times its price; the index with the fault is compared with the one without it.
 *
 * <p>A source that stands still counts with what it said so long before as its staleness limit allows, and not longer than the
 * outage that is played.
 */
public final class IndexScenario {
    /** The rule's id. */
    public static final String ID = "S-IDX";

    private static final int TENFOLD = 10;

    private IndexScenario() {}

    /** The scenario as a rule: runs on every index whose sources and their past prices are known. */
    public static ChangeRule rule() {
        return Rule.of(ID, Severity.ERROR, "No single source moves an index beyond the limit")
                .checks(
                        "On every index with published constituents: over past prices, drops each source, lets it stand still,"
                                + " say zero, and say ten times its price. ERROR where that moves the index beyond the limit in any"
                                + " row; WARN where it leaves the index without a price.")
                .why(
                        "Deribit, 31 October 2019: one source's outlier was not excluded from the index, and 1.3 million dollars"
                                + " were refunded. Venus and Blizz, May 2022: a feed that stood still at 0.107 kept counting.")
                .fix("Exclude outliers, limit staleness, add sources, or take a median in place of a mean.")
                .needs(RuleInput.CONSTITUENT_PRICES)
                .on(IndexDefinition.class, IndexScenario::judge)
                .build();
    }

    private static void judge(IndexDefinition index, RuleCase on) {
        Optional<List<IndexConstituent>> sources = index.constituents();
        if (sources.isEmpty()) {
            on.lacks("published constituents");
            return;
        }
        Optional<ConstituentPrices> prices = on.need(RuleInput.CONSTITUENT_PRICES);
        if (prices.isEmpty()) {
            return;
        }
        List<String> lacking = IndexReplay.lacking(index, prices.get());
        lacking.forEach(on::lacks);
        if (!lacking.isEmpty()) {
            return;
        }
        BigDecimal limit = on.threshold("moveShareMax");
        Duration outage = Duration.ofMinutes(on.threshold("staleMinutes").intValueExact());
        IndexResult result = play(index, prices.get(), outage, limit);
        on.played(result);
        if (result.rows() == 0) {
            on.lacks("prices of enough sources at one time");
        }
        for (IndexConstituent source : sources.get()) {
            say(source, result, on);
        }
    }

    private static void say(IndexConstituent source, IndexResult result, RuleCase on) {
        List<IndexResult.Fault> faults = result.faults().stream()
                .filter(fault -> fault.source().equals(source.source()))
                .toList();
        String path = FieldPaths.of(source);
        faults.stream()
                .filter(fault -> fault.over() > 0)
                .max(Comparator.comparing(IndexResult.Fault::move))
                .ifPresent(fault -> on.at(path)
                        .evidence("fault", fault.fault())
                        .evidence("moveShare", rounded(fault.move(), 6))
                        .evidence("rowsOver", fault.over())
                        .say("If " + source.source() + " " + fault.fault().words() + ", the index moves by up to "
                                + percent(fault.move(), 3) + " ("
                                + fault.at().orElseThrow()
                                + "), and beyond the limit of " + percent(result.limit()) + " in " + fault.over()
                                + " of " + result.rows() + " rows"));
        faults.stream()
                .filter(fault -> fault.withoutPrice() > 0)
                .findFirst()
                .ifPresent(fault -> on.at(path)
                        .as(Severity.WARN)
                        .evidence("fault", fault.fault())
                        .evidence("rowsWithoutPrice", fault.withoutPrice())
                        .say("If " + source.source() + " " + fault.fault().words()
                                + ", too few sources are left for a price in " + fault.withoutPrice() + " of "
                                + result.rows() + " rows"));
    }

    /**
     * Plays every fault of every source through.
     *
     * @param outage how long a source stands still, where its staleness limit is not shorter
     * @param limit the move that counts, a fraction of the index
     * @throws IllegalArgumentException if {@link IndexReplay#lacking} names something
     */
    public static IndexResult play(
            IndexDefinition index, ConstituentPrices history, Duration outage, BigDecimal limit) {
        List<IndexConstituent> sources = index.constituents()
                .orElseThrow(() -> new IllegalArgumentException("The index does not name its sources: " + index.id()));
        SourcePrices prices = new SourcePrices(sources, history, Long.MIN_VALUE);
        IndexFormula formula = new IndexFormula(index, sources);
        List<Tallies> tallies = IntStream.range(0, sources.size())
                .mapToObj(s -> new Tallies(new ShareLimit(limit)))
                .toList();
        long[] given = new long[sources.size()];
        boolean[] live = new boolean[sources.size()];
        int rows = 0;
        for (int row = 0; row < prices.rows(); row++) {
            prices.read(row, given, live);
            long sound = formula.price(given, live);
            if (sound <= 0) {
                continue; // also IndexFormula.NONE
            }
            rows++;
            for (int source = 0; source < given.length; source++) {
                if (live[source]) {
                    Tallies of = tallies.get(source);
                    long price = given[source];
                    long lag = Math.min(outage.toSeconds(), prices.staleSeconds(source));
                    live[source] = false;
                    of.dropped.see(formula.price(given, live), sound, row);
                    live[source] = true;
                    given[source] = prices.before(source, row, lag);
                    of.stale.see(formula.price(given, live), sound, row);
                    given[source] = 0;
                    of.zero.see(formula.price(given, live), sound, row);
                    given[source] = price * TENFOLD;
                    of.tenfold.see(formula.price(given, live), sound, row);
                    given[source] = price;
                }
            }
        }
        List<IndexResult.Fault> faults = new ArrayList<>();
        for (int source = 0; source < given.length; source++) {
            String name = sources.get(source).source();
            for (Tally tally : tallies.get(source).all()) {
                faults.add(new IndexResult.Fault(
                        name,
                        tally.fault,
                        tally.worst.share(),
                        tally.worst.row().map(row -> Instant.ofEpochSecond(prices.second(row))),
                        tally.over,
                        tally.withoutPrice));
            }
        }
        return new IndexResult(index, limit, rows, prices.rows(), faults, () -> inputs(index, history, outage, limit));
    }

    /** What each fault of one source does. */
    private static final class Tallies {
        private final Tally dropped;
        private final Tally stale;
        private final Tally zero;
        private final Tally tenfold;

        Tallies(ShareLimit limit) {
            dropped = new Tally(IndexFault.DROPPED, limit);
            stale = new Tally(IndexFault.STALE, limit);
            zero = new Tally(IndexFault.ZERO, limit);
            tenfold = new Tally(IndexFault.TENFOLD, limit);
        }

        List<Tally> all() {
            return List.of(dropped, stale, zero, tenfold);
        }
    }

    private static final class Tally {
        private final IndexFault fault;
        private final ShareLimit limit;
        private final WorstMove worst = new WorstMove();
        private int over;
        private int withoutPrice;

        Tally(IndexFault fault, ShareLimit limit) {
            this.fault = fault;
            this.limit = limit;
        }

        void see(long price, long sound, int row) {
            if (price == IndexFormula.NONE) {
                withoutPrice++;
                return;
            }
            long move = Math.abs(price - sound);
            over += limit.isExceeded(move, sound) ? 1 : 0;
            worst.see(move, sound, row);
        }
    }

    private static Digest inputs(IndexDefinition index, ConstituentPrices prices, Duration outage, BigDecimal limit) {
        return Digest.ofCanonical(new TreeMap<>(Map.of(
                "scenario", ID,
                "index", index.digest().toString(),
                "prices", prices.digest().toString(),
                "outage", outage.toString(),
                "limit", limit.toPlainString())));
    }
}
