package io.countersign.model.venue.internal;

import io.countersign.model.market.TradingStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A venue's words for the trading status of a market. Several words may mean one status: the first of them stands for it, the
 * others are kept beside it, so that writing gives the word that was read.
 */
public final class StatusWords {
    private final Map<String, TradingStatus> meanings = new LinkedHashMap<>();

    private StatusWords() {}

    /** Starts with no words. */
    public static StatusWords empty() {
        return new StatusWords();
    }

    /** This with words for a status, the one that stands for it first. */
    public StatusWords with(TradingStatus status, String... words) {
        StatusWords more = new StatusWords();
        more.meanings.putAll(meanings);
        for (String word : words) {
            more.meanings.put(word, status);
        }
        return more;
    }

    /** What a field says, nothing if it is absent. A word that is not known is kept, with a finding. */
    public Status read(VenueObject market, String field) {
        Optional<String> word = market.text(field);
        Optional<TradingStatus> status = word.flatMap(text -> Optional.ofNullable(meanings.get(text)));
        if (word.isPresent() && status.isEmpty()) {
            market.unknownWord(field, word.get());
        }
        return new Status(status, word.filter(w -> !Optional.of(w).equals(standsFor(status))));
    }

    /** The word to write. */
    public Optional<String> word(Optional<TradingStatus> status, Optional<String> venueStatus) {
        return venueStatus.or(() -> standsFor(status));
    }

    private Optional<String> standsFor(Optional<TradingStatus> status) {
        return status.flatMap(wanted -> meanings.entrySet().stream()
                .filter(meaning -> meaning.getValue() == wanted)
                .map(Map.Entry::getKey)
                .findFirst());
    }

    /**
     * A status as documents hold it.
     *
     * @param status absent when the word is not known or there is none
     * @param word the venue's word, where the status alone does not tell which it was
     */
    public record Status(Optional<TradingStatus> status, Optional<String> word) {}
}
