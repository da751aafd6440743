package io.countersign.audit.internal;

import io.countersign.audit.proof.EntryProof;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.merkle.InclusionProof;
import io.countersign.model.merkle.MerkleTree;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts proofs together from tiles. */
public final class EntryProver {
    private final LedgerReader reader;

    public EntryProver(LedgerReader reader) {
        this.reader = reader;
    }

    /** The proof of an entry against a signed checkpoint of this size. */
    public EntryProof prove(long sequence, long size, String checkpoint) {
        JournalEntry entry = reader.load(sequence);
        Map<String, List<byte[]>> tiles = new HashMap<>();
        InclusionProof path = InclusionProof.of(sequence, size, (height, index) -> node(height, index, size, tiles));
        return entry.envelope().payload().isPresent()
                ? EntryProof.of(entry.envelopeBytes(), sequence, path.hashes(), checkpoint)
                : EntryProof.of(entry.envelopeBytes(), entry.payload().bytes(), sequence, path.hashes(), checkpoint);
    }

    /** A perfect subtree lies inside one tile: as one hash of it, or as the root over some. */
    private byte[] node(int height, long index, long size, Map<String, List<byte[]>> tiles) {
        int level = height / TileFrontier.HEIGHT;
        int within = height % TileFrontier.HEIGHT;
        long first = index << within;
        long tile = first / TileFrontier.WIDTH;
        int from = (int) (first % TileFrontier.WIDTH);
        List<byte[]> hashes = tiles.computeIfAbsent(level + "/" + tile, t -> reader.tile(level, tile, size));
        return MerkleTree.root(hashes.subList(from, from + (1 << within)));
    }
}
