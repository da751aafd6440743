package io.countersign.model.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.market.Asset;
import io.countersign.model.market.AssetStatus;
import io.countersign.model.market.FeeProduct;
import io.countersign.model.market.FeeSchedule;
import io.countersign.model.market.FeeTier;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.SystemStatus;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Rate;
import io.countersign.model.venue.Responses;
import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Assets, the system's status, fee schedules, and the newer fields of futures. Fixtures have the shapes that Kraken documents;
 * their values are made up.
 */
class KrakenOthersTest {
    private static final String ASSET =
            "{\"error\":[],\"result\":{\"XABC\":{\"aclass\":\"currency\",\"altname\":\"ABC\","
                    + "\"decimals\":10,\"display_decimals\":5,\"collateral_value\":0.9,\"status\":\"deposit_only\","
                    + "\"margin_rate\":\"0.02\"}}}";

    private static final String FEES =
            "{\"result\":\"success\",\"feeSchedules\":[{\"uid\":\"u-1\",\"name\":\"Main\",\"tiers\":["
                    + "{\"makerFee\":0.02,\"takerFee\":0.05,\"usdVolume\":0},{\"makerFee\":-0.005,\"takerFee\":0.03,\"usdVolume\":1E+5}]}]}";

    private static final String STATUS =
            "{\"error\":[],\"result\":{\"status\":\"cancel_only\",\"timestamp\":\"2026-01-01T00:00:00Z\"}}";

    private static final String FUTURE = """
            {"result":"success","instruments":[{"symbol":"PF_ABCUSD","type":"flexible_futures","tickSize":1,"contractSize":1,
            "tradeable":true,"makerProtectionMillis":250,"tags":["defi","new"],"marginSchedules":{"europa":{"retail":[
            {"numNonContractUnits":0,"initialMargin":0.5,"maintenanceMargin":0.25}]},"derivatives":{"professional":[
            {"numNonContractUnits":0,"initialMargin":0.1,"maintenanceMargin":0.05},
            {"numNonContractUnits":1000,"initialMargin":0.2,"maintenanceMargin":0.1}]}}}]}""";

