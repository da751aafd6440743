package io.countersign.model.journal;

/** A journal that can prove to outsiders what it recorded. */
public interface ProofSource {
    /**
     * The proof that an entry is recorded, as one text that an outsider checks offline with the journal's public key alone. Its
     * format is described in {@code docs/spec/ledger.md}.
     *
     * @throws io.countersign.model.NotFoundException if there is no such entry
     */
    String prove(long sequence);
}
