package io.countersign.audit.proof;

/**
 * The statement of a witness that the log only grew up to a checkpoint (c2sp.org/tlog-cosignature), once verified.
 *
 * @param witness its name in the policy
 * @param key the key that cosigned
 * @param time when, by its own clock: seconds since 1970-01-01T00:00:00Z, not negative; 0 where it does not say when
 */
public record Cosignature(String witness, NoteVerifier key, long time) {}
