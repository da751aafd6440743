package io.countersign.model.venue.okx;

import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Leverage;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.Market;
import io.countersign.model.venue.internal.MarketReader;
import io.countersign.model.venue.internal.ResponseEnd;
import io.countersign.model.venue.internal.ResponseReader;
import io.countersign.model.venue.internal.VenueObject;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * OKX's margin tiers: the response of {@code public/position-tiers}. Each row is one tier; the rows of one instrument, or of
 * one family of contracts, are one {@link MarginSchedule}.
 *
 * <p>The tiers of a pair count in units of the base asset, those of a family in contracts. The rate of the tier that a position
 * falls into holds for all of it. A tier ends where the next begins: an end that the next tier's beginning does not tell is kept
 * with the tier.
 *
 * <p>Rows do not say whether they are of swaps or of dated futures, nor of which margin mode: read the responses of one request
 * each into scopes of their own.
 */
public final class OkxTiers implements VenueReader {
    /** Ends the id of a schedule that holds for a family of contracts; a pair may have the same name. */
    public static final String FAMILY = ":family";

    static final Set<String> IDENTITY = Set.of("ccy", "instFamily", "instId", "uly");

    private static final VenueReader READER = ResponseReader.of("okx-tiers")
            .marketsIn("data")
            .emptyTextIsAbsent()
            .documented("code", "msg")
            .errors(Words.ERRORS)
            .readingTogether(Rows::new);

    private static final Set<String> EXPECTED = Set.of(
            "baseMaxLoan", "ccy", "instFamily", "instId", "maxLever", "maxSz", "optMgnFactor", "quoteMaxLoan", "uly");

    @Override
    public String source() {
        return READER.source();
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return READER.read(name, response);
    }

    /** The rows of one response, by what they belong to. */
    private static final class Rows implements MarketReader {
        private final Map<String, List<Row>> byId = new LinkedHashMap<>();
        private final Set<String> broken = new HashSet<>();

        @Override
        public List<MarketDocument> read(Market market) {
            Optional<String> id = id(market.unnamed());
            if (id.isEmpty()) {
                market.unnamed().refuse("The row names neither an instrument nor a family nor a currency");
                return List.of();
            }
            VenueObject row = market.named(document(id.get()));
            if (!row.has("imr") && !row.has("mmr") && row.has("optMgnFactor")) {
                market.passBy("No kind of document holds the margin of options, which is a factor and no rate");
                return List.of();
            }
            SortedMap<String, String> identity = row.takeTexts(IDENTITY);
            Optional<Integer> number = row.requiredInteger("tier");
            Optional<Amount> from = row.requiredDecimal("minSz", Amount::of);
            Optional<Amount> to = row.decimal("maxSz", Amount::of);
            Optional<Rate> initial = row.requiredDecimal("imr", Rate::of);
            Optional<Rate> maintenance = row.requiredDecimal("mmr", Rate::of);
            Optional<Leverage> leverage = row.decimal("maxLever", Leverage::of);
            SortedMap<String, String> rest = row.rest(EXPECTED);
            if (row.isSound()) {
                MarginTier tier = MarginTier.builder()
                        .lowerBound(from.orElseThrow())
                        .initialMargin(initial.orElseThrow())
                        .maintenanceMargin(maintenance.orElseThrow())
                        .maxLeverage(leverage)
                        .extensions(rest)
                        .build();
                byId.computeIfAbsent(id.get(), name -> new ArrayList<>())
                        .add(new Row(number.orElseThrow(), tier, to, identity));
            } else {
                broken.add(id.get()); // a schedule that lacks a tier would say something else
            }
            return List.of();
        }

        @Override
        public void end(ResponseEnd end) {
            byId.keySet().removeAll(broken);
            byId.forEach((id, rows) -> end.add(document(id), rows.size(), () -> List.of(schedule(id, rows))));
        }

        private static String document(String id) {
            return "margin-schedule/" + Words.VENUE + "/" + id;
        }

        private static Optional<String> id(VenueObject row) {
            if (row.has("instId")) {
                return row.text("instId");
            }
            return row.has("instFamily")
                    ? row.text("instFamily").map(name -> name + FAMILY)
                    : row.has("uly") ? row.text("uly").map(name -> name + FAMILY) : row.text("ccy");
        }

        /** A family, or a contract: {@code BTC-USDT} is a pair, {@code BTC-USDT-SWAP} is none. */
        private static boolean countsInContracts(String id) {
            return id.endsWith(FAMILY) || id.indexOf('-') != id.lastIndexOf('-');
        }

        private static MarginSchedule schedule(String id, List<Row> rows) {
            rows.sort(Comparator.comparingInt(Row::number));
            MarginSchedule.Builder schedule = MarginSchedule.builder()
                    .venue(Words.VENUE)
                    .id(id)
                    .unit(countsInContracts(id) ? SizeUnit.CONTRACTS : SizeUnit.BASE)
                    .application(MarginApplication.WHOLE_POSITION)
                    .extensions(rows.get(0).identity());
            for (int i = 0; i < rows.size(); i++) {
                Row row = rows.get(i);
                if (row.number() != i + 1) {
                    throw new IllegalArgumentException("Tiers must be numbered from 1 on, each once: there are "
                            + rows.size() + " rows, and row " + (i + 1) + " is tier " + row.number());
                }
                if (!row.identity().equals(rows.get(0).identity())) {
                    throw new IllegalArgumentException("The rows name different instruments: " + row.identity()
                            + " and " + rows.get(0).identity());
                }
                boolean last = i == rows.size() - 1;
                if (last
                        || row.to().isEmpty()
                        || row.to().equals(Optional.of(rows.get(i + 1).tier().lowerBound()))) {
                    schedule.addTiers(row.tier());
                } else {
                    schedule.addTiers(MarginTier.builder()
                            .from(row.tier())
                            .putExtensions("maxSz", "\"" + row.to().get() + "\"")
                            .build());
                }
            }
            return schedule.maxSize(rows.get(rows.size() - 1).to()).build();
        }
    }

    /** One tier. */
    private record Row(int number, MarginTier tier, Optional<Amount> to, SortedMap<String, String> identity) {}
}
