package io.countersign.model.journal;

import io.countersign.model.json.Digest;

/**
 * Where a journal stands.
 *
 * @param size number of entries; the next sequence
 * @param root Merkle root over all leaf hashes (RFC 6962)
 */
public record JournalHead(long size, Digest root) {}
