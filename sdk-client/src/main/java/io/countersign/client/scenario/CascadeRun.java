package io.countersign.client.scenario;

import io.countersign.client.internal.BookWalk;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Positions;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Payoff;
import io.countersign.model.unit.Price;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One cascade under one set of schedules: a pass over what is still open for each round. Used by one thread. */
final class CascadeRun {
    private static final int WORST_MAX = 10;

    private final ContractTerms terms;
    private final Map<String, MarginLadder> ladders = new TreeMap<>();
    private final Positions positions;
    private final BitSet open = new BitSet();
    private final BookWalk bids;
    private final BookWalk asks;
    private final WorstRows worst = new WorstRows(WORST_MAX);
    private final List<CascadeResult.Round> rounds = new ArrayList<>();
    private BigDecimal price;
    private BigDecimal fundUse = BigDecimal.ZERO;
    private BigDecimal unfilled = BigDecimal.ZERO;

    CascadeRun(
            FuturesContract contract,
            Map<String, MarginSchedule> schedules,
            Positions positions,
            OrderBook book,
            Price mark) {
        this.terms = ContractTerms.of(contract);
        this.positions = positions;
        this.bids = new BookWalk(book.bids());
        this.asks = new BookWalk(book.asks());
        this.price = mark.value();
        schedules.forEach((clientClass, schedule) -> ladders.put(clientClass, MarginLadder.of(schedule)));
        if (ladders.size() == 1 && contract.marginSchedules().size() == 1) {
            ladders.put(Positions.ANY_CLASS, ladders.values().iterator().next());
        }
        List<Optional<MarginLadder>> byCode = positions.clientClasses().values().stream()
                .map(clientClass -> Optional.ofNullable(ladders.get(clientClass)))
                .toList();
        for (int row = 0; row < positions.size(); row++) {
            open.set(
                    row,
                    positions.contracts().unscaled(row) != 0
                            && byCode.get(positions.clientClasses().code(row)).isPresent());
        }
    }

    CascadeResult.Play play() {
        while (unfilled.signum() == 0) {
            List<Integer> forced = belowMaintenance();
            if (forced.isEmpty()) {
                break;
            }
            close(forced);
        }
        return new CascadeResult.Play(rounds, price, fundUse, unfilled, worst.rows());
    }

    private List<Integer> belowMaintenance() {
        List<Integer> forced = new ArrayList<>();
        for (int row = open.nextSetBit(0); row >= 0; row = open.nextSetBit(row + 1)) {
            BigDecimal contracts = positions.contracts().at(row);
            MarginLadder ladder = ladder(row);
            BigDecimal required = ladder.maintenanceMargin(
                    terms.size(ladder.unit(), contracts, price), terms.value(contracts, price));
            if (equity(row, price).compareTo(required) < 0) {
                forced.add(row);
            }
        }
        return forced;
    }

    /** Buys meet sells at the price of the round; the rest goes into the book. */
    private void close(List<Integer> forced) {
        BigDecimal sells = BigDecimal.ZERO;
        BigDecimal buys = BigDecimal.ZERO;
        BigDecimal notional = BigDecimal.ZERO;
        for (int row : forced) {
            BigDecimal contracts = positions.contracts().at(row);
            BigDecimal value = terms.quoteNotional(contracts, price);
            sells = contracts.signum() > 0 ? sells.add(contracts) : sells;
            buys = contracts.signum() < 0 ? buys.subtract(contracts) : buys;
            notional = notional.add(value);
            worst.add(row, value);
        }
        BigDecimal crossed = sells.min(buys);
        BigDecimal rest = sells.max(buys).subtract(crossed);
        boolean down = sells.compareTo(buys) > 0;
        BookWalk.Fill fill = (down ? bids : asks).take(rest, price);
        boolean inverse = terms.payoff() == Payoff.INVERSE;
        BigDecimal heavy = fill.and(crossed, price).meanPrice(inverse);
        BigDecimal used = BigDecimal.ZERO;
        for (int row : forced) {
            boolean sold = positions.contracts().unscaled(row) > 0;
            used = used.subtract(equity(row, sold == down ? heavy : price).min(BigDecimal.ZERO));
            open.clear(row);
        }
        fundUse = fundUse.add(used);
        unfilled = fill.missing();
        rounds.add(new CascadeResult.Round(
                price, forced.size(), sells, buys, notional, fill.last(), used, fill.missing()));
        price = fill.last();
    }

    private BigDecimal equity(int row, BigDecimal at) {
        BigDecimal contracts = positions.contracts().at(row);
        return positions
                .collaterals()
                .at(row)
                .add(terms.profit(contracts, positions.entries().at(row), at));
    }

    private MarginLadder ladder(int row) {
        MarginLadder ladder = ladders.get(positions.clientClasses().at(row));
        if (ladder == null) {
            throw new IllegalStateException("Only positions with a schedule are open: row " + row);
        }
        return ladder;
    }
}
