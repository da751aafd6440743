package io.countersign.audit;

/**
 * One thing that verification found wrong with a ledger.
 *
 * @param code what kind of thing; {@code docs/spec/ledger.md} says what each means
 * @param place where: {@code entry 5}, {@code tile 0/3}, {@code stream change/CHG-1}, {@code head}
 * @param message what was found, and what was expected
 */
public record LedgerFinding(Code code, String place, String message) {
    /** Kinds of findings. Never reused for anything else. */
    public enum Code {
        /** An envelope does not hash to the leaf that was recorded. */
        LEAF("LEDGER-LEAF"),
        /** A tile is missing, superfluous, or does not follow from the level below. */
        TILE("LEDGER-TILE"),
        /** The root over all leaves is not the one that was recorded. */
        ROOT("LEDGER-ROOT"),
        /** An entry is missing, or stands outside the recorded size. */
        GAP("LEDGER-GAP"),
        /** Bytes that are no envelope of this format in canonical form, or say that they stand elsewhere. */
        ENVELOPE("LEDGER-ENVELOPE"),
        /** An entry does not hang on the one before it in its stream, or a stream's row is not where its entries end. */
        STREAM("LEDGER-STREAM"),
        /** A column says something else than its envelope. */
        PROJECTION("LEDGER-PROJECTION"),
        /** What is kept under an idempotency key is not what was recorded under it. */
        BATCH("LEDGER-BATCH"),
        /** A payload is missing or does not have the digest that its entry names. */
        PAYLOAD("LEDGER-PAYLOAD"),
        /** An entry was recorded before the one in front of it. */
        TIME("LEDGER-TIME"),
        /** A checkpoint is no checkpoint, or is not signed by a key that is trusted. */
        SIGNATURE("LEDGER-SIGNATURE"),
        /** A checkpoint names another root than the entries lead to. */
        CHECKPOINT("LEDGER-CHECKPOINT"),
        /** The ledger is shorter than a checkpoint says it was. */
        TRUNCATED("LEDGER-TRUNCATED"),
        /** Tables or triggers are not those of this format. */
        SCHEMA("LEDGER-SCHEMA"),
        /** SQLite finds the file itself damaged, or the database cannot read on. */
        FILE("LEDGER-FILE");

        private final String id;

        Code(String id) {
            this.id = id;
        }

        /** The code as it is printed, such as {@code LEDGER-LEAF}. */
        public String id() {
            return id;
        }
    }

    @Override
    public String toString() {
        return code.id() + " " + place + ": " + message;
    }
}
