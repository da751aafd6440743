package io.countersign.model.merkle;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What shows that a tree only grew (RFC 9162 section 2.1.4): the first {@code oldSize} leaves of the tree of {@code newSize}
 * are those of the older tree.
 *
 * @param oldSize number of leaves before; unsigned 64 bits
 * @param newSize number of leaves now; unsigned 64 bits
 * @param hashes 32 bytes each; none where the sizes are equal
 */
public record ConsistencyProof(long oldSize, long newSize, List<byte[]> hashes) {
    public ConsistencyProof {
        hashes = List.copyOf(hashes);
    }

    /**
     * Puts a proof together.
     *
     * @throws IllegalArgumentException unless 0 &lt; oldSize &lt;= newSize; nothing can be proven from an empty tree
     */
    public static ConsistencyProof of(long oldSize, long newSize, NodeSource nodes) {
        if (oldSize <= 0 || oldSize > newSize) {
            throw new IllegalArgumentException("No consistency proof leads from size " + oldSize + " to " + newSize);
        }
        List<byte[]> fromRoot = new ArrayList<>();
        long from = 0;
        long to = newSize;
        boolean whole = true; // whether the old tree, as far as it lies in this range, is the tree from its first leaf
        while (oldSize != to) {
            long middle = from + Subtrees.split(to - from);
            if (oldSize <= middle) {
                fromRoot.add(Subtrees.root(middle, to, nodes));
                to = middle;
            } else {
                fromRoot.add(Subtrees.root(from, middle, nodes));
                from = middle;
                whole = false;
            }
        }
        if (!whole) {
            fromRoot.add(Subtrees.root(from, to, nodes));
        }
        Collections.reverse(fromRoot);
        return new ConsistencyProof(oldSize, newSize, fromRoot);
    }

    /**
     * Checks that the tree of the new root begins with the tree of the old root: every hash is used and none is left over (RFC
     * 9162 section 2.1.4.2). From the empty tree only the empty tree follows; anything else would prove nothing.
     *
     * @throws ProofMismatchException if it does not hold
     */
    public void verify(byte[] oldRoot, byte[] newRoot) {
        Subtrees.requireHashes(hashes);
        if (oldSize == newSize) {
            verifyEqual(oldRoot, newRoot);
            return;
        }
        if (oldSize == 0 || Long.compareUnsigned(oldSize, newSize) > 0) {
            throw new ProofMismatchException("No consistency proof leads from size " + Long.toUnsignedString(oldSize)
                    + " to " + Long.toUnsignedString(newSize));
        }
        if (hashes.isEmpty()) {
            throw new ProofMismatchException("The proof is empty although the sizes differ");
        }
        Subtrees.requireHash("old root", oldRoot);
        Subtrees.requireHash("new root", newRoot);
        List<byte[]> path = new ArrayList<>();
        if (Long.bitCount(oldSize) == 1) {
            path.add(oldRoot); // a perfect tree is itself the first node
        }
        path.addAll(hashes);
        long node = oldSize - 1;
        long last = newSize - 1;
        while ((node & 1) == 1) {
            node >>>= 1;
            last >>>= 1;
        }
        byte[] older = path.get(0);
        byte[] newer = path.get(0);
        for (byte[] hash : path.subList(1, path.size())) {
            if (last == 0) {
                throw new ProofMismatchException("The proof has hashes left over: " + hashes.size() + " are too many");
            }
            if ((node & 1) == 1 || node == last) {
                older = MerkleTree.nodeHash(hash, older);
                newer = MerkleTree.nodeHash(hash, newer);
                while ((node & 1) == 0 && node != 0) {
                    node >>>= 1;
                    last >>>= 1;
                }
            } else {
                newer = MerkleTree.nodeHash(newer, hash);
            }
            node >>>= 1;
            last >>>= 1;
        }
        if (last != 0) {
            throw new ProofMismatchException("The proof ends below the root: " + hashes.size() + " hashes are too few");
        }
        Subtrees.requireRoot("old root", older, oldRoot);
        Subtrees.requireRoot("new root", newer, newRoot);
    }

    private void verifyEqual(byte[] oldRoot, byte[] newRoot) {
        if (!hashes.isEmpty()) {
            throw new ProofMismatchException("The proof has hashes left over: the sizes are equal");
        }
        Subtrees.requireRoot("root", oldRoot, newRoot);
        if (oldSize == 0) {
            Subtrees.requireRoot("root of the empty tree", MerkleTree.emptyRoot(), oldRoot);
        }
    }
}
