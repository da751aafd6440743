package io.countersign.client.live;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.perpetual;
import static io.countersign.client.fixtures.Markets.schedule;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Market;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

/** The small inputs of rules. */
class LiveTest {
    @Test
    void balances_owedAmount_isNegative() {
        Balances balances = Balances.builder()
                .add("a", Quantity.of("1.5"))
                .addOwed("b", Quantity.of("0.25"))
                .build();

        assertThat(balances.size()).isEqualTo(2);
        assertThat(balances.amounts().at(0)).isEqualByComparingTo("1.5");
        assertThat(balances.amounts().at(1)).isEqualByComparingTo(new BigDecimal("-0.25"));
        assertThat(balances.accounts().at(1)).isEqualTo("b");
        assertThat(balances).hasToString("2 balances");
    }

    @Test
    void balances_digest_namesEveryRow() {
        Balances one = Balances.builder().add("a", Quantity.of("1")).build();

        assertThat(one.digest())
                .isEqualTo(Balances.builder().add("a", Quantity.of("1")).build().digest())
                .isNotEqualTo(
                        Balances.builder().add("b", Quantity.of("1")).build().digest())
                .isNotEqualTo(
                        Balances.builder().add("a", Quantity.of("2")).build().digest());
    }

    @Test
    void balances_columnsOfDifferentLength_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Balances.of(TextColumn.of("a"), DecimalColumn.of(new long[0], 0)))
                .withMessageContaining("same length");
    }

    @Test
    void peers_schedule_isThatOfThePeersVenue() {
        MarginSchedule at = MarginSchedule.builder().from(schedule()).venue("a").build();
        Market peer = perpetual().venue("a").build();
        Peers peers = Peers.of(peer, at, bitcoin().venue("b").build());

        assertThat(peers.markets()).extracting(Market::venue).containsExactlyInAnyOrder("a", "b");
        assertThat(peers.schedule(peer, "PI_XBTUSD")).contains(at);
        assertThat(peers.schedule(perpetual().build(), "PI_XBTUSD")).isEmpty();
        assertThat(peers).hasToString("2 peers");
    }

    @Test
    void assetValue_zero_isRefused() {
        DocumentId dollar = DocumentId.parse("asset/kraken/ZUSD");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ChangeContext.builder().put(RuleInput.ASSET_VALUE, dollar, Price.of("0")))
                .withMessage("The value of an asset must be positive: 0 of asset/kraken/ZUSD");
    }
}
