package io.countersign.client.catalogue;

import io.countersign.model.market.IndexConstituent;
import io.countersign.model.market.Market;
import io.countersign.model.market.SpotMarket;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The names by which other documents may call a market. */
final class MarketNames {
    private MarketNames() {}

    static Set<String> of(Market market) {
        Set<String> names = new HashSet<>();
        names.add(market.id());
        market.altName().ifPresent(names::add);
        if (market instanceof SpotMarket spot) {
            spot.wsName().ifPresent(names::add);
        }
        return names;
    }

    /** Whether an index takes its price from that market: {@code kraken/XXBTZUSD}, or {@code kraken} with the pair beside it. */
    static boolean isMeant(IndexConstituent constituent, Market market, Set<String> names) {
        return ownSource(constituent, market.venue()).filter(names::contains).isPresent();
    }

    /** The market that an index takes its price from, where it is one of the venue itself. */
    static Optional<String> ownSource(IndexConstituent constituent, String venue) {
        if (constituent.source().equals(venue)) {
            return constituent.pair();
        }
        return constituent.source().startsWith(venue + "/")
                ? Optional.of(constituent.source().substring(venue.length() + 1))
                : Optional.empty();
    }
}
