package io.countersign.client.scenario;

/** What can go wrong with one source of an index. */
public enum IndexFault {
    /** It publishes nothing. */
    DROPPED("is dropped"),
    /** It stands still as long as its staleness limit lets it. */
    STALE("stands still"),
    /** It publishes a price of zero. */
    ZERO("says zero"),
    /** It publishes ten times its price. */
    TENFOLD("says ten times its price");

    private final String words;

    IndexFault(String words) {
        this.words = words;
    }

    /** In words, after the name of the source. */
    public String words() {
        return words;
    }
}
