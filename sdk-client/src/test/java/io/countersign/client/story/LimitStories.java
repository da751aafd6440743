package io.countersign.client.story;

import static io.countersign.client.story.Documents.asset;
import static io.countersign.client.story.Documents.book;
import static io.countersign.client.story.Documents.collateral;
import static io.countersign.client.story.Documents.counted;
import static io.countersign.client.story.Documents.limited;
import static io.countersign.client.story.Documents.perpetual;
import static io.countersign.client.story.Documents.schedule;
import static io.countersign.client.story.Story.venue;

import io.countersign.client.live.OrderBook;
import io.countersign.client.live.Positions;
import io.countersign.client.rule.ChangeContext;
import io.countersign.client.rule.RuleInput;
import io.countersign.model.change.ChangePolicy;
import io.countersign.model.change.MarginPolicy;
import io.countersign.model.market.Asset;
import io.countersign.model.market.ContractType;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarginTier;
import io.countersign.model.market.Payoff;
import io.countersign.model.market.SizeUnit;
import io.countersign.model.unit.Amount;
import io.countersign.model.unit.Contracts;
import io.countersign.model.unit.Notional;
import io.countersign.model.unit.Price;
import io.countersign.model.unit.Rate;
import java.time.Instant;
import java.util.List;

/** Positions that grew until nobody could close them. */
final class LimitStories {
    private static final String ONE_TIER = "margin did not depend on size: every position lay in the only tier.";
    private static final String NO_CHANGE = "it plays a change through, and no margin was changed.";
    private static final String SOUND_COLLATERAL = "the collateral was an asset that is sold everywhere.";

    private LimitStories() {}

    static List<Story> all() {
        return List.of(bitcoinLong(), openInterest(), marginRaise(), etherLong(), mango());
    }

    private static Story bitcoinLong() {
        FuturesContract.Builder quarterly = perpetual("okex", "BTC", "USD", "0.01")
                .id("BTC-QUARTER")
                .type(ContractType.FIXED_MATURITY)
                .payoff(Payoff.INVERSE)
                .settle("BTC")
                .contractSize(Amount.of("100"))
                .contractSizeUnit(SizeUnit.QUOTE_NOTIONAL)
                .lastTradingAt(Instant.parse("2018-09-28T08:00:00Z"))
                .putMarginSchedules("all", "BTC-QUARTER");
        FuturesContract grown = limited(quarterly, "4168515", "10000000");
        FuturesContract bounded = limited(quarterly, "200000", "10000000");
        MarginSchedule tiers = schedule(
                        grown, MarginTier.of("0", "0.05", "0.02"), MarginTier.of("100000", "0.1", "0.05"))
                .maxSize(Amount.of("1000000"))
                .build();
        return Story.of("OKEx, July 2018", "a long of 416 million dollars")
                .happened(
                        "On 31 July 2018 one account's long of 4,168,515 contracts of 100 dollars was taken over and could not be closed"
                                + " in the market. The insurance fund did not cover the loss, and accounts that had won paid for it.")
                .mistake(grown, tiers)
                .known(
                        closing(
                                grown,
                                "8000",
                                "10",
                                List.of("7990 x 200000", "7500 x 5000000"),
                                List.of("8010 x 5000000")),
                        "the mark price is about 8,000; bids for 200,000 contracts near it and more at 7,500; 10 bitcoin in the fund.")
                .stoppedBy("X-LIM-01", "D-MRG-06")
                .leftOut("X-COL-01", SOUND_COLLATERAL)
                .leftOut("S-LIQ", NO_CHANGE)
                .repair(bounded, tiers)
                .repaired("a greatest position that the book near the price can take and that the margin tiers cover.")
                .build();
    }

    private static Story openInterest() {
        FuturesContract grown = limited(perpetual("dydx", "YFI", "USD", "1"), "4800", "4800");
        FuturesContract bounded = limited(perpetual("dydx", "YFI", "USD", "1"), "150", "500");
        MarginSchedule flat = schedule(grown, MarginTier.of("0", "0.1", "0.05")).build();
        return Story.of("dYdX, November 2023", "open interest in a thin coin")
                .happened(
                        "Open interest in YFI grew from 0.8 to 67 million dollars within days, most of it one side. When the price fell,"
                                + " the insurance fund paid about 9 million.")
                .mistake(grown, flat)
                .known(
                        closing(
                                grown,
                                "14000",
                                "20000000",
                                List.of("13950 x 150", "8000 x 10000"),
                                List.of("14050 x 10000")),
                        "the mark price is about 14,000, so that 4,800 contracts are worth 67 million; near it are bids for 150; 20 million"
                                + " in the fund of all markets.")
                .stoppedBy("X-LIM-01")
                .leftOut("D-MRG-06", ONE_TIER)
                .leftOut("X-COL-01", SOUND_COLLATERAL)
                .repair(bounded, flat)
                .repaired("a greatest position and a cap by what the book takes.")
                .build();
    }

