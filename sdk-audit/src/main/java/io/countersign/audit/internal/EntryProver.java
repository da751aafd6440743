package io.countersign.audit.internal;

import io.countersign.audit.proof.EntryProof;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.merkle.InclusionProof;
import io.countersign.model.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts proofs together from tiles, of which it remembers some hundred. Thread-safe. */
public final class EntryProver {
    private static final int TILES_KEPT_MAX = 256;

    private final LedgerReader reader;

    /** A tile never changes while it has the same width. Those used last come last. */
    private final Map<Place, ExpandedTile> tiles = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, ExpandedTile> eldest) {
            return size() > TILES_KEPT_MAX;
        }
    };

    private record Place(int level, long index, int width) {}

    public EntryProver(LedgerReader reader) {
        this.reader = reader;
    }

    /** The proof of an entry against a signed checkpoint of this size. */
    public EntryProof prove(long sequence, long size, String checkpoint) {
        JournalEntry entry = reader.load(sequence);
        InclusionProof path = InclusionProof.of(sequence, size, (height, index) -> node(height, index, size));
        return entry.envelope().payload().isPresent()
                ? EntryProof.of(entry.envelopeBytes(), sequence, path.hashes(), checkpoint)
                : EntryProof.of(entry.envelopeBytes(), entry.payload().bytes(), sequence, path.hashes(), checkpoint);
    }

    /** A perfect subtree lies inside one tile. */
    private byte[] node(int height, long index, long size) {
        int level = height / TileFrontier.HEIGHT;
        int within = height % TileFrontier.HEIGHT;
        long tile = (index << within) / TileFrontier.WIDTH;
        return tile(level, tile, size).node(within, (int) (index % (TileFrontier.WIDTH >> within)));
    }

    private ExpandedTile tile(int level, long index, long size) {
        long hashes = size >>> (TileFrontier.HEIGHT * level);
        int width = (int) Math.min(TileFrontier.WIDTH, hashes - index * TileFrontier.WIDTH);
        Place place = new Place(level, index, width);
        synchronized (tiles) {
            ExpandedTile kept = tiles.get(place);
            if (kept != null) {
                return kept;
            }
        }
        ExpandedTile read = new ExpandedTile(reader.tile(level, index, size));
        synchronized (tiles) {
            tiles.put(place, read);
        }
        return read;
    }

    /** A tile with the perfect subtrees over its hashes. */
    private static final class ExpandedTile {
        private final List<List<byte[]>> heights = new ArrayList<>();

        ExpandedTile(List<byte[]> hashes) {
            List<byte[]> height = hashes;
            while (!height.isEmpty()) {
                heights.add(height);
                List<byte[]> above = new ArrayList<>(height.size() / 2);
                for (int i = 0; i + 1 < height.size(); i += 2) {
                    above.add(MerkleTree.nodeHash(height.get(i), height.get(i + 1)));
                }
                height = above;
            }
        }

        byte[] node(int height, int index) {
            return heights.get(height).get(index);
        }
    }
}
