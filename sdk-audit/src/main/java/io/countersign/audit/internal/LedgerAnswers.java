package io.countersign.audit.internal;

/** Where questions about a ledger are answered. */
interface LedgerAnswers extends AutoCloseable {
    /**
     * Asks a connection. What a question changes outside it must be set anew each time it is asked.
     *
     * @throws io.countersign.model.LedgerUnavailableException if the database does not answer
     */
    <T> T ask(LedgerQueries.Question<T> question);

    @Override
    void close();
}
