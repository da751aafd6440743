package io.countersign.model.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.countersign.model.fixtures.Cases;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** No proof survives the change of one hash in it, wherever it stands: in all small trees, in some larger ones, in huge ones. */
class MerkleProofChangesTest {
    private static final int SIZE_MAX = 130;
    private static final BigInteger TWO = BigInteger.TWO;

    /** A tree of different leaves that remembers its perfect subtrees. */
    private static final class Leaves implements NodeSource {
        private final List<List<byte[]>> levels = new ArrayList<>();

        Leaves(int size) {
            List<byte[]> level = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                level.add(MerkleTree.leafHash(new byte[] {(byte) (i >> 8), (byte) i}));
            }
            while (!level.isEmpty()) {
                levels.add(level);
                List<byte[]> above = new ArrayList<>();
                for (int i = 0; i + 1 < level.size(); i += 2) {
                    above.add(MerkleTree.nodeHash(level.get(i), level.get(i + 1)));
                }
                level = above;
            }
        }

        @Override
        public byte[] hash(int height, long index) {
            return levels.get(height).get(Math.toIntExact(index));
        }

        byte[] root(int size) {
            return MerkleTree.root(levels.get(0).subList(0, size));
        }
    }

    /** A tree of equal leaves: of any size, as all perfect subtrees of one height have one root. */
    private static final class EqualLeaves implements NodeSource {
        private final List<byte[]> perfect = new ArrayList<>();

        EqualLeaves() {
            byte[] hash = MerkleTree.leafHash(new byte[] {7});
            for (int height = 0; height <= 64; height++) {
                perfect.add(hash);
                hash = MerkleTree.nodeHash(hash, hash);
            }
        }

        @Override
        public byte[] hash(int height, long index) {
            return perfect.get(height);
        }

        /** MTH of RFC 6962 section 2.1. */
        byte[] root(BigInteger size) {
            if (size.bitCount() == 1) {
                return perfect.get(size.bitLength() - 1);
            }
            BigInteger k = TWO.pow(size.bitLength() - 1);
            return MerkleTree.nodeHash(root(k), root(size.subtract(k)));
        }

        /** PATH of RFC 6962 section 2.1.1. */
        List<byte[]> path(BigInteger index, BigInteger size) {
            if (size.equals(BigInteger.ONE)) {
                return List.of();
            }
            BigInteger k = TWO.pow(size.subtract(BigInteger.ONE).bitLength() - 1);
            boolean left = index.compareTo(k) < 0;
            List<byte[]> path = new ArrayList<>(left ? path(index, k) : path(index.subtract(k), size.subtract(k)));
            path.add(root(left ? size.subtract(k) : k));
            return path;
        }
    }

    @Test
    void inclusion_everyChangeOfOneHashInSmallTrees_isRefused() {
        Leaves tree = new Leaves(SIZE_MAX);
        for (int size = 1; size <= SIZE_MAX; size++) {
            byte[] root = tree.root(size);
            for (int index = 0; index < size; index++) {
                assertEveryChangeRefused(InclusionProof.of(index, size, tree), tree.hash(0, index), root);
            }
        }
    }

    @Test
    void consistency_everyChangeOfOneHashInSmallTrees_isRefused() {
        Leaves tree = new Leaves(SIZE_MAX);
        List<byte[]> roots = new ArrayList<>();
        for (int size = 0; size <= SIZE_MAX; size++) {
            roots.add(tree.root(size));
        }
        for (int newSize = 1; newSize <= SIZE_MAX; newSize++) {
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                assertEveryChangeRefused(
                        ConsistencyProof.of(oldSize, newSize, tree), roots.get(oldSize), roots.get(newSize));
            }
        }
    }

    @Test
    void proofs_everyChangeOfOneHashInLargerTrees_isRefused() {
        Leaves tree = new Leaves(5_000);
        Cases.forEach(100, random -> {
            int newSize = SIZE_MAX + random.nextInt(5_000 - SIZE_MAX);
            int oldSize = 1 + random.nextInt(newSize);
            int index = random.nextInt(newSize);
            byte[] root = tree.root(newSize);
            assertEveryChangeRefused(InclusionProof.of(index, newSize, tree), tree.hash(0, index), root);
            assertEveryChangeRefused(ConsistencyProof.of(oldSize, newSize, tree), tree.root(oldSize), root);
        });
    }

    @Test
    void proofs_everyChangeOfOneHashInHugeTrees_isRefused() {
        EqualLeaves tree = new EqualLeaves();
        Cases.forEach(100, random -> {
            long newSize = 1 + (random.nextLong() >>> (1 + random.nextInt(40)));
            long oldSize = 1 + random.nextLong(newSize);
            long index = random.nextLong(newSize);
            byte[] root = tree.root(BigInteger.valueOf(newSize));
            assertEveryChangeRefused(InclusionProof.of(index, newSize, tree), tree.hash(0, index), root);
            assertEveryChangeRefused(
                    ConsistencyProof.of(oldSize, newSize, tree), tree.root(BigInteger.valueOf(oldSize)), root);
        });
    }

    /** Sizes are unsigned: beyond 2^63 - 1 nothing is made here, but everything is checked. */
    @Test
    void inclusion_sizesOf64Bits_areVerified() {
        EqualLeaves tree = new EqualLeaves();
        BigInteger largest = TWO.pow(64).subtract(BigInteger.ONE);
        for (BigInteger size : List.of(TWO.pow(63).subtract(BigInteger.ONE), TWO.pow(63), largest)) {
            for (BigInteger index :
                    List.of(BigInteger.ZERO, TWO.pow(62), size.subtract(TWO), size.subtract(BigInteger.ONE))) {
                InclusionProof proof = new InclusionProof(index.longValue(), size.longValue(), tree.path(index, size));
                assertEveryChangeRefused(proof, tree.hash(0, 0), tree.root(size));
            }
        }
        InclusionProof last = new InclusionProof(
                largest.longValue(), largest.longValue(), tree.path(largest.subtract(BigInteger.ONE), largest));
        assertThatThrownBy(() -> last.verify(tree.hash(0, 0), tree.root(largest)))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessage("Index 18446744073709551615 is not in a tree of size 18446744073709551615");
    }

    private static void assertEveryChangeRefused(InclusionProof proof, byte[] leaf, byte[] root) {
        proof.verify(leaf, root);
        forEveryChange(
                proof.hashes(), changed -> new InclusionProof(proof.index(), proof.size(), changed).verify(leaf, root));
    }

    private static void assertEveryChangeRefused(ConsistencyProof proof, byte[] oldRoot, byte[] newRoot) {
        proof.verify(oldRoot, newRoot);
        forEveryChange(
                proof.hashes(),
                changed -> new ConsistencyProof(proof.oldSize(), proof.newSize(), changed).verify(oldRoot, newRoot));
    }

    /** One bit of a hash, a hash less, and a hash more (its neighbour again, or a foreign one); each at every place. */
    private static void forEveryChange(List<byte[]> hashes, Consumer<List<byte[]>> verification) {
        for (int at = 0; at <= hashes.size(); at++) {
            List<byte[]> longer = new ArrayList<>(hashes);
            longer.add(at, at % 2 == 1 ? hashes.get(at - 1) : MerkleTree.emptyRoot());
            assertRefused(longer, verification);
        }
        for (int at = 0; at < hashes.size(); at++) {
            List<byte[]> changed = new ArrayList<>(hashes);
            byte[] hash = hashes.get(at).clone();
            hash[at % hash.length] ^= (byte) (1 << at % 8);
            changed.set(at, hash);
            assertRefused(changed, verification);

            List<byte[]> shorter = new ArrayList<>(hashes);
            shorter.remove(at);
            assertRefused(shorter, verification);
        }
    }

    private static void assertRefused(List<byte[]> hashes, Consumer<List<byte[]>> verification) {
        boolean refused = false;
        try {
            verification.accept(hashes);
        } catch (ProofMismatchException e) {
            refused = true; // assertThatThrownBy would take a stack trace apart a million times
        }
        assertThat(refused).isTrue();
    }
}
