package io.countersign.client.catalogue;

import static io.countersign.client.fixtures.Markets.bitcoin;
import static io.countersign.client.fixtures.Markets.margin;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.client.rule.ChangeContext;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Percent;
import io.countersign.model.unit.Quantity;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LeverageRulesTest {
    private static final Quantity NOTHING = Quantity.of("0");

    private static SpotMarket market(SpotMarginConfig.Builder margin) {
        return bitcoin().margin(margin.build()).build();
    }

    private static SpotMarket levels(String stop, String call) {
        return market(margin().marginStopLevel(Percent.of(stop)).marginCallLevel(Percent.of(call)));
    }

    @Test
    void list_belowTwoOrWithAGap_isNamedOnItsSide() {
        assertThat(Said.document("D-LEV-01", market(margin().leverageBuy(List.of(1, 2)))))
                .containsExactly("ERROR /margin/leverageBuy: The least leverage is 1, below 2");
        assertThat(Said.document("D-LEV-01", market(margin().leverageSell(List.of(2, 4, 6)))))
                .containsExactly("ERROR /margin/leverageSell: After leverage 2 comes 4 instead of 3");
        assertThat(Said.document(
                        "D-LEV-01", market(margin().leverageBuy(List.of()).leverageSell(List.of(2)))))
                .isEmpty();
    }

    @Test
    void limit_besideAnEmptyList_isDeadConfiguration() {
        assertThat(Said.document("D-LEV-02", market(margin().leverageBuy(List.of()))))
                .containsExactly("ERROR /margin/longPositionLimit: A long position limit of 300 XXBT stands beside an"
                        + " empty list of leverages");
        assertThat(Said.document(
                        "D-LEV-02", market(margin().leverageBuy(List.of()).longPositionLimit(NOTHING))))
                .isEmpty();
    }

    @Test
    void limit_zeroBesideLeverages_isAnErrorUnlessReduceOnly() {
        SpotMarket open = market(margin().longPositionLimit(NOTHING));

        assertThat(Said.document("D-LEV-02", open))
                .containsExactly("ERROR /margin/longPositionLimit: Leverages [2, 3, 4, 5] are offered with a long"
                        + " position limit of 0 on a market that is not REDUCE_ONLY");
        assertThat(Said.document(
                        "D-LEV-02",
                        SpotMarket.builder()
                                .from(open)
                                .status(TradingStatus.REDUCE_ONLY)
                                .build()))
                .isEmpty();
    }

    @Test
    void limit_notPublished_isInconclusiveOnlyWhereLeverageIsOffered() {
        SpotMarginConfig.Builder without = margin().longPositionLimit(Optional.empty());

        assertThat(Said.document("D-LEV-02", market(without))).containsExactly("lacks published long position limit");
        assertThat(Said.document("D-LEV-02", market(without.leverageBuy(List.of()))))
                .isEmpty();
    }

    @Test
    void levels_outsideTheirBounds_areBlocked() {
        assertThat(Said.document("D-LEV-03", levels("0.1", "100"))).isEmpty();
        assertThat(Said.document("D-LEV-03", levels("0", "80")))
                .containsExactly(
                        "BLOCK /margin/marginStopLevel: The margin stop level is 0 %: positions would never be closed");
        assertThat(Said.document("D-LEV-03", levels("40", "100.1")))
                .containsExactly("BLOCK /margin/marginCallLevel: The margin call level is 100.1 %, above 100");
        assertThat(Said.document("D-LEV-03", levels("80", "80")))
                .containsExactly("BLOCK /margin/marginStopLevel: The margin stop level 80 % is not below the call level"
                        + " 80 %: positions would be closed without a call");
    }

    @Test
    void levels_raisedUnderPositions_areErrorsUnlessTheyAreSpared() {
        ChangeContext spared = ChangeContext.builder()
                .policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.NEW_POSITIONS_ONLY)
                        .build())
                .build();

        assertThat(Said.change("T-CALL-01", levels("40", "80"), levels("50", "90"), ChangeContext.none()))
                .containsExactly(
                        "ERROR /margin/marginCallLevel: The margin call level rises from 80 % to 90 %: open positions"
                                + " between the two are hit at once",
                        "ERROR /margin/marginStopLevel: The margin stop level rises from 40 % to 50 %: open positions"
                                + " between the two are hit at once");
        assertThat(Said.change("T-CALL-01", levels("40", "80"), levels("40", "90"), spared))
                .containsExactly("WARN /margin/marginCallLevel: The margin call level rises from 80 % to 90 %, for new"
                        + " positions only");
        assertThat(Said.change("T-CALL-01", levels("40", "80"), levels("40", "70"), ChangeContext.none()))
                .isEmpty();
    }
}
