package io.countersign.client.catalogue;

import static io.countersign.client.internal.Figures.plain;
import static io.countersign.client.internal.Figures.rounded;
import static io.countersign.client.internal.Figures.settlement;

import io.countersign.client.internal.BookWalk;
import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Payouts;
import io.countersign.client.rule.ChangeRule;
import io.countersign.client.rule.Rule;
import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.finding.Severity;
import io.countersign.model.formula.ContractTerms;
import io.countersign.model.formula.MarginLadder;
import io.countersign.model.market.Asset;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginPoolLimit;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.PositionLimit;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.market.SpotMarginConfig;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Quantity;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/** Limits: what is lent, what one account may hold, what the venue can pay. */
final class LimitRules {
    private LimitRules() {}

    static List<ChangeRule> all() {
        return List.of(
                Rule.of("X-MRG-01", Severity.ERROR, "A market lends no more than the pool has")
                        .checks(
                                "The short limit of a spot market is at most the base asset's pool allowance; its long limit, at the"
                                        + " last price, at most the quote asset's. Where the base asset's allowance is 0 and shorts are"
                                        + " offered, or the quote asset's and longs are, the market is REDUCE_ONLY. Inconclusive where a"
                                        + " market lends an asset whose allowance is not published.")
                        .why("Kraken lends each asset from one pool beside the limits of single pairs (support article"
                                + " 209238787); KEEP and REP, of which it lends nothing, are reduce-only.")
                        .fix(
                                "Lower the limit of the market, or raise the allowance; stop lending by way of REDUCE_ONLY.")
                        .needs(RuleInput.MARK_PRICE)
                        .on(SpotMarket.class, LimitRules::pools)
                        .build(),
                Rule.of("X-LIM-01", Severity.ERROR, "The greatest position can be closed")
                        .checks(
                                "The greatest position of an account is at most the open interest cap. Closed into the book at the"
                                        + " mark price, it loses no more than its maintenance margin and the insurance fund; what the book"
                                        + " cannot take counts at its last price, and is a warning. Inconclusive where no greatest position"
                                        + " or cap is published, or mark, book or fund is not known.")
                        .why(
                                "One account held 4,168,515 contracts at OKEx in July 2018, more than its fund could cover, and the"
                                        + " winners paid; open interest in YFI at dYdX grew from 0.8 to 67 million dollars within days in"
                                        + " November 2023.")
                        .fix(
                                "Lower the greatest position or the cap, raise the margin of large sizes, or fill the fund.")
                        .needs(RuleInput.MARK_PRICE, RuleInput.ORDER_BOOK, RuleInput.INSURANCE_FUND)
                        .on(FuturesContract.class, LimitRules::closable)
                        .on(PositionLimit.class, LimitRules::capped)
                        .build(),
                Rule.of("X-LIM-02", Severity.BLOCK, "Accounts are credited with no more than there is")
                        .checks(
                                "What accounts have of an asset, with the payouts that are planned, is at most the reserves; every"
                                        + " payout is written in the asset that the ledger credits.")
                        .why(
                                "Bithumb credited 620,000 bitcoin on 6 February 2026, as a promotion of 620,000 won was paid out in"
                                        + " the wrong unit: many times what it held.")
                        .fix("Stop the payout, and compare unit and total with the order that it comes from.")
                        .needs(RuleInput.CREDITED_TOTAL, RuleInput.RESERVES, RuleInput.PAYOUTS)
                        .on(Asset.class, LimitRules::backed)
                        .build());
    }

    private static void pools(SpotMarket market, RuleCase on) {
        market.margin().ifPresent(margin -> {
            shorts(market, margin, pool(market.base(), on), on);
            longs(market, margin, pool(market.quote(), on), on);
        });
    }

    private static Optional<MarginPoolLimit> pool(String asset, RuleCase on) {
        return on.all(MarginPoolLimit.class).stream()
                .filter(pool -> pool.asset().equals(asset))
                .findFirst();
    }