    private static Story marginRaise() {
        FuturesContract contract = limited(perpetual("dydx", "YFI", "USD", "1"), "4800", "4800");
        Positions held = Positions.builder()
                .addLong("large", "all", Contracts.of("4000"), Price.of("14000"), Notional.of("3920000"))
                .addLong("small", "all", Contracts.of("100"), Price.of("14000"), Notional.of("420000"))
                .build();
        ChangeContext.Builder facts = ChangeContext.builder()
                .policy(ChangePolicy.builder()
                        .marginPolicy(MarginPolicy.ALL_POSITIONS)
                        .build())
                .put(RuleInput.MARK_PRICE, contract.documentId(), Price.of("14000"))
                .put(RuleInput.POSITIONS, contract.documentId(), held);
        return Story.of("dYdX, November 2023", "margin raised under the open position")
                .happened(
                        "Initial margin was raised while the position was open already, which does not touch what is held. A raise of"
                                + " maintenance margin would, and liquidates it into the book that it is too large for.")
                .change(
                        venue(
                                contract,
                                schedule(contract, MarginTier.of("0", "0.1", "0.05"))
                                        .build()),
                        venue(
                                contract,
                                schedule(contract, MarginTier.of("0", "0.2", "0.1"))
                                        .build()))
                .known(facts, "of 4,100 open contracts one account holds 4,000 with 7 % of their value behind them.")
                .stoppedBy("S-LIQ")
                .repair(
                        contract,
                        schedule(contract, MarginTier.of("0", "0.2", "0.05")).build())
                .repaired("only initial margin is raised; what is held is reduced before maintenance margin follows.")
                .build();
    }

    private static Story etherLong() {
        FuturesContract grown = limited(perpetual("hyperliquid", "ETH", "USDC", "0.1"), "160000", "1000000");
        FuturesContract bounded = limited(perpetual("hyperliquid", "ETH", "USDC", "0.1"), "20000", "1000000");
        return Story.of("Hyperliquid, March 2025", "a long that its owner let be liquidated")
                .happened(
                        "On 12 March 2025 an account took its profit out of a long in ether of about 300 million dollars, until so little"
                                + " was behind it that it was liquidated. The vault that took it over lost 4 million dollars.")
                .mistake(
                        grown,
                        schedule(grown, MarginTier.of("0", "0.02", "0.01")).build())
                .known(
                        closing(grown, "1900", "0", List.of("1895 x 20000", "1850 x 200000"), List.of("1905 x 200000")),
                        "the mark price is about 1,900; bids for 20,000 ether near it and more at 1,850; no fund beside the vault.")
                .stoppedBy("X-LIM-01")
                .leftOut("D-MRG-06", ONE_TIER)
                .leftOut("X-COL-01", SOUND_COLLATERAL)
                .leftOut("S-LIQ", NO_CHANGE)
                .repair(
                        bounded,
                        schedule(bounded, MarginTier.of("0", "0.04", "0.02")).build())
                .repaired(
                        "half the leverage, and a greatest position that the book takes within the maintenance margin.")
                .build();
    }

    private static Story mango() {
        Asset token = asset("mango", "MNGO").build();
        FuturesContract grown = limited(perpetual("mango", "MNGO", "USDC", "0.0001"), "480000000", "1000000000");
        FuturesContract bounded = limited(perpetual("mango", "MNGO", "USDC", "0.0001"), "10000000", "1000000000");
        MarginSchedule flat = schedule(grown, MarginTier.of("0", "0.1", "0.05")).build();
        ChangeContext.Builder facts = closing(
                        grown,
                        "0.038",
                        "250000",
                        List.of("0.0375 x 20000000", "0.02 x 1000000000"),
                        List.of("0.0385 x 20000000", "0.9 x 1000000000"))
                .put(RuleInput.VENUE_VOLUME_SHARE, token.documentId(), Rate.of("0.6"));
        return Story.of("Mango Markets, October 2022", "a pumped token as collateral")
                .happened(
                        "One person held both sides of a position of more than 480 million MNGO, bought the thin token up, and borrowed"
                                + " against the profit. More than 110 million dollars were taken out.")
                .mistake(
                        token,
                        grown,
                        flat,
                        collateral("mango", "USDC", counted("MNGO", "0.5").build()))
                .known(
                        facts,
                        "the mark price is about 0.038; book and fund are small against the position; six tenths of MNGO's trading"
                                + " take place here.")
                .stoppedBy("X-LIM-01", "X-COL-01")
                .leftOut("D-MRG-06", ONE_TIER)
                .leftOut("S-LIQ", NO_CHANGE)
                .repair(token, bounded, flat, collateral("mango", "USDC"))
                .repaired("a greatest position that the book takes, and MNGO is no collateral.")
                .build();
    }

    private static ChangeContext.Builder closing(
            FuturesContract contract, String mark, String fund, List<String> bids, List<String> asks) {
        OrderBook known = book(bids, asks);
        return ChangeContext.builder()
                .put(RuleInput.MARK_PRICE, contract.documentId(), Price.of(mark))
                .put(RuleInput.ORDER_BOOK, contract.documentId(), known)
                .put(RuleInput.INSURANCE_FUND, contract.documentId(), Notional.of(fund));
    }
}
