package io.countersign.model.formula;

import static io.countersign.model.formula.Ladders.d;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.fixtures.Cases;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PriceRule;
import io.countersign.model.market.SizeRule;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.TickSize;
import java.math.BigDecimal;
import java.math.RoundingMode;
import org.junit.jupiter.api.Test;

class ContractTermsTest {
    private static final ContractTerms LINEAR = new ContractTerms(Payoff.LINEAR, d("0.1"));
    private static final ContractTerms INVERSE = new ContractTerms(Payoff.INVERSE, d("100"));

    /** BitMEX's ETHUSD: settled in bitcoin, 100 satoshi per contract and dollar. */
    private static final ContractTerms QUANTO = new ContractTerms(Payoff.QUANTO, d("0.000001"));

    @Test
    void profit_byPayoff_hasTheSignOfTheHolder() {
        assertThat(LINEAR.profit(d("-10"), d("50"), d("40"))).isEqualByComparingTo("10");
        assertThat(LINEAR.profit(d("10"), d("50"), d("40"))).isEqualByComparingTo("-10");
        assertThat(INVERSE.profit(d("10"), d("50"), d("100"))).isEqualByComparingTo("10");
        assertThat(INVERSE.profit(d("-10"), d("50"), d("100"))).isEqualByComparingTo("-10");
        assertThat(QUANTO.profit(d("1000"), d("3000"), d("3100"))).isEqualByComparingTo("0.1");
        assertThat(QUANTO.profit(d("-1000"), d("3000"), d("3100"))).isEqualByComparingTo("-0.1");
    }

    @Test
    void of_contract_takesItsPayoffAndSize() {
        FuturesContract contract = FuturesContract.builder()
                .venue("kraken")
                .id("PI_XBTUSD")
                .type(ContractType.PERPETUAL)
                .payoff(Payoff.INVERSE)
                .venueType("futures_inverse")
                .contractSize(Amount.of("1"))
                .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                .priceRule(PriceRule.builder()
                        .tickSize(TickSize.of("0.5"))
                        .tickDerived(false)
                        .build())
                .sizeRule(SizeRule.builder().build())
                .tradeable(true)
                .build();

        assertThat(ContractTerms.of(contract)).isEqualTo(new ContractTerms(Payoff.INVERSE, d("1")));
        assertThat(ContractTerms.isComputable(contract)).isTrue();
        FuturesContract linear =
                FuturesContract.builder().from(contract).payoff(Payoff.LINEAR).build();
        assertThat(ContractTerms.isComputable(linear)).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContractTerms.of(linear))
                .withMessageStartingWith(
                        "The size of a contract that is LINEAR must count BASE and be positive, not 1 QUOTE_NOTIONAL");
    }

    @Test
    void value_byPayoff_isInTheSettlementAsset() {
        assertThat(LINEAR.value(d("-10"), d("50"))).isEqualByComparingTo("50");
        assertThat(INVERSE.value(d("-10"), d("50"))).isEqualByComparingTo("20");
        assertThat(QUANTO.value(d("-1000"), d("3000"))).isEqualByComparingTo("3");
    }

    @Test
    void size_byUnit_isNeverNegative() {
        assertThat(LINEAR.size(SizeUnit.CONTRACTS, d("-10"), d("50"))).isEqualByComparingTo("10");
        assertThat(LINEAR.size(SizeUnit.BASE, d("-10"), d("50"))).isEqualByComparingTo("1");
        assertThat(LINEAR.size(SizeUnit.QUOTE_NOTIONAL, d("-10"), d("50"))).isEqualByComparingTo("50");
        assertThat(INVERSE.size(SizeUnit.CONTRACTS, d("-10"), d("50"))).isEqualByComparingTo("10");
        assertThat(INVERSE.size(SizeUnit.BASE, d("-10"), d("50"))).isEqualByComparingTo("20");
        assertThat(INVERSE.size(SizeUnit.QUOTE_NOTIONAL, d("-10"), d("50"))).isEqualByComparingTo("1000");
        assertThat(INVERSE.quoteNotional(d("-10"), d("50"))).isEqualByComparingTo("1000");
        assertThat(QUANTO.size(SizeUnit.BASE, d("-10"), d("50"))).isEqualByComparingTo("0.00001");
        assertThat(QUANTO.size(SizeUnit.QUOTE_NOTIONAL, d("-10"), d("50"))).isEqualByComparingTo("0.0005");
    }

    /** What one side gains the other loses, and two legs add up to the whole way. */
    @Test
    void profit_anyPosition_isZeroSumAndAddsUp() {
        Cases.forEach(300, random -> {
            ContractTerms terms = new ContractTerms(Ladders.one(random, Payoff.values()), d("0.25"));
            BigDecimal contracts = BigDecimal.valueOf(1 + random.nextInt(100_000));
            BigDecimal entry = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2);
            BigDecimal middle = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2);
            BigDecimal exit = BigDecimal.valueOf(1 + random.nextInt(1_000_000), 2);
            BigDecimal whole = terms.profit(contracts, entry, exit);

            assertThat(whole.add(terms.profit(contracts.negate(), entry, exit))).isEqualByComparingTo("0");
            assertThat(terms.profit(contracts, entry, middle)
                            .add(terms.profit(contracts, middle, exit))
                            .subtract(whole)
                            .setScale(25, RoundingMode.HALF_EVEN))
                    .isEqualByComparingTo("0");
            assertThat(whole.signum()).isEqualTo(exit.compareTo(entry));
        });
    }

    @Test
    void of_numbersWithoutAnAnswer_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContractTerms(Payoff.LINEAR, d("0.00")))
                .withMessage("Contract size must be positive: 0.00, check where it was read from");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> INVERSE.value(d("1"), d("0")))
                .withMessageStartingWith("Price must be positive: 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> INVERSE.profit(d("1"), d("-3"), d("2")))
                .withMessageStartingWith("Entry price must be positive: -3");
        assertThat(LINEAR.value(d("10"), d("-37.63"))).isEqualByComparingTo("-37.63");
    }
}
