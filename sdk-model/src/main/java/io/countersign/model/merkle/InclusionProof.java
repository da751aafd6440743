package io.countersign.model.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The path from one leaf to the root of a tree (RFC 9162 section 2.1.3): it proves that the leaf is in the tree at its place.
 *
 * @param index place of the leaf, from 0; unsigned 64 bits
 * @param size number of leaves of the tree; unsigned 64 bits
 * @param hashes siblings from the leaf upwards, 32 bytes each
 */
public record InclusionProof(long index, long size, List<byte[]> hashes) {
    public InclusionProof {
        hashes = List.copyOf(hashes);
    }

    /**
     * Puts a proof together.
     *
     * @throws IllegalArgumentException unless 0 &lt;= index &lt; size
     */
    public static InclusionProof of(long index, long size, NodeSource nodes) {
        if (index < 0 || index >= size) {
            throw new IllegalArgumentException("Leaf " + index + " is not in a tree of size " + size);
        }
        List<byte[]> fromRoot = new ArrayList<>();
        long from = 0;
        long to = size;
        while (to - from > 1) {
            long middle = from + Subtrees.split(to - from);
            if (index < middle) {
                fromRoot.add(Subtrees.root(middle, to, nodes));
                to = middle;
            } else {
                fromRoot.add(Subtrees.root(from, middle, nodes));
                from = middle;
            }
        }
        Collections.reverse(fromRoot);
        return new InclusionProof(index, size, fromRoot);
    }

    /**
     * Checks that the leaf is at this index in the tree of this size and root: the index is inside the tree, every hash is
     * used, and none is left over (RFC 9162 section 2.1.3.2).
     *
     * @throws ProofMismatchException if anything of that does not hold
     */
    public void verify(byte[] leafHash, byte[] root) {
        if (Long.compareUnsigned(index, size) >= 0) {
            throw new ProofMismatchException("Index " + Long.toUnsignedString(index) + " is not in a tree of size "
                    + Long.toUnsignedString(size));
        }
        Subtrees.requireHash("leaf hash", leafHash);
        Subtrees.requireHash("root", root);
        Subtrees.requireHashes(hashes);
        byte[] hash = leafHash;
        long node = index;
        long last = size - 1; // the last node of the same height
        for (byte[] sibling : hashes) {
            if (last == 0) {
                throw new ProofMismatchException("The proof has hashes left over: " + hashes.size()
                        + " are too many for index " + Long.toUnsignedString(index) + " in size "
                        + Long.toUnsignedString(size));
            }
            if ((node & 1) == 1 || node == last) {
                hash = MerkleTree.nodeHash(sibling, hash);
                while ((node & 1) == 0 && node != 0) { // a right edge without sibling rises
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                hash = MerkleTree.nodeHash(hash, sibling);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new ProofMismatchException("The proof ends below the root: " + hashes.size()
                    + " hashes are too few for index " + Long.toUnsignedString(index) + " in size "
                    + Long.toUnsignedString(size));
        }
        Subtrees.requireRoot("root", hash, root);
    }
}
