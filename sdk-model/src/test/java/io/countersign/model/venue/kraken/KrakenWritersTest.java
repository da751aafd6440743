package io.countersign.model.venue.kraken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.NotFoundException;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.IndexDefinition;
import io.countersign.model.market.MarginApplication;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import io.countersign.model.unit.TickSize;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.Test;

/** What a venue's shape cannot hold must never be written as something else. */
class KrakenWritersTest {
    private static final SpotMarket PAIR = Samples.smallestSpotMarket();
    private static final MarginSchedule SCHEDULE = Samples.smallestMarginSchedule();
    private static final FuturesContract CONTRACT = FuturesContract.builder()
            .from(Samples.smallestFuturesContract())
            .tradeable(false)
            .lastTradingAt(Samples.futuresContract().lastTradingAt())
            .build();

    @Test
    void spot_nothing_isAnEmptyResponse() {
        assertThat(KrakenSpotWriter.write(List.of())).isEqualTo("{\"error\":[],\"result\":{}}");
    }

    @Test
    void futures_nothing_isAnEmptyResponse() {
        assertThat(KrakenFuturesWriter.write(List.of())).isEqualTo("{\"result\":\"success\",\"instruments\":[]}");
    }

    @Test
    void spot_lotStepThatIsNoPowerOfTen_isRefused() {
        refuseSpot(market -> market.sizeRule(
                        SizeRule.builder().lotStep(Quantity.of("0.5")).build()))
                .withMessage("The response of kraken-spot cannot hold spot-market/kraken/A/B~C, reading it back gives:"
                        + " spot-market/kraken/A/B~C /sizeRule/lotStep: lot step 0.5 -> 0.1, finer");
        refuseSpot(market ->
                market.sizeRule(SizeRule.builder().lotStep(Quantity.of("10")).build()));
    }

    @Test
    void spot_whatHasNoField_isRefused() {
        refuseSpot(market ->
                market.sizeRule(SizeRule.builder().maxQuantity(Quantity.of("5")).build()));
        refuseSpot(market -> market.priceRule(PriceRule.builder()
                .tickSize(TickSize.of("1"))
                .maxPrice(Price.of("5"))
                .build()));
        refuseSpot(market -> market.venue("okx"));
        refuseSpot(market -> market.priceRule(PriceRule.builder()
                .tickSize(TickSize.of("0.5"))
                .tickDerived(true)
                .pricePrecision(1)
                .build()));
        refuseSpot(market -> market.putExtensions("tick_size", "\"2\"").putExtensions("base", "\"X\""));
    }

    @Test
    void spot_keptFieldThatIsNoJson_isRefused() {
        for (String smuggled : List.of("1,\"tick_size\":\"9\"", "", "1 2", "{", "}", "nope", "1}")) {
            refuseSpot(market -> market.putExtensions("kept", smuggled));
        }
    }

    @Test
    void spot_twoOfOneIdentity_areRefused() {
        SpotMarket other = SpotMarket.builder().from(PAIR).base("Z").build();
        assertThatIllegalArgumentException().isThrownBy(() -> KrakenSpotWriter.write(List.of(PAIR, other)));
        assertThatIllegalArgumentException().isThrownBy(() -> KrakenSpotWriter.write(List.of(PAIR, PAIR)));
    }

    @Test
    void futures_scheduleThatIsMissing_isNotFound() {
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> KrakenFuturesWriter.write(List.of(referring())))
                .withMessage("Margin schedule \"FI_XBTUSD_261225:retail\" is not among the documents to write");
    }

    @Test
    void futures_schedulesThatTheShapeCannotHold_areRefused() {
        refuseSchedule(schedule -> schedule.unit(SizeUnit.BASE));
        refuseSchedule(schedule -> schedule.application(MarginApplication.WHOLE_POSITION));
        refuseSchedule(schedule -> schedule.putExtensions("asOf", "1"));
        refuseSchedule(schedule -> schedule.tiers(List.of()));
        assertThat(KrakenFuturesWriter.write(List.of(referring(), schedule())))
                .contains("\"retailMarginLevels\":[{\"contracts\":0,");
    }

    @Test
    void futures_contractsThatTheShapeCannotHold_areRefused() {
        refuseContract(contract -> contract.contractSizeUnit(SizeUnit.CONTRACTS));
        refuseContract(contract ->
                contract.sizeRule(SizeRule.builder().lotStep(Quantity.of("0.5")).build()));
        refuseContract(contract -> contract.sizeRule(
                SizeRule.builder().minQuantity(Quantity.of("1")).build()));
        refuseContract(contract -> contract.maxPositionUnit(SizeUnit.BASE));
        refuseContract(contract -> contract.venueType("options"));
        refuseContract(contract -> contract.putExtensions("kept", "1,\"tradeable\":true"));
        assertThat(KrakenFuturesWriter.write(List.of(CONTRACT))).contains("\"symbol\":\"FI_XBTUSD_261225\"");
    }

    @Test
    void futures_indexWithConstituents_isRefused() {
        IndexDefinition index = IndexDefinition.builder()
                .from(Samples.smallestIndexDefinition())
                .constituents(List.of())
                .build();
        assertThatIllegalArgumentException().isThrownBy(() -> KrakenFuturesWriter.write(List.of(index)));
    }

    @Test
    void futures_otherKindsAndSchedulesNobodyRefersTo_arePassedOver() {
        assertThat(KrakenFuturesWriter.write(List.of(PAIR, SCHEDULE)))
                .isEqualTo("{\"result\":\"success\",\"instruments\":[]}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KrakenFuturesWriter.write(List.of(SCHEDULE, SCHEDULE)))
                .withMessage("Two documents with the same identity: margin-schedule/kraken/PF_XBTUSD:retail");
    }

    private static FuturesContract referring() {
        return FuturesContract.builder()
                .from(CONTRACT)
                .putMarginSchedules("retail", "FI_XBTUSD_261225:retail")
                .build();
    }

    private static MarginSchedule schedule() {
        return MarginSchedule.builder()
                .venue("kraken")
                .id("FI_XBTUSD_261225:retail")
                .unit(SizeUnit.CONTRACTS)
                .application(MarginApplication.MARGINAL)
                .addTiers(Samples.marginSchedule().tiers().get(0))
                .build();
    }

    private static ThrowableAssertAlternative<?> refuseSpot(Consumer<SpotMarket.Builder> change) {
        SpotMarket.Builder market = SpotMarket.builder();
        market.from(PAIR);
        change.accept(market);
        SpotMarket changed = market.build();
        return assertThatIllegalArgumentException().isThrownBy(() -> KrakenSpotWriter.write(List.of(changed)));
    }

    private static void refuseContract(Consumer<FuturesContract.Builder> change) {
        FuturesContract.Builder contract = FuturesContract.builder();
        contract.from(CONTRACT);
        change.accept(contract);
        FuturesContract changed = contract.build();
        assertThatIllegalArgumentException().isThrownBy(() -> KrakenFuturesWriter.write(List.of(changed)));
    }

    private static void refuseSchedule(Consumer<MarginSchedule.Builder> change) {
        MarginSchedule.Builder schedule = MarginSchedule.builder();
        schedule.from(schedule());
        change.accept(schedule);
        MarginSchedule changed = schedule.build();
        assertThatIllegalArgumentException().isThrownBy(() -> KrakenFuturesWriter.write(List.of(referring(), changed)));
    }
}
