package io.countersign.model.merkle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Walks over a tree by its perfect subtrees, and checks that the proofs share. */
final class Subtrees {
    private Subtrees() {}

    /** The root over the leaves from {@code from} to before {@code to}, where {@code from} is a place a subtree may start. */
    static byte[] root(long from, long to, NodeSource nodes) {
        List<byte[]> peaks = new ArrayList<>();
        long start = from;
        while (start < to) {
            long width = Long.highestOneBit(to - start);
            int height = Long.numberOfTrailingZeros(width);
            peaks.add(nodes.hash(height, start >>> height));
            start += width;
        }
        return MerkleTree.rootOfPeaks(peaks);
    }

    /** The largest power of two below {@code size}, which is at least 2. */
    static long split(long size) {
        return Long.highestOneBit(size - 1);
    }

    static void requireHashes(List<byte[]> hashes) {
        for (int i = 0; i < hashes.size(); i++) {
            if (hashes.get(i).length != MerkleTree.HASH_LENGTH) {
                throw new ProofMismatchException(
                        "Proof hash " + i + " has " + hashes.get(i).length + " bytes, not " + MerkleTree.HASH_LENGTH);
            }
        }
    }

    static void requireHash(String which, byte[] hash) {
        if (hash.length != MerkleTree.HASH_LENGTH) {
            throw new ProofMismatchException(
                    "The " + which + " has " + hash.length + " bytes, not " + MerkleTree.HASH_LENGTH);
        }
    }

    static void requireRoot(String which, byte[] computed, byte[] expected) {
        if (!Arrays.equals(computed, expected)) {
            throw new ProofMismatchException(
                    "The proof leads to " + which + " " + hex(computed) + ", expected " + hex(expected));
        }
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash);
    }
}
