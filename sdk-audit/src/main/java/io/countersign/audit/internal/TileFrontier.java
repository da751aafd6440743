package io.countersign.audit.internal;

import io.countersign.model.merkle.MerkleFrontier;
import io.countersign.model.merkle.MerkleTree;
import java.util.ArrayList;
import java.util.List;

/**
 * The right edge of the tree in tiles of 256 hashes (c2sp.org/tlog-tiles): the hashes of the last, unfinished tile of every
 * level. Not thread-safe.
 */
public final class TileFrontier {
    /** Hashes in a full tile. */
    public static final int WIDTH = 256;

    /** Bits that one level of tiles takes from an index. */
    public static final int HEIGHT = 8;

    /** Levels of tiles of the largest tree. */
    static final int LEVELS_MAX = Long.SIZE / HEIGHT - 1;

    private final List<Level> levels;
    private long size;

    /** Takes tiles when they are full. */
    @FunctionalInterface
    public interface Sink {
        /**
         * A tile is complete.
         *
         * @param level 0 for leaves
         * @param index place among the tiles of this level, from 0
         * @param hashes 256 hashes of 32 bytes
         * @param root the hash over them
         */
        void full(int level, long index, byte[] hashes, byte[] root);
    }

    /** Where the hashes of unfinished tiles come from. */
    @FunctionalInterface
    public interface Source<E extends Exception> {
        /** The hashes of a level from one index to before another, in order. */
        List<byte[]> hashes(int level, long from, long to) throws E;
    }

    /** An empty tree. */
    public TileFrontier() {
        this(new ArrayList<>(), 0);
    }

    private TileFrontier(List<Level> levels, long size) {
        this.levels = levels;
        this.size = size;
    }

    /** The right edge of a tree of this size. */
    public static <E extends Exception> TileFrontier recover(long size, Source<E> source) throws E {
        List<Level> levels = new ArrayList<>();
        for (int level = 0; size >>> (HEIGHT * level) > 0; level++) {
            long to = size >>> (HEIGHT * level);
            Level edge = new Level();
            for (byte[] hash : source.hashes(level, to & -WIDTH, to)) {
                edge.add(hash);
            }
            levels.add(edge);
        }
        return new TileFrontier(levels, size);
    }

    /** Adds a leaf; the sink gets the tiles that it completes, lowest first. */
    public void append(byte[] leafHash, Sink sink) {
        size++;
        byte[] hash = leafHash;
        for (int level = 0; ; level++) {
            if (level == levels.size()) {
                levels.add(new Level());
            }
            Level edge = levels.get(level);
            edge.add(hash);
            if (edge.width < WIDTH) {
                return;
            }
            hash = edge.peaks.root();
            sink.full(level, (size >>> (HEIGHT * (level + 1))) - 1, edge.concatenated(), hash);
            levels.set(level, new Level());
        }
    }

    /** Number of leaves. */
    public long size() {
        return size;
    }

    /** The root over all leaves. */
    public byte[] root() {
        List<byte[]> peaks = new ArrayList<>();
        for (int level = levels.size() - 1; level >= 0; level--) {
            peaks.addAll(levels.get(level).peaks.peaks());
        }
        return MerkleTree.rootOfPeaks(peaks);
    }

    /** A frontier of its own that starts where this one stands. */
    public TileFrontier copy() {
        List<Level> copies = new ArrayList<>(levels.size());
        levels.forEach(level -> copies.add(level.copy()));
        return new TileFrontier(copies, size);
    }

    private static final class Level {
        private final byte[][] hashes;
        private final MerkleFrontier peaks;
        private int width;

        Level() {
            this(new byte[WIDTH][], new MerkleFrontier(), 0);
        }

        private Level(byte[][] hashes, MerkleFrontier peaks, int width) {
            this.hashes = hashes;
            this.peaks = peaks;
            this.width = width;
        }

        void add(byte[] hash) {
            hashes[width] = hash;
            width++;
            peaks.append(hash);
        }

        byte[] concatenated() {
            byte[] all = new byte[WIDTH * MerkleTree.HASH_LENGTH];
            for (int i = 0; i < WIDTH; i++) {
                System.arraycopy(hashes[i], 0, all, i * MerkleTree.HASH_LENGTH, MerkleTree.HASH_LENGTH);
            }
            return all;
        }

        Level copy() {
            return new Level(hashes.clone(), peaks.copy(), width);
        }
    }
}
