package io.countersign.model.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.fixtures.Accessors;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Json;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.TickSize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What documents and the values inside them refuse; each case changes one field of a sample that is accepted. */
class DocumentChecksTest {
    private static final Instant FINE = Instant.parse("2026-11-22T09:14:00.000000001Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "asset | schemaVersion | 3 | Unknown schema version of asset/kraken/USDT: 3 (this library reads 1 to 2)",
                "asset | validTo | \"2026-11-01T00:00:00.000000Z\" | A document must be valid to after it is valid from: asset/kraken/USDT is valid from 2026-11-01T00:00:00Z to 2026-11-01T00:00:00Z",
                "asset | ledgerDecimals | 19 | Ledger decimals must be from 0 to 18: 19",
                "asset | ledgerDecimals | -1 | Ledger decimals must be from 0 to 18: -1",
                "asset | ledgerDecimals | 3 | Display decimals must be from 0 to the ledger's 3: 4",
                "asset | displayDecimals | -1 | Display decimals must be from 0 to the ledger's 8: -1",
                "asset | collateralValue | \"1.01\" | A collateral value must be from 0 to 1: 1.01 of USDT",
                "asset | collateralValue | \"-0.01\" | A collateral value must be from 0 to 1: -0.01 of USDT",
                "asset | marginRate | \"-0.01\" | A margin rate must not be negative: -0.01 of USDT",
                "collateral-schedule | assets/0/haircut | \"1\" | A haircut must be from 0 to below 1: 1 on KTOKEN",
                "collateral-schedule | assets/0/haircut | \"-0.1\" | A haircut must be from 0 to below 1: -0.1 on KTOKEN",
                "futures-contract | mark/farDays | 1 | Far days must be at least 2: 1",
                "futures-contract | priceRule/disabled | [\"volume\"] | Only these can be disabled here: maxPrice, minPrice, tickSize; not \"volume\"",
                "futures-contract | priceRule/tickDerived | false | A bound cannot be disabled and set: tickSize is 0.5",
                "futures-contract | priceRule/tickLadder/0/abovePrice | \"1\" | A tick ladder must begin at 0 and ascend: step 1 begins at 1",
                "futures-contract | priceRule/tickLadder/1/abovePrice | \"0\" | A tick ladder must begin at 0 and ascend: step 2 begins at 0",
                "futures-contract | priceRule/tickSize | \"0.7\" | The tick size must be one of its ladder's: 0.7",
                "futures-contract | circuitBreakers/0/move | \"0\" | A circuit breaker needs a positive move and window: 0 in PT5M",
                "futures-contract | circuitBreakers/0/window | \"PT0S\" | A circuit breaker needs a positive move and window: 0.1 in PT0S",
                "futures-contract | circuitBreakers/0/window | \"PT-1S\" | A circuit breaker needs a positive move and window: 0.1 in PT-1S",
                "instrument-risk-status | dislocated | false | A contract that is not dislocated has no direction: futures-contract/kraken/PF_XBTUSD",
                "instrument-risk-status | initialMarginMultiplier | \"0.99\" | An initial margin multiplier must be at least 1: 0.99",
                "margin-pool-limit | allowance | \"-1\" | Quantity must not be negative: -1",
                "margin-schedule | unit | \"QUANTO_MULTIPLIER\" | Margin tiers do not count in quanto multipliers: margin-schedule/kraken/PF_XBTUSD:professional",
                "session-calendar | sessions/0/closes | \"1T09:30\" | A session must not close as it opens: 1T09:30",
                "session-calendar | maintenanceWindows/0/ends | \"2026-11-29T06:00:00Z\" | A maintenance window must end after it began: 2026-11-29T06:00:00Z to 2026-11-29T06:00:00Z",
                "spot-market | priceRule/pricePrecision | 19 | Price precision must be from 0 to 18: 19",
                "spot-market | priceRule/disabled | [\"minPrice\"] | A bound cannot be disabled and set: minPrice is 0.1",
                "spot-market | sizeRule/icebergParts | -1 | Iceberg parts must be at least 0: -1",
                "spot-market | sizeRule/disabled | [\"maxQuantity\"] | A bound cannot be disabled and set: maxQuantity is 10000",
                "spot-market | sizeRule/disabled | [\"lotMultiplier\"] | Only these can be disabled here: lotStep, marketLotStep, marketMaxQuantity, marketMinQuantity, maxQuantity, minQuantity; not \"lotMultiplier\"",
                "spot-market | notionalRule/costDecimals | 19 | Cost decimals must be from 0 to 18: 19",
                "spot-market | notionalRule/disabled | [\"minNotional\"] | A bound cannot be disabled and set: minNotional is 0.5",
                "spot-market | notionalRule/disabled | [\"cost\"] | Only these can be disabled here: maxNotional, minNotional; not \"cost\""
            })
    void parse_whatChecksRefuse_saysWhy(String kind, String path, String value, String message) {
        MarketDocument sample = Samples.documents().get(kind);
        Object tree = Json.read(sample.canonical(), Object.class);
        assertThat(CanonicalJson.text(tree)).isEqualTo(sample.canonical());
        put(tree, List.of(path.split("/", -1)), Json.read(value, Object.class));
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> MarketDocument.parse(Json.write(tree)))
                .withMessageStartingWith("Not a MarketDocument: ")
                .withMessageEndingWith(message);
    }

    /** Every instant of every document and of what is inside. */
    static Stream<Arguments> instants() {
        List<Arguments> instants = new ArrayList<>();
        Samples.documents().forEach((name, document) -> {
            if (!name.endsWith("-smallest")) {
                collect(document, instants);
            }
        });
        return instants.stream();
    }

    @ParameterizedTest
    @MethodSource("instants")
    void build_instantFinerThanMicroseconds_isRefusedEverywhere(Object value, String field) {
        Map<String, Object> fields = new TreeMap<>();
        Accessors.of(Accessors.typeOf(value)).forEach((name, accessor) -> {
            Object is = Accessors.get(accessor, value);
            fields.put(name, !name.equals(field) ? is : is instanceof Optional ? Optional.of(FINE) : FINE);
        });
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Accessors.build(Accessors.typeOf(value), fields))
                .withMessage(
                        "An instant of a document must not be finer than microseconds: " + FINE + ", cut it first");
    }

    @Test
    void instants_ofTheSamples_areMany() {
        assertThat(instants()).hasSizeGreaterThan(13 * 2 + 2 * 6 + 7);
    }

    @Test
    void disabled_boundsThatAreAbsent_areAccepted() {
        PriceRule rule = PriceRule.builder()
                .tickSize(TickSize.of("0.01"))
                .tickDerived(true)
                .minPrice(Price.of("0.01"))
                .addDisabled("tickSize", "maxPrice")
                .build();
        assertThat(Json.write(rule))
                .isEqualTo("{\"disabled\":[\"maxPrice\",\"tickSize\"],\"minPrice\":\"0.01\",\"tickDerived\":true,"
                        + "\"tickSize\":\"0.01\"}");
        assertThat(Json.read(Json.write(rule), PriceRule.class)).isEqualTo(rule);
    }

    @Test
    void validity_eitherEndAlone_isAccepted() {
        MarketDocument from = SystemStatus.builder()
                .venue("kraken")
                .id("spot")
                .status(TradingStatus.ONLINE)
                .validFrom(Instant.EPOCH)
                .build();
        MarketDocument to = SystemStatus.builder()
                .venue("kraken")
                .id("spot")
                .status(TradingStatus.ONLINE)
                .validTo(Instant.EPOCH)
                .build();
        assertThat(MarketDocument.parse(from.canonical())).isEqualTo(from).isNotEqualTo(to);
        assertThat(MarketDocument.parse(to.canonical())).isEqualTo(to);
    }

    @Test
    void schemaVersion_ofADocumentMadeFromAnother_isKept() {
        MarginSchedule first = MarginSchedule.builder()
                .from(Samples.smallestMarginSchedule())
                .schemaVersion(1)
                .build();
        MarginSchedule changed = MarginSchedule.builder()
                .from(first)
                .addTiers(MarginTier.of("0", "0.1", "0.05"))
                .build();
        assertThat(changed.schemaVersion()).isEqualTo(1);
        assertThat(Samples.smallestMarginSchedule().schemaVersion()).isEqualTo(MarketDocument.SCHEMA_VERSION);
        assertThat(first.digest()).isNotEqualTo(Samples.smallestMarginSchedule().digest());
    }

    private static void collect(Object value, List<Arguments> instants) {
        if (value instanceof Optional<?> optional) {
            optional.ifPresent(inside -> collect(inside, instants));
        } else if (value instanceof Iterable<?> elements) {
            elements.forEach(element -> collect(element, instants));
        } else if (Accessors.isBuilt(Accessors.typeOf(value))) {
            Accessors.of(Accessors.typeOf(value)).forEach((name, accessor) -> {
                if (accessor.getGenericReturnType().getTypeName().contains("java.time.Instant")) {
                    instants.add(Arguments.of(value, name));
                }
                collect(Accessors.get(accessor, value), instants);
            });
        }
    }

    @SuppressWarnings("unchecked") // a JSON tree
    private static void put(Object tree, List<String> path, Object value) {
        Object at = tree;
        for (String step : path.subList(0, path.size() - 1)) {
            at = at instanceof List<?> list ? list.get(Integer.parseInt(step)) : ((Map<String, Object>) at).get(step);
        }
        assertThat(((Map<String, Object>) at).put(path.get(path.size() - 1), value))
                .isNotEqualTo(value);
    }
}