    @Test
    void asset_fieldByField() {
        VenueReading reading = Responses.read(new KrakenAssets(), ASSET);
        assertThat(Responses.findings(reading)).isEmpty();
        Asset asset = Asset.builder()
                .venue("kraken")
                .id("XABC")
                .altName("ABC")
                .assetClass("currency")
                .ledgerDecimals(10)
                .displayDecimals(5)
                .collateralValue(Rate.of("0.9"))
                .status(AssetStatus.DEPOSIT_ONLY)
                .marginRate(Rate.of("0.02"))
                .build();
        assertThat(reading.documents()).containsExactly(asset);
        assertThat(Responses.differences(
                        Responses.json(ASSET), Responses.json(KrakenAssetsWriter.write(List.of(asset)))))
                .isEmpty();
        Asset edited = Asset.builder().from(asset).status(AssetStatus.ENABLED).build();
        assertThat(Responses.read(new KrakenAssets(), KrakenAssetsWriter.write(List.of(edited)))
                        .documents())
                .containsExactly(edited);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KrakenAssetsWriter.write(List.of(
                        Asset.builder().from(asset).addChains("Ethereum").build())));
    }

    @Test
    void asset_unknownFieldAndStatus_areKept() {
        String more = ASSET.replace("\"deposit_only\"", "\"asleep\",\"extra\":1.0");
        VenueReading reading = Responses.read(new KrakenAssets(), more);
        assertThat(Responses.findings(reading))
                .containsExactlyInAnyOrder(
                        "V-WORD-01 WARN asset/kraken/XABC /status: The model has no meaning for \"asleep\"; kept as the venue's"
                                + " own word",
                        "V-UNKNOWN-01 INFO response /extra: Field without a meaning in the model, 1 times; kept as it is, and"
                                + " part of each document's digest");
        Asset asset = (Asset) reading.documents().get(0);
        assertThat(asset.status()).isEmpty();
        assertThat(asset.extensions()).isEqualTo(Map.of("status", "\"asleep\"", "extra", "1.0"));
        assertThat(Responses.differences(
                        Responses.json(more), Responses.json(KrakenAssetsWriter.write(List.of(asset)))))
                .isEmpty();
    }

    @Test
    void systemStatus_fieldByField() {
        VenueReading reading = Responses.read(new KrakenSystemStatus(), STATUS);
        assertThat(Responses.findings(reading)).isEmpty();
        SystemStatus status = SystemStatus.builder()
                .venue("kraken")
                .id("system")
                .status(TradingStatus.CANCEL_ONLY)
                .build();
        assertThat(reading.documents()).containsExactly(status);
        assertThat(reading.live())
                .isEqualTo(Map.of(status.documentId(), Map.of("timestamp", "\"2026-01-01T00:00:00Z\"")));
    }

    @Test
    void feeSchedule_fieldByField() {
        VenueReading reading = Responses.read(new KrakenFeeSchedules(), FEES);
        assertThat(Responses.findings(reading)).isEmpty();
        FeeSchedule schedule = FeeSchedule.builder()
                .venue("kraken")
                .id("u-1")
                .name("Main")
                .volumeWindow(Duration.ofDays(30))
                .volumeCurrency("USD")
                .product(FeeProduct.FUTURES)
                .addTiers(tier("0", "0.02", "0.05"), tier("100000", "-0.005", "0.03"))
                .build();
        assertThat(reading.documents()).containsExactly(schedule);
        assertThat(Responses.differences(
                        Responses.json(FEES), Responses.json(KrakenFeeSchedulesWriter.write(List.of(schedule)))))
                .isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KrakenFeeSchedulesWriter.write(List.of(FeeSchedule.builder()
                        .from(schedule)
                        .volumeCurrency("EUR")
                        .build())));
    }

    @Test
    void futures_schedulesByPlatformTagsAndProtection() {
        VenueReading reading = Responses.read(new KrakenFutures(), FUTURE);
        assertThat(Responses.findings(reading)).isEmpty();
        FuturesContract contract = (FuturesContract) reading.documents().get(0);
        assertThat(contract.makerProtection()).contains(Duration.ofMillis(250));
        assertThat(contract.tags()).containsExactly("defi", "new");
        assertThat(contract.marginSchedules())
                .isEqualTo(Map.of(
                        "derivatives/professional", "PF_ABCUSD:derivatives/professional",
                        "europa/retail", "PF_ABCUSD:europa/retail"));
        assertThat(reading.documents().subList(1, 3))
                .extracting(schedule -> schedule.id() + " "
                        + ((MarginSchedule) schedule).tiers().size())
                .containsExactly("PF_ABCUSD:derivatives/professional 2", "PF_ABCUSD:europa/retail 1");
        assertThat(contract.extensions()).isEmpty();
        String written = KrakenFuturesWriter.write(reading.documents());
        assertThat(Responses.read(new KrakenFutures(), written).documents()).isEqualTo(reading.documents());
        assertThat(Responses.differences(Responses.json(FUTURE), Responses.json(written)))
                .isEmpty();
    }

    @Test
    void futures_schedulesOfAnotherShape_stayAsTheyAre() {
        for (String other : List.of("{}", "{\"europa\":{\"retail\":[]}}", "[]", "{\"europa\":[]}", "null")) {
            String response =
                    "{\"result\":\"success\",\"instruments\":[{\"symbol\":\"PF_ABCUSD\",\"type\":\"flexible_futures\","
                            + "\"tickSize\":1,\"contractSize\":1,\"tradeable\":true,\"tags\":[],\"marginSchedules\":"
                            + other + "}]}";
            VenueReading reading = Responses.read(new KrakenFutures(), response);
            assertThat(Responses.findings(reading))
                    .singleElement()
                    .asString()
                    .startsWith("V-UNKNOWN-01 INFO response /marginSchedules");
            assertThat(reading.documents()).hasSize(1);
            assertThat(((FuturesContract) reading.documents().get(0)).extensions())
                    .isEqualTo(Map.of("tags", "[]", "marginSchedules", other));
            assertThat(Responses.differences(
                            Responses.json(response), Responses.json(KrakenFuturesWriter.write(reading.documents()))))
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            assets | "decimals":10, | `` | V-MISS-01 ERROR asset/kraken/XABC /decimals: Required field is absent, so the market was not read
            assets | "deposit_only" | 7 | V-VALUE-01 ERROR asset/kraken/XABC /status: A number stands where text is expected, so the market was not read (value 7)
            status | cancel_only | asleep | V-VALUE-01 ERROR system-status/kraken/system /status: Unknown trading status, so the market was not read (value asleep)
            fees | "usdVolume":0 | "usdVolume":"x" | V-VALUE-01 ERROR fee-schedule/kraken/u-1 /tiers/0/usdVolume: Notional is not a decimal: "x", so the market was not read (value "x")
            fees | "tiers" | "steps" | V-MISS-01 ERROR fee-schedule/kraken/u-1 /tiers: Required field is absent, so the market was not read
            assets | "error":[] | "error":["EGeneral:Temporary lockout"] | V-VENUE-01 ERROR response /error: The venue answered with an error: "EGeneral:Temporary lockout"
            status | "error":[] | "error":["EService:Unavailable"] | V-VENUE-01 ERROR response /error: The venue answered with an error: "EService:Unavailable"
            fees | "result":"success" | "result":"error","error":"apiLimitExceeded" | V-VENUE-01 ERROR response /error: The venue answered with an error: "apiLimitExceeded"
            """)
    void whatCannotBeRead_isRefused(String kind, String good, String bad, String finding) {
        Map<String, VenueReader> readers = Map.of(
                "assets", new KrakenAssets(), "status", new KrakenSystemStatus(), "fees", new KrakenFeeSchedules());
        Map<String, String> responses = Map.of("assets", ASSET, "status", STATUS, "fees", FEES);
        VenueReading reading = Responses.read(
                Objects.requireNonNull(readers.get(kind)),
                Objects.requireNonNull(responses.get(kind)).replace(good, bad));
        assertThat(Responses.errors(reading)).contains(finding);
    }

    private static FeeTier tier(String volume, String maker, String taker) {
        return FeeTier.builder()
                .threshold(Notional.of(volume))
                .maker(Percent.of(maker))
                .taker(Percent.of(taker))
                .build();
    }
}
