package io.countersign.model.venue.internal;

/** How many tokens and characters may still be kept in memory. Not for use by several threads. */
final class Budget {
    /** Most tokens of one market, and of all fields beside the markets; names count. */
    static final int TOKENS_MAX = 100_000;

    /** Most characters of one market, and of all fields beside the markets; names count. */
    static final int CHARACTERS_MAX = 1_000_000;

    /** Most tokens of all markets. */
    static final int RESPONSE_TOKENS_MAX = 3_000_000;

    /** Most characters of all markets. */
    static final int RESPONSE_CHARACTERS_MAX = 50_000_000;

    private int tokens;
    private int characters;

    Budget(int tokens, int characters) {
        this.tokens = tokens;
        this.characters = characters;
    }

    static Budget ofMarket() {
        return new Budget(TOKENS_MAX, CHARACTERS_MAX);
    }

    static Budget ofResponse() {
        return new Budget(RESPONSE_TOKENS_MAX, RESPONSE_CHARACTERS_MAX);
    }

    /**
     * Takes a token from the budget.
     *
     * @throws Exceeded if there is not that much left
     */
    void spend(int length) throws Exceeded {
        tokens--;
        characters -= length;
        if (tokens < 0 || characters < 0) {
            throw new Exceeded();
        }
    }

    /**
     * Takes what was spent of another budget from this one.
     *
     * @return whether there was that much
     */
    boolean spendAllOf(Budget full, Budget left) {
        tokens -= full.tokens - left.tokens;
        characters -= full.characters - left.characters;
        return tokens >= 0 && characters >= 0;
    }

    /** There is more than the budget allows. */
    static final class Exceeded extends Exception {
        private static final long serialVersionUID = 1L;

        private Exceeded() {
            super("More than may be kept", null, false, false);
        }
    }
}