    private static void shorts(
            SpotMarket market, SpotMarginConfig margin, Optional<MarginPoolLimit> pool, RuleCase on) {
        if (margin.leverageSell().isEmpty()) {
            return;
        }
        if (pool.isEmpty()) {
            lacksAllowance(market.venue(), market.base(), on);
        } else if (pool.get().allowance().value().signum() == 0) {
            reduceOnly(market, market.base(), "short", on);
        } else {
            margin.shortPositionLimit()
                    .filter(limit -> limit.compareTo(pool.get().allowance()) > 0)
                    .ifPresent(limit -> on.at("/margin/shortPositionLimit")
                            .found(limit)
                            .evidence("allowance", pool.get().allowance())
                            .say("A short of up to " + limit + " " + market.base() + " is allowed, and the pool lends "
                                    + pool.get().allowance() + " to all markets together"));
        }
    }

    private static void longs(SpotMarket market, SpotMarginConfig margin, Optional<MarginPoolLimit> pool, RuleCase on) {
        if (margin.leverageBuy().isEmpty()) {
            return;
        }
        if (pool.isEmpty()) {
            lacksAllowance(market.venue(), market.quote(), on);
        } else if (pool.get().allowance().value().signum() == 0) {
            reduceOnly(market, market.quote(), "long", on);
        } else if (margin.longPositionLimit().isPresent()) {
            Quantity limit = margin.longPositionLimit().get();
            on.need(RuleInput.MARK_PRICE).ifPresent(price -> {
                BigDecimal worth = limit.value().multiply(price.value());
                if (worth.compareTo(pool.get().allowance().value()) > 0) {
                    on.at("/margin/longPositionLimit")
                            .found(limit)
                            .evidence("worth " + market.quote(), plain(worth))
                            .evidence("allowance", pool.get().allowance())
                            .say("A long of up to " + limit + " " + market.base() + ", worth " + plain(worth) + " "
                                    + market.quote() + " at " + price + ", is allowed, and the pool lends "
                                    + pool.get().allowance() + " to all markets together");
                }
            });
        }
    }

    private static void lacksAllowance(String venue, String asset, RuleCase on) {
        on.lacks("published margin pool allowance", new DocumentId(DocumentKind.ASSET, venue, asset));
    }

    private static void reduceOnly(SpotMarket market, String asset, String side, RuleCase on) {
        if (market.status().isEmpty()) {
            on.lacks("published status", market.documentId());
        } else if (market.status().get() != TradingStatus.REDUCE_ONLY) {
            on.at("/status")
                    .found(market.status().get())
                    .say("Nothing of " + asset + " is lent (allowance 0), and the market offers " + side
                            + " positions on margin: let it be REDUCE_ONLY, or offer no leverage");
        }
    }

    private static void capped(PositionLimit limit, RuleCase on) {
        limit.openInterestCap()
                .ifPresent(cap -> limit.limits().forEach((clientClass, most) -> {
                    if (most.compareTo(cap) > 0) {
                        on.at("/limits/" + clientClass)
                                .found(most)
                                .evidence("openInterestCap", cap)
                                .say("One position of " + clientClass + " may be " + most + ", above the " + cap
                                        + " that all accounts together may hold");
                    }
                }));
    }

    private static void closable(FuturesContract contract, RuleCase on) {
        if (contract.maxPosition().isEmpty() || contract.maxPositionUnit().isEmpty()) {
            on.lacks("published greatest position");
            return;
        }
        Amount greatest = contract.maxPosition().get();
        if (contract.openInterestCap().isEmpty()) {
            on.lacks("published open interest cap");
        } else if (greatest.compareTo(contract.openInterestCap().get()) > 0) {
            on.at("/maxPosition")
                    .found(greatest)
                    .evidence("openInterestCap", contract.openInterestCap().get())
                    .say("One account may hold " + greatest + ", above the "
                            + contract.openInterestCap().get() + " that all together may hold");
        }
        Optional<Price> mark = on.need(RuleInput.MARK_PRICE);
        Optional<OrderBook> book = on.need(RuleInput.ORDER_BOOK);
        Optional<Notional> fund = on.need(RuleInput.INSURANCE_FUND);
        Optional<BigDecimal> contracts = PositionSizes.greatest(contract, SizeUnit.CONTRACTS, on);
        if (mark.isPresent() && book.isPresent() && fund.isPresent() && contracts.isPresent()) {
            Closing closing = new Closing(
                    contract, contracts.get(), mark.get().value(), fund.get().value(), on);
            closing.into(book.get().bids(), "long");
            closing.into(book.get().asks(), "short");
        }
    }

