package io.countersign.model.merkle;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;

/**
 * Merkle tree hashing as in RFC 6962 section 2.1: a leaf is SHA-256(0x00, entry), a node SHA-256(0x01, left, right), the
 * empty tree SHA-256(""). All hashes are 32 bytes.
 */
public final class MerkleTree {
    /** Length of every hash, in bytes. */
    public static final int HASH_LENGTH = 32;

    private static final byte LEAF = 0x00;
    private static final byte NODE = 0x01;

    private MerkleTree() {}

    /** The hash of a leaf that holds this entry. */
    public static byte[] leafHash(byte[] entry) {
        MessageDigest sha256 = sha256();
        sha256.update(LEAF);
        return sha256.digest(entry);
    }

    /** The hash of a node over its two children. */
    public static byte[] nodeHash(byte[] left, byte[] right) {
        MessageDigest sha256 = sha256();
        sha256.update(NODE);
        sha256.update(left);
        return sha256.digest(right);
    }

    /** The root of the tree without leaves. */
    public static byte[] emptyRoot() {
        return sha256().digest();
    }

    /** The root over leaf hashes, in order. */
    public static byte[] root(List<byte[]> leafHashes) {
        return switch (leafHashes.size()) {
            case 0 -> emptyRoot();
            case 1 -> leafHashes.get(0).clone();
            default -> {
                int split = Integer.highestOneBit(leafHashes.size() - 1); // the largest power of two below the size
                yield nodeHash(root(leafHashes.subList(0, split)), root(leafHashes.subList(split, leafHashes.size())));
            }
        };
    }

    /**
     * The root over perfect subtrees that stand side by side, largest first: the hashes that {@link MerkleFrontier#peaks()}
     * gives.
     */
    public static byte[] rootOfPeaks(List<byte[]> peaks) {
        if (peaks.isEmpty()) {
            return emptyRoot();
        }
        byte[] root = peaks.get(peaks.size() - 1);
        for (int i = peaks.size() - 2; i >= 0; i--) {
            root = nodeHash(peaks.get(i), root);
        }
        return root.clone();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
