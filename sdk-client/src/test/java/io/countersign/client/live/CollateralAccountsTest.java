package io.countersign.client.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollateralAccountsTest {
    private static CollateralAccounts.Builder one() {
        return CollateralAccounts.builder("USD")
                .price("XBT", Price.of("8000"))
                .add("a", Notional.of("100"), Notional.of("50"), Notional.of("-5"))
                .holding("XBT", Quantity.of("0.5"));
    }

    @Test
    void build_accountsAndHoldings_areColumns() {
        CollateralAccounts accounts = one().price("ETH", Price.of("500"))
                .add("b", Notional.of("0"), Notional.of("0"), Notional.of("0"))
                .add("c", Notional.of("1"), Notional.of("1"), Notional.of("1"))
                .holding("ETH", Quantity.of("2"))
                .holding("XBT", Quantity.of("3"))
                .build();

        assertThat(accounts.size()).isEqualTo(3);
        assertThat(accounts.holdings()).isEqualTo(3);
        assertThat(accounts.currency()).isEqualTo("USD");
        assertThat(accounts.holder(1)).isEqualTo(2);
        assertThat(accounts.assets().at(2)).isEqualTo("XBT");
        assertThat(accounts.balances().at(0)).isEqualByComparingTo("0.5");
        assertThat(accounts.profits().at(0)).isEqualByComparingTo("-5");
        assertThat(accounts.price("ETH")).isEqualByComparingTo("500");
        assertThat(accounts).hasToString("3 accounts with 3 holdings");
    }

    @Test
    void build_whatCannotBe_isRefusedByName() {
        assertThatThrownBy(() -> one().holding("XBT", Quantity.of("1")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An account has an asset once: XBT of a comes twice");
        assertThatThrownBy(() -> one().holding("ETH", Quantity.of("1")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a price, not negative: ETH");
        assertThatThrownBy(() -> one().price("XBT", Price.of("-1")).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a price, not negative: XBT");
        assertThatThrownBy(() -> CollateralAccounts.builder("USD")
                        .price("XBT", Price.of("1"))
                        .holding("XBT", Quantity.of("1"))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Holdings must name rows of accounts");
        assertThatThrownBy(() -> columns(new int[] {1, 0})).hasMessageContaining("ascending: 0 in holding 1");
        assertThatThrownBy(() -> columns(new int[] {1, 2})).hasMessageContaining("2 in holding 1 for 2 accounts");
        assertThatThrownBy(() -> one().build().price("ETH")).isInstanceOf(IllegalArgumentException.class);
    }

    private static CollateralAccounts columns(int[] holders) {
        DecimalColumn two = DecimalColumn.of(new long[] {1, 2}, 0);
        return CollateralAccounts.of(
                "USD",
                TextColumn.of("a", "b"),
                two,
                two,
                two,
                holders,
                CodedColumn.of(List.of("X", "Y")),
                two,
                Map.of("X", Price.of("1"), "Y", Price.of("1")));
    }

    @Test
    void digest_namesEveryColumn() {
        CollateralAccounts base = one().build();

        assertThat(one().build().digest()).isEqualTo(base.digest());
        assertThat(one().price("XBT", Price.of("8001")).build().digest()).isNotEqualTo(base.digest());
        assertThat(one().add("b", Notional.of("0"), Notional.of("0"), Notional.of("0"))
                        .build()
                        .digest())
                .isNotEqualTo(base.digest());
        assertThat(columns(new int[] {0, 1}).digest())
                .isNotEqualTo(columns(new int[] {0, 0}).digest());
    }

    @Test
    void payouts_areTotalledAndNeverNegative() {
        Payouts payouts = Payouts.builder()
                .add("a", "XBT", Quantity.of("0.5"))
                .add("b", "KRW", Quantity.of("1.25"))
                .build();

        assertThat(payouts.total()).isEqualByComparingTo("1.75");
        assertThat(payouts).hasToString("2 payouts");
        assertThat(payouts.digest()).isNotEqualTo(Payouts.builder().build().digest());
        assertThat(Payouts.of(TextColumn.of("a"), CodedColumn.of(List.of("X")), DecimalColumn.of(new long[] {0}, 0))
                        .size())
                .isEqualTo(1);
        assertThatThrownBy(() -> Payouts.of(
                        TextColumn.of("a"), CodedColumn.of(List.of("X")), DecimalColumn.of(new long[] {-1}, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A payout must not be negative: -0.1 of a");
    }
}
