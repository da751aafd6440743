package io.countersign.client.catalogue;

import static io.countersign.client.catalogue.IdentityExamples.asset;
import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.snapshot;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityRulesTest {
    private static List<String> judge(String rule, MarketDocument... documents) {
        return Said.snapshot(rule, snapshot(documents), ChangeContext.none());
    }

    private static SpotMarket ether(String id, String name, String streamName) {
        return bitcoin().id(id).altName(name).wsName(streamName).build();
    }

    @Test
    void names_ofAnotherMarket_areBlocked() {
        assertThat(judge("D-ID-01", bitcoin().build(), ether("XETHZUSD", "ETHUSD", "ETH/USD")))
                .isEmpty();
        assertThat(judge("D-ID-01", bitcoin().build(), ether("XETHZUSD", "XXBTZUSD", "ETH/USD")))
                .containsExactly("BLOCK /altName: The name \"XXBTZUSD\" is also that of spot-market/kraken/XXBTZUSD");
        assertThat(judge("D-ID-01", bitcoin().build(), ether("XETHZUSD", "ETHUSD", "XBT/USD")))
                .hasSize(1)
                .first()
                .asString()
                .contains("/wsName: The name \"XBT/USD\" is also that of spot-market/kraken/");
        assertThat(judge("D-ID-01", ether("XETHZUSD", "XETHZUSD", "XETHZUSD"))).isEmpty();
    }

    @Test
    void assets_noneInTheConfiguration_isInconclusive() {
        assertThat(judge("D-ID-02", bitcoin().build())).containsExactly("lacks assets of the venue");
        assertThat(judge("D-ID-02", perpetual().build())).isEmpty();
    }

    @Test
    void assets_unknownOnes_areNamedEach() {
        assertThat(judge("D-ID-02", bitcoin().build(), asset("A", 8), asset("B", 8)))
                .containsExactlyInAnyOrder(
                        "ERROR /base: The market names an unknown asset: its base XXBT is not among the venue's assets, of"
                                + " which there are 2",
                        "ERROR /quote: The market names an unknown asset: its quote ZUSD is not among the venue's assets,"
                                + " of which there are 2");
        assertThat(judge("D-ID-02", bitcoin().build(), asset("XXBT", 8), asset("ZUSD", 8)))
                .isEmpty();
    }

    @Test
    void assets_baseAndQuoteTheSame_isAnErrorOfSpotMarketsAndContracts() {
        assertThat(judge("D-ID-02", bitcoin().quote("XXBT").build(), asset("XXBT", 8)))
                .containsExactly(
                        "ERROR /quote: The market exchanges XXBT for itself: base and quote are the same asset");
        assertThat(judge("D-ID-02", perpetual().quote("XBT").build())).hasSize(1);
    }

    @Test
    void digits_asManyAsTheLedgerKeeps_passAndOneMoreDoesNot() {
        // The lot step has 8 digits, costs have 5.
        assertThat(judge("X-DEC-01", bitcoin().build(), asset("XXBT", 8), asset("ZUSD", 5)))
                .isEmpty();
        assertThat(judge("X-DEC-01", bitcoin().build(), asset("XXBT", 7), asset("ZUSD", 4)))
                .containsExactlyInAnyOrder(
                        "ERROR /sizeRule/lotStep: The lot step 0.00000001 of XXBT has 8 digits after the point, balances of"
                                + " XXBT keep 7: trades would be rounded on booking",
                        "ERROR /notionalRule/costDecimals: A cost in ZUSD has 5 digits after the point, balances of ZUSD"
                                + " keep 4: trades would be rounded on booking");
    }

    @Test
    void digits_assetUnknown_isInconclusive() {
        assertThat(judge("X-DEC-01", bitcoin().build(), asset("XXBT", 8)))
                .containsExactly("lacks assets of the market");
    }
}
