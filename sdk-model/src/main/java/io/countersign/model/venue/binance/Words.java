package io.countersign.model.venue.binance;

import io.countersign.model.market.SelfTradePolicy;
import io.countersign.model.market.TradingStatus;
import io.countersign.model.venue.internal.StatusWords;
import io.countersign.model.venue.internal.VenueObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binance's words for what the model has a name for. */
final class Words {
    static final String VENUE = "binance";

    /** Source: Spot API, enum definitions, symbol status. */
    static final StatusWords SPOT = StatusWords.empty()
            .with(TradingStatus.ONLINE, "TRADING")
            .with(TradingStatus.HALTED, "BREAK", "HALT", "AUCTION_MATCH")
            .with(TradingStatus.PRE_LISTING, "PRE_TRADING")
            .with(TradingStatus.CANCEL_ONLY, "CANCEL_ONLY", "END_OF_DAY", "POST_TRADING");

    /** Source: USD-M and COIN-M Futures API, common definitions, contract status. */
    static final StatusWords CONTRACT = StatusWords.empty()
            .with(TradingStatus.ONLINE, "TRADING")
            .with(TradingStatus.PRE_LISTING, "PENDING_TRADING")
            .with(TradingStatus.SETTLING, "SETTLING", "PRE_SETTLE", "PRE_DELIVERING", "DELIVERING")
            .with(TradingStatus.DELISTED, "CLOSE", "DELIVERED")
            .with(TradingStatus.HALTED, "BREAK", "HALT");

    private static final Map<String, SelfTradePolicy> POLICIES = Map.of(
            "NONE", SelfTradePolicy.NONE,
            "EXPIRE_TAKER", SelfTradePolicy.CANCEL_NEWEST,
            "EXPIRE_MAKER", SelfTradePolicy.CANCEL_OLDEST,
            "EXPIRE_BOTH", SelfTradePolicy.CANCEL_BOTH,
            "DECREMENT", SelfTradePolicy.DECREMENT,
            "TRANSFER", SelfTradePolicy.TRANSFER);

    private Words() {}

    /** A policy; one that is not known stays with the rest, with a finding. */
    static Optional<SelfTradePolicy> policy(VenueObject symbol, String field) {
        return symbol.meaning(field, POLICIES);
    }

    /**
     * A list of policies; one that is empty or holds one that is not known stays with the rest, as a whole. What is not known
     * becomes a finding.
     */
    static List<SelfTradePolicy> policies(VenueObject symbol, String field) {
        List<SelfTradePolicy> policies = new ArrayList<>();
        symbol.textsIf(field, words -> !words.isEmpty() && areKnown(symbol, field, words))
                .ifPresent(words -> words.forEach(word -> policies.add(POLICIES.get(word))));
        return policies;
    }

    private static boolean areKnown(VenueObject symbol, String field, List<String> words) {
        List<String> unknown =
                words.stream().filter(word -> !POLICIES.containsKey(word)).toList();
        unknown.forEach(word -> symbol.unknownWord(field, word));
        return unknown.isEmpty();
    }

    static String word(SelfTradePolicy policy) {
        return POLICIES.entrySet().stream()
                .filter(entry -> entry.getValue() == policy)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }
}
