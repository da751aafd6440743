package io.countersign.model.merkle;

import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of a Merkle tree that grows: what must be kept to add leaves and to know the root after each, at most 63
 * hashes whatever the size. Not thread-safe.
 */
public final class MerkleFrontier {
    private final List<byte[]> peaks;
    private long size;

    /** An empty tree. */
    public MerkleFrontier() {
        this(new ArrayList<>(), 0);
    }

    private MerkleFrontier(List<byte[]> peaks, long size) {
        this.peaks = peaks;
        this.size = size;
    }

    /**
     * The edge of a tree of which the size and the peaks were kept.
     *
     * @throws IllegalArgumentException if there is not one peak for each bit that is set in the size
     */
    public static MerkleFrontier of(long size, List<byte[]> peaks) {
        if (size < 0 || peaks.size() != Long.bitCount(size)) {
            throw new IllegalArgumentException(
                    "A tree of size " + size + " has " + Long.bitCount(size) + " peaks, not " + peaks.size());
        }
        return new MerkleFrontier(new ArrayList<>(peaks), size);
    }

    /** Adds a leaf by its hash; one node is hashed on average. */
    public void append(byte[] leafHash) {
        byte[] hash = leafHash;
        for (long rest = size; (rest & 1) == 1; rest >>= 1) {
            hash = MerkleTree.nodeHash(peaks.remove(peaks.size() - 1), hash);
        }
        peaks.add(hash);
        size++;
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** The roots of the perfect subtrees that make up the tree, largest first: one for each bit that is set in the size. */
    public List<byte[]> peaks() {
        return List.copyOf(peaks);
    }

    /** The root now. */
    public byte[] root() {
        return MerkleTree.rootOfPeaks(peaks);
    }

    /** A frontier of its own that starts where this one stands. */
    public MerkleFrontier copy() {
        return new MerkleFrontier(new ArrayList<>(peaks), size);
    }
}
