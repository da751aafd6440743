package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.perpetual;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.fixtures.Markets;
import io.countersign.client.live.Positions;
import io.countersign.client.live.RestingOrders;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContractRulesTest {
    private static final DocumentId PERPETUAL = perpetual().build().documentId();
    private static final DocumentId BITCOIN = Markets.bitcoin().build().documentId();

    private static List<String> terms(FuturesContract.Builder contract) {
        return Hits.of("D-PAY-01", contract.build());
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, BASE, USD, true",
        "LINEAR, BASE, ZUSD, true",
        "LINEAR, BASE, usd, true",
        "LINEAR, BASE, XBT, false",
        "LINEAR, BASE, USDT, false",
        "INVERSE, QUOTE_NOTIONAL, XBT, true",
        "INVERSE, QUOTE_NOTIONAL, BTC, true",
        "INVERSE, QUOTE_NOTIONAL, XBt, true",
        "INVERSE, QUOTE_NOTIONAL, USD, false",
        "INVERSE, QUOTE_NOTIONAL, ETH, false",
        "QUANTO, QUANTO_MULTIPLIER, ETH, true",
        "QUANTO, QUANTO_MULTIPLIER, BTC, false",
        "QUANTO, QUANTO_MULTIPLIER, USD, false"
    })
    void settle_byPayoff_isTheQuoteTheBaseOrAThird(Payoff payoff, SizeUnit unit, String settle, boolean fits) {
        List<String> hits =
                terms(perpetual().payoff(payoff).contractSizeUnit(unit).settle(settle));
        assertThat(hits)
                .isEqualTo(
                        fits
                                ? List.of()
                                : List.of("BLOCK /settle A contract that is " + payoff + " does not settle in " + settle
                                        + " (base XBT, quote USD)"));
    }

    @Test
    void settle_comparedWithWhatIsNotPublished_isFine() {
        assertThat(terms(perpetual().settle("ETH").base(Optional.empty()))).isEmpty();
        assertThat(terms(perpetual()
                        .payoff(Payoff.LINEAR)
                        .contractSizeUnit(SizeUnit.BASE)
                        .settle("ETH")
                        .quote(Optional.empty())))
                .isEmpty();
        assertThat(terms(perpetual()
                        .payoff(Payoff.QUANTO)
                        .contractSizeUnit(SizeUnit.QUANTO_MULTIPLIER)
                        .settle("ETH")
                        .base(Optional.empty())
                        .quote(Optional.empty())))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "LINEAR, QUOTE_NOTIONAL, A linear contract counts base units",
        "LINEAR, QUANTO_MULTIPLIER, A linear contract counts base units",
        "INVERSE, BASE, An inverse contract counts quote units",
        "QUANTO, BASE, A quanto contract counts by its multiplier",
        "QUANTO, CONTRACTS, A quanto contract counts by its multiplier"
    })
    void size_inTheWrongUnit_isBlocked(Payoff payoff, SizeUnit unit, String message) {
        assertThat(terms(perpetual().payoff(payoff).contractSizeUnit(unit)))
                .containsExactly("BLOCK /contractSizeUnit " + message + ", not " + unit);
    }

    @Test
    void size_zero_isBlocked() {
        assertThat(terms(perpetual().contractSize(Amount.of("0"))))
                .containsExactly("BLOCK /contractSize The contract size is 0: contracts are worth nothing");
    }

    @Test
    void assets_same_areBlocked() {
        assertThat(terms(perpetual().quote("XBT"))).containsExactly("BLOCK /quote Base and quote are both XBT");
        assertThat(terms(perpetual().base(Optional.empty()).quote(Optional.empty())))
                .isEmpty();
    }

    @Test
    void maxPosition_withoutUnit_isBlocked() {
        String hit = "BLOCK /maxPosition A greatest position and its unit come together or not at all";
        assertThat(terms(perpetual().maxPosition(Amount.of("1")))).containsExactly(hit);
        assertThat(terms(perpetual().maxPositionUnit(SizeUnit.CONTRACTS))).containsExactly(hit);
        assertThat(terms(perpetual().maxPosition(Amount.of("1")).maxPositionUnit(SizeUnit.CONTRACTS)))
                .isEmpty();
    }

    private static List<String> changed(
            ChangeContext context, FuturesContract.Builder before, FuturesContract.Builder after) {
        return Hits.ofChange("T-IMM-01", context, Hits.venueWith(before.build()), Hits.venueWith(after.build()));
    }

    private static ChangeContext interest(String contracts) {
        return ChangeContext.builder()
                .put(RuleInput.OPEN_INTEREST, PERPETUAL, Contracts.of(contracts))
                .build();
    }

    @Test
    void terms_changedUnderOpenInterest_areEachBlocked() {
        FuturesContract.Builder before = perpetual().settle("XBT");
        FuturesContract.Builder after = perpetual()
                .settle("BTC")
                .type(ContractType.FIXED_MATURITY)
                .payoff(Payoff.QUANTO)
                .base("ETH")
                .quote("EUR")
                .index("in_ethusd")
                .contractSize(Amount.of("2"))
                .contractSizeUnit(SizeUnit.QUANTO_MULTIPLIER);
        assertThat(changed(interest("1"), before, after))
                .hasSize(8)
                .contains(
                        "BLOCK /contractSize contractSize changes from 1 to 2 while positions are open: list a new market"
                                + " instead");
        assertThat(changed(interest("0"), before, after)).isEmpty();
        assertThat(changed(ChangeContext.none(), before, after))
                .containsExactly("lacks open positions or open interest");
    }

    @Test
    void terms_thatAppear_areLeftToOthers() {
        assertThat(changed(interest("1"), perpetual(), perpetual().settle("BTC")))
                .isEmpty();
        assertThat(changed(interest("1"), perpetual().settle("BTC"), perpetual()))
                .isEmpty();
    }

    @Test
    void terms_knownByPositionsAndInterest_areHeldIfEitherSaysSo() {
        FuturesContract.Builder after = perpetual().contractSize(Amount.of("2"));
        ChangeContext flat = interest("1").toBuilder()
                .put(RuleInput.POSITIONS, PERPETUAL, Positions.builder().build())
                .build();
        ChangeContext open = interest("0").toBuilder()
                .put(RuleInput.POSITIONS, PERPETUAL, Markets.positions())
                .build();
        assertThat(changed(flat, perpetual(), after)).hasSize(1);
        assertThat(changed(open, perpetual(), after)).hasSize(1);
        assertThat(changed(
                        interest("0").toBuilder()
                                .put(
                                        RuleInput.POSITIONS,
                                        PERPETUAL,
                                        Positions.builder().build())
                                .build(),
                        perpetual(),
                        after))
                .isEmpty();
    }

    @Test
    void id_thatDisappearsWhileHeld_isBlocked() {
        assertThat(Hits.ofChange(
                        "T-IMM-01",
                        interest("1"),
                        Markets.venue(),
                        Markets.venue().without(PERPETUAL)))
                .containsExactly(
                        "BLOCK  The id changes from futures-contract/kraken/PI_XBTUSD to nothing while positions are"
                                + " open: list a new market instead");
        assertThat(Hits.ofChange(
                        "T-IMM-01",
                        interest("0"),
                        Markets.venue(),
                        Markets.venue().without(PERPETUAL)))
                .isEmpty();
        assertThat(Hits.ofChange(
                        "T-IMM-01", ChangeContext.none(), Markets.venue().without(PERPETUAL), Markets.venue()))
                .isEmpty();
    }

    @Test
    void assets_ofASpotMarket_stayWhileOrdersRest() {
        SpotMarket euro = Markets.bitcoin().quote("ZEUR").base("XETH").build();
        ChangeContext.Builder orders = ChangeContext.builder().put(RuleInput.RESTING_ORDERS, BITCOIN, Markets.book());
        assertThat(Hits.ofChange("T-IMM-01", orders.build(), Markets.venue(), Hits.venueWith(euro)))
                .containsExactly(
                        "BLOCK /base base changes from XXBT to XETH while orders rest in the book: list a new market instead",
                        "BLOCK /quote quote changes from ZUSD to ZEUR while orders rest in the book: list a new market"
                                + " instead");
        assertThat(Hits.ofChange("T-IMM-01", ChangeContext.none(), Markets.venue(), Hits.venueWith(euro)))
                .containsExactly("lacks resting orders");
        assertThat(Hits.ofChange(
                        "T-IMM-01",
                        orders.put(
                                        RuleInput.RESTING_ORDERS,
                                        BITCOIN,
                                        RestingOrders.builder().build())
                                .build(),
                        Markets.venue(),
                        Hits.venueWith(euro)))
                .isEmpty();
    }
}