    /** The greatest position, closed into one side of a book. */
    private record Closing(
            FuturesContract contract, BigDecimal contracts, BigDecimal mark, BigDecimal fund, RuleCase on) {
        void into(OrderBook.Levels levels, String side) {
            ContractTerms terms = ContractTerms.of(contract);
            BookWalk.Fill fill = new BookWalk(levels).take(contracts, mark);
            BigDecimal held = side.equals("long") ? contracts : contracts.negate();
            BigDecimal loss = terms.profit(held, mark, fill.meanPrice(contract.payoff() == Payoff.INVERSE))
                    .negate();
            BigDecimal margin = maintenance(terms);
            BigDecimal uncovered = loss.subtract(margin);
            if (uncovered.compareTo(fund) > 0) {
                on.at("/maxPosition")
                        .found(contract.maxPosition().orElseThrow())
                        .evidence("loss", settlement(loss))
                        .evidence("maintenanceMargin", settlement(margin))
                        .evidence("insuranceFund", settlement(fund))
                        .evidence("contractsBeyondBook", plain(fill.missing()))
                        .say("Closing the greatest " + side + " of " + rounded(contracts, 8)
                                + " contracts moves the price from "
                                + plain(mark) + " to " + plain(fill.last()) + " and loses " + settlement(loss)
                                + ": its maintenance margin of " + settlement(margin) + " and the insurance fund of "
                                + settlement(fund) + " do not cover that");
            } else if (fill.missing().signum() > 0) {
                on.at("/maxPosition")
                        .as(Severity.WARN)
                        .found(contract.maxPosition().orElseThrow())
                        .evidence("contractsBeyondBook", plain(fill.missing()))
                        .say("The book takes " + rounded(fill.quantity(), 8) + " of the " + rounded(contracts, 8)
                                + " contracts of the greatest " + side
                                + ": what closing the rest would cost cannot be told");
            }
        }

        /** The least of the client classes: it covers least. */
        private BigDecimal maintenance(ContractTerms terms) {
            return contract.marginSchedules().values().stream()
                    .flatMap(id -> on.find(MarginSchedule.class, id).stream())
                    .filter(MarginLadder::isComputable)
                    .map(MarginLadder::of)
                    .map(ladder -> ladder.maintenanceMargin(
                            terms.size(ladder.unit(), contracts, mark), terms.value(contracts, mark)))
                    .min(BigDecimal::compareTo)
                    .orElse(BigDecimal.ZERO);
        }
    }

    private static void backed(Asset asset, RuleCase on) {
        Optional<Payouts> payouts = on.context().find(RuleInput.PAYOUTS, on.document());
        payouts.ifPresent(planned -> units(planned, asset, on));
        Optional<Quantity> credited = on.need(RuleInput.CREDITED_TOTAL);
        Optional<Quantity> reserves = on.need(RuleInput.RESERVES);
        if (credited.isEmpty() || reserves.isEmpty()) {
            return;
        }
        BigDecimal planned = payouts.map(Payouts::total).orElse(BigDecimal.ZERO);
        BigDecimal total = credited.get().value().add(planned);
        if (total.compareTo(reserves.get().value()) > 0) {
            on.at("")
                    .found(plain(total))
                    .unit(asset.id())
                    .evidence("credited", credited.get())
                    .evidence("planned", plain(planned))
                    .evidence("reserves", reserves.get())
                    .say("Accounts have " + credited.get() + " " + asset.id()
                            + (planned.signum() == 0 ? "" : " and are about to be paid " + plain(planned))
                            + ", more than the "
                            + reserves.get() + " in reserve by "
                            + plain(total.subtract(reserves.get().value())));
        }
    }

    private static void units(Payouts payouts, Asset asset, RuleCase on) {
        int wrong = 0;
        int first = -1;
        for (int row = 0; row < payouts.size(); row++) {
            if (!payouts.units().at(row).equals(asset.id())) {
                first = first < 0 ? row : first;
                wrong++;
            }
        }
        if (wrong > 0) {
            on.at("")
                    .found(payouts.units().at(first))
                    .evidence("payouts", wrong)
                    .evidence("sample", payouts.ids().at(first))
                    .say(wrong + " of " + payouts.size() + " payouts are not written in " + asset.id() + ", such as "
                            + payouts.ids().at(first) + " over "
                            + plain(payouts.amounts().at(first)) + " "
                            + payouts.units().at(first)
                            + ": the ledger would credit that number of " + asset.id());
        }
    }
}
