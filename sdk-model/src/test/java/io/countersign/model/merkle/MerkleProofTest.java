package io.countersign.model.merkle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleProofTest {
    private static final int SIZE_MAX = 130;

    private static final List<byte[]> LEAVES = IntStream.range(0, SIZE_MAX + 1)
            .mapToObj(i -> MerkleTree.leafHash(new byte[] {(byte) i}))
            .toList();

    private static final NodeSource NODES = (height, index) ->
            MerkleTree.root(LEAVES.subList(Math.toIntExact(index << height), Math.toIntExact((index + 1) << height)));

    @Test
    void frontier_everySize_hasTheNaiveRoot() {
        MerkleFrontier frontier = new MerkleFrontier();
        for (int size = 0; size <= SIZE_MAX; size++) {
            assertThat(frontier.size()).isEqualTo(size);
            assertThat(frontier.root()).isEqualTo(root(size));
            assertThat(frontier.peaks()).hasSize(Integer.bitCount(size));
            MerkleFrontier copy = frontier.copy();
            copy.append(LEAVES.get(0));
            assertThat(frontier.root()).isEqualTo(root(size));
            frontier.append(LEAVES.get(size));
        }
    }

    @Test
    void inclusion_everyIndexAndSize_isThePathOfTheDefinition() {
        for (int size = 1; size <= SIZE_MAX; size++) {
            byte[] root = root(size);
            for (int index = 0; index < size; index++) {
                InclusionProof proof = InclusionProof.of(index, size, NODES);
                assertThat(proof.hashes()).usingRecursiveComparison().isEqualTo(path(index, LEAVES.subList(0, size)));
                proof.verify(LEAVES.get(index), root);
            }
        }
    }

    @Test
    void inclusion_anyOtherIndexSizeOrLength_isRefused() {
        int sizeMax = 40;
        for (int size = 1; size <= sizeMax; size++) {
            byte[] root = root(size);
            for (int index = 0; index < size; index++) {
                List<byte[]> hashes = InclusionProof.of(index, size, NODES).hashes();
                byte[] leaf = LEAVES.get(index);
                for (int other = 0; other <= sizeMax; other++) {
                    if (other != index) {
                        assertRefused(new InclusionProof(other, size, hashes), leaf, root);
                    }
                }
                List<byte[]> longer = new ArrayList<>(hashes);
                longer.add(root);
                assertRefused(new InclusionProof(index, size, longer), leaf, root);
                if (!hashes.isEmpty()) {
                    assertRefused(new InclusionProof(index, size, hashes.subList(1, hashes.size())), leaf, root);
                    assertRefused(new InclusionProof(index, size, hashes.subList(0, hashes.size() - 1)), leaf, root);
                }
                assertRefused(new InclusionProof(index, size, hashes), LEAVES.get(SIZE_MAX), root);
                assertRefused(new InclusionProof(index, size, hashes), leaf, LEAVES.get(SIZE_MAX));
            }
        }
    }

    /** A verifier in the field takes a leaf that equals the root for any index when the proof is empty. */
    @Test
    void inclusion_emptyProofInLargeTree_isRefused() {
        byte[] leaf = LEAVES.get(5);

        assertThatThrownBy(() -> new InclusionProof(5, 1000, List.of()).verify(leaf, leaf))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessage("The proof ends below the root: 0 hashes are too few for index 5 in size 1000");
    }

    /** The same verifier takes the proof of index 2 in a tree of 3 for index 1. */
    @Test
    void inclusion_neighbourIndexInTreeOfThree_isRefused() {
        InclusionProof proof = InclusionProof.of(2, 3, NODES);

        assertThatCode(() -> proof.verify(LEAVES.get(2), root(3))).doesNotThrowAnyException();
        assertThatThrownBy(() -> new InclusionProof(1, 3, proof.hashes()).verify(LEAVES.get(2), root(3)))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessageContaining("too few");
    }

    /** Hashes left over that lead to just the root that is asked for, as if the tree were smaller than it is. */
    @Test
    void verify_hashesLeftOverThatFit_areRefused() {
        List<byte[]> hashes = InclusionProof.of(2, 3, NODES).hashes();
        assertThatThrownBy(() -> new InclusionProof(0, 1, hashes).verify(LEAVES.get(2), root(3)))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessageContaining("left over");

        byte[] beside = LEAVES.get(9);
        List<byte[]> longer = new ArrayList<>(ConsistencyProof.of(3, 4, NODES).hashes());
        longer.add(beside);
        assertThatThrownBy(() -> new ConsistencyProof(3, 4, longer)
                        .verify(MerkleTree.nodeHash(beside, root(3)), MerkleTree.nodeHash(beside, root(4))))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessageContaining("left over");
    }

    @Test
    void inclusion_indexBeyondSize_isRefused() {
        byte[] leaf = LEAVES.get(0);

        for (long index : new long[] {1, 2, -1, Long.MIN_VALUE}) {
            assertThatThrownBy(() -> new InclusionProof(index, 1, List.of()).verify(leaf, leaf))
                    .isInstanceOf(ProofMismatchException.class)
                    .hasMessageContaining("is not in a tree of size 1");
        }
        assertThatThrownBy(() -> new InclusionProof(0, 1, List.of()).verify(new byte[0], new byte[0]))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessage("The leaf hash has 0 bytes, not 32");
        assertThatThrownBy(() -> new ConsistencyProof(1, 2, List.of(leaf)).verify(new byte[0], new byte[0]))
                .isInstanceOf(ProofMismatchException.class)
                .hasMessage("The old root has 0 bytes, not 32");
        assertThatThrownBy(() -> new InclusionProof(0, 0, List.of()).verify(leaf, leaf))
                .isInstanceOf(ProofMismatchException.class);
        assertThatIllegalArgumentException().isThrownBy(() -> InclusionProof.of(3, 3, NODES));
        assertThatIllegalArgumentException().isThrownBy(() -> InclusionProof.of(-1, 3, NODES));
    }

    @Test
    void consistency_everyPairOfSizes_verifies() {
        for (int newSize = 1; newSize <= SIZE_MAX; newSize++) {
            byte[] newRoot = root(newSize);
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                ConsistencyProof.of(oldSize, newSize, NODES).verify(root(oldSize), newRoot);
            }
        }
    }

    @Test
    void consistency_anythingElse_isRefused() {
        int sizeMax = 24;
        for (int newSize = 1; newSize <= sizeMax; newSize++) {
            for (int oldSize = 1; oldSize <= newSize; oldSize++) {
                List<byte[]> hashes =
                        ConsistencyProof.of(oldSize, newSize, NODES).hashes();
                for (int other = 0; other <= sizeMax; other++) {
                    if (other != oldSize) {
                        assertRefused(new ConsistencyProof(other, newSize, hashes), root(oldSize), root(newSize));
                    }
                }
                List<byte[]> longer = new ArrayList<>(hashes);
                longer.add(root(newSize));
                assertRefused(new ConsistencyProof(oldSize, newSize, longer), root(oldSize), root(newSize));
                assertRefused(new ConsistencyProof(oldSize, newSize, hashes), root(oldSize + 1), root(newSize));
                assertRefused(new ConsistencyProof(oldSize, newSize, hashes), root(oldSize), root(newSize + 1));
                if (!hashes.isEmpty()) {
                    List<byte[]> shorter = hashes.subList(0, hashes.size() - 1);
                    assertRefused(new ConsistencyProof(oldSize, newSize, shorter), root(oldSize), root(newSize));
                }
            }
        }
    }

    @Test
    void consistency_emptyTrees_needTheEmptyRoot() {
        byte[] empty = MerkleTree.emptyRoot();

        assertThatCode(() -> new ConsistencyProof(0, 0, List.of()).verify(empty, empty))
                .doesNotThrowAnyException();
        assertRefused(new ConsistencyProof(0, 0, List.of()), root(1), root(1));
        assertRefused(new ConsistencyProof(0, 1, List.of()), empty, root(1));
        assertRefused(new ConsistencyProof(0, 1, List.of(root(1))), empty, root(1));
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyProof.of(0, 1, NODES));
        assertThatIllegalArgumentException().isThrownBy(() -> ConsistencyProof.of(2, 1, NODES));
    }

    private static void assertRefused(InclusionProof proof, byte[] leaf, byte[] root) {
        assertThatThrownBy(() -> proof.verify(leaf, root)).isInstanceOf(ProofMismatchException.class);
    }

    private static void assertRefused(ConsistencyProof proof, byte[] oldRoot, byte[] newRoot) {
        assertThatThrownBy(() -> proof.verify(oldRoot, newRoot)).isInstanceOf(ProofMismatchException.class);
    }

    private static byte[] root(int size) {
        return MerkleTree.root(LEAVES.subList(0, size));
    }

    /** PATH(m, D[n]) of RFC 6962 section 2.1.1, word for word. */
    private static List<byte[]> path(int index, List<byte[]> leaves) {
        if (leaves.size() == 1) {
            return List.of();
        }
        int k = Integer.highestOneBit(leaves.size() - 1);
        List<byte[]> left = leaves.subList(0, k);
        List<byte[]> right = leaves.subList(k, leaves.size());
        List<byte[]> path = new ArrayList<>(index < k ? path(index, left) : path(index - k, right));
        path.add(MerkleTree.root(index < k ? right : left));
        return path;
    }
}
