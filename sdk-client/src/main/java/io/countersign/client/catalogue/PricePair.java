package io.countersign.client.catalogue;

import io.countersign.client.rule.RuleCase;
import io.countersign.client.rule.RuleData;
import io.countersign.model.market.Asset;
import io.countersign.model.market.Peg;
import io.countersign.model.market.SpotMarket;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The unit of a price: how much of {@code quote} one {@code base} costs, each by the one name that the rule data have for an
 * asset.
 */
record PricePair(String base, String quote) {
    /** Letters that a pair's name puts between the two. */
    private static final String BETWEEN = "[-/_:]";

    private static final int SHORTEST_ASSET = 2;

    /** The unit of a market's price, or of an asset's value in a currency, by the names that the venue has for them. */
    static PricePair of(String base, String quote, RuleCase on) {
        return new PricePair(asset(base, on), asset(quote, on));
    }

    /** The unit of what a name stands for: a spot market of the configuration, or a pair that can be read. */
    static Optional<PricePair> named(String name, RuleCase on) {
        Optional<SpotMarket> market = on.find(SpotMarket.class, name);
        return market.isPresent()
                ? Optional.of(of(market.get().base(), market.get().quote(), on))
                : read(name, on.data());
    }

    /** Reads {@code BTC/USD}, {@code BTC-USD}, {@code btc_usd}, {@code BTC:USD}, and {@code btcusd} where the quote is known. */
    static Optional<PricePair> read(String name, RuleData data) {
        String[] parts = name.split(BETWEEN, -1);
        if (parts.length == 2 && !parts[0].isBlank() && !parts[1].isBlank()) {
            return Optional.of(new PricePair(data.assetName(parts[0]), data.assetName(parts[1])));
        }
        String upper = name.toUpperCase(Locale.ROOT);
        List<String> quotes = data.quoteAssets().stream()
                .filter(quote -> upper.endsWith(quote) && upper.length() >= quote.length() + SHORTEST_ASSET)
                .toList();
        return parts.length > 1 || quotes.size() != 1 // two ways to read it are none
                ? Optional.empty()
                : Optional.of(new PricePair(
                        data.assetName(upper.substring(
                                0, upper.length() - quotes.get(0).length())),
                        data.assetName(quotes.get(0))));
    }

    /** The unit of the product of two prices; empty where the first is not quoted in what the second prices. */
    Optional<PricePair> times(PricePair next) {
        return quote.equals(next.base) ? Optional.of(new PricePair(base, next.quote)) : Optional.empty();
    }

    /** This with assets that are pegged to another put for that one. */
    PricePair unpegged(RuleCase on) {
        return new PricePair(pegged(base, on), pegged(quote, on));
    }

    private static String asset(String id, RuleCase on) {
        return on.data()
                .assetName(on.find(Asset.class, id).flatMap(Asset::altName).orElse(id));
    }

    private static String pegged(String name, RuleCase on) {
        return on.find(Asset.class, name)
                .flatMap(Asset::pegged)
                .map(Peg::to)
                .map(to -> asset(to, on))
                .orElse(name);
    }

    @Override
    public String toString() {
        return base + "/" + quote;
    }
}
