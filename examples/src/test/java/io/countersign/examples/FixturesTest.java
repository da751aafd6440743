package io.countersign.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fixtures hold what their README says, and a change to them meets what it says. */
class FixturesTest {
    private static final String PLACE = "/io/countersign/examples/fixtures/";

    private final Map<String, SpotMarket> spot =
            documents("kraken-assetpairs.json", new KrakenSpot(), SpotMarket.class);
    private final Map<String, FuturesContract> futures =
            documents("kraken-futures-instruments.json", new KrakenFutures(), FuturesContract.class);
    private final Map<String, BigDecimal> marks = rows("marks.csv", "market,price").stream()
            .collect(Collectors.toMap(row -> row.get(0), row -> new BigDecimal(row.get(1))));

    @Test
    void spotPairs_read_areAllThereWithoutFindings() {
        VenueReading reading = read("kraken-assetpairs.json", new KrakenSpot());

        assertThat(reading.report().findings()).isEmpty();
        assertThat(reading.documents()).hasSize(42).hasOnlyElementsOfType(SpotMarket.class);
        assertThat(spot.values().stream()
                        .collect(Collectors.groupingBy(market -> market.status().orElseThrow(), Collectors.counting())))
                .isEqualTo(Map.of(
                        TradingStatus.ONLINE, 39L,
                        TradingStatus.CANCEL_ONLY, 1L,
                        TradingStatus.POST_ONLY, 1L,
                        TradingStatus.REDUCE_ONLY, 1L));
        assertThat(spot.values().stream()
                        .map(market -> market.fees().orElseThrow())
                        .distinct())
                .hasSize(4);
    }

    @Test
    void futures_read_areAllThereWithoutFindings() {
        VenueReading reading = read("kraken-futures-instruments.json", new KrakenFutures());

        assertThat(reading.report().findings()).isEmpty();
        assertThat(futures).hasSize(12);
        assertThat(futures.values().stream()
                        .filter(contract -> contract.funding().isPresent()))
                .hasSize(5);
        assertThat(documents("kraken-futures-instruments.json", new KrakenFutures(), IndexDefinition.class))
                .containsOnlyKeys(futures.values().stream()
                        .map(contract -> contract.index().orElseThrow())
                        .distinct()
                        .toArray(String[]::new));
    }

    @Test
    void orders_onTodaysGrid_mostlyLeaveACoarserOne() {
        List<List<String>> orders = rows("resting-orders.csv", "order_id,market,side,price,quantity");

        assertThat(orders).hasSize(300);
        assertThat(orders.stream().map(order -> order.get(0)).distinct()).hasSize(300);
        assertThat(orders).allSatisfy(order -> {
            SpotMarket market = spot.get(order.get(1));
            BigDecimal price = new BigDecimal(order.get(3));
            BigDecimal quantity = new BigDecimal(order.get(4));
            BigDecimal mid = marks.get(order.get(1));
            assertThat(order.get(2)).isEqualTo(price.compareTo(mid) < 0 ? "buy" : "sell");
            assertThat(isOnGrid(price, market.priceRule().tickSize().value())).isTrue();
            assertThat(isOnGrid(
                            quantity, market.sizeRule().lotStep().orElseThrow().value()))
                    .isTrue();
            assertThat(quantity)
                    .isGreaterThanOrEqualTo(
                            market.sizeRule().minQuantity().orElseThrow().value());
        });
        List<BigDecimal> prices = orders.stream()
                .filter(order -> order.get(1).equals("XXBTZUSD"))
                .map(order -> new BigDecimal(order.get(3)))
                .toList();
        assertThat(prices).hasSize(160);
        assertThat(prices.stream().filter(price -> !isOnGrid(price, BigDecimal.ONE)))
                .hasSize(124);
    }

    @Test
    void positions_underARaisedTier_fiveBecomeLiquidatable() {
        List<List<String>> positions = rows("positions.csv", "account,contract,side,contracts,entry_price,margin");
        Map<String, MarginSchedule> schedules =
                documents("kraken-futures-instruments.json", new KrakenFutures(), MarginSchedule.class);
        Map<String, List<MarginTier>> before = futures.values().stream()
                .collect(Collectors.toMap(
                        FuturesContract::id,
                        contract -> schedules
                                .get(contract.marginSchedules().get(KrakenFutures.PROFESSIONAL))
                                .tiers()));
        List<MarginTier> raised = before.get("pi_xbtusd").stream()
                .map(tier -> tier.lowerBound().value().compareTo(new BigDecimal("500000")) == 0
                        ? MarginTier.of("500000", "0.04", "0.03")
                        : tier)
                .toList();

        assertThat(positions).hasSize(200);
        assertThat(positions.stream().map(position -> position.get(0)).distinct())
                .hasSize(200);
        assertThat(raised).isNotEqualTo(before.get("pi_xbtusd"));
        assertThat(positions.stream().filter(position -> isLiquidatable(position, before.get(position.get(1)))))
                .isEmpty();
        assertThat(positions.stream()
                        .filter(position -> position.get(1).equals("pi_xbtusd"))
                        .filter(position -> isLiquidatable(position, raised)))
                .hasSize(5);
    }

    /**
     * Inverse contracts of 1 USD: equity is the margin plus what closing at the mark would bring, and must exceed what the
     * tiers ask, each for its own part. Compared after multiplying with entry and mark, so that nothing is rounded.
     */
    private boolean isLiquidatable(List<String> position, List<MarginTier> tiers) {
        BigDecimal contracts = new BigDecimal(position.get(3));
        BigDecimal entry = new BigDecimal(position.get(4));
        BigDecimal margin = new BigDecimal(position.get(5));
        BigDecimal mark = marks.get(position.get(1));
        BigDecimal signed = position.get(2).equals("long") ? contracts : contracts.negate();
        BigDecimal equity = margin.multiply(entry).multiply(mark).add(signed.multiply(mark.subtract(entry)));
        return equity.compareTo(asked(contracts, tiers).multiply(entry)) <= 0;
    }

    private static BigDecimal asked(BigDecimal contracts, List<MarginTier> tiers) {
        BigDecimal asked = BigDecimal.ZERO;
        for (int i = 0; i < tiers.size(); i++) {
            BigDecimal from = tiers.get(i).lowerBound().value();
            BigDecimal to =
                    i + 1 < tiers.size() ? tiers.get(i + 1).lowerBound().value().min(contracts) : contracts;
            Rate rate = tiers.get(i).maintenanceMargin();
            asked = asked.add(to.subtract(from).max(BigDecimal.ZERO).multiply(rate.value()));
        }
        return asked;
    }

    private static boolean isOnGrid(BigDecimal value, BigDecimal step) {
        return value.remainder(step, MathContext.UNLIMITED).signum() == 0;
    }

    private static <T extends MarketDocument> Map<String, T> documents(String file, VenueReader reader, Class<T> type) {
        return read(file, reader).documents().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .collect(Collectors.toMap(MarketDocument::id, Function.identity()));
    }

    private static VenueReading read(String file, VenueReader reader) {
        try (InputStream in = FixturesTest.class.getResourceAsStream(PLACE + file)) {
            return reader.read(file, in);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** The rows below the two lines that say what the file is and name its columns. */
    private static List<List<String>> rows(String file, String columns) {
        try (InputStream in = FixturesTest.class.getResourceAsStream(PLACE + file)) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            assertThat(lines.subList(0, 2)).containsExactly("# invented for demonstration", columns);
            List<List<String>> rows = new ArrayList<>();
            for (String line : lines.subList(2, lines.size())) {
                rows.add(List.of(line.split(",", -1)));
            }
            return rows;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
