package io.countersign.audit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.model.merkle.MerkleFrontier;
import io.countersign.model.merkle.MerkleTree;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TileFrontierTest {
    @Test
    void append_upToTheThirdLevel_agreesWithThePlainFrontierAndRecovers() {
        Map<Integer, List<byte[]>> hashes = new HashMap<>();
        Map<Integer, Long> tiles = new HashMap<>();
        TileFrontier tiled = new TileFrontier();
        MerkleFrontier plain = new MerkleFrontier();
        for (int size = 1; size <= 66_000; size++) {
            byte[] leaf =
                    MerkleTree.leafHash(ByteBuffer.allocate(4).putInt(size).array());
            hashes.computeIfAbsent(0, level -> new ArrayList<>()).add(leaf);
            tiled.append(leaf, (level, index, bytes, root) -> {
                assertThat(index).isEqualTo(tiles.merge(level, 1L, Long::sum) - 1);
                List<byte[]> own =
                        hashes.get(level).subList(Math.toIntExact(index * 256), Math.toIntExact(index * 256 + 256));
                ByteBuffer expected = ByteBuffer.allocate(8_192);
                own.forEach(expected::put);
                assertThat(bytes).isEqualTo(expected.array());
                assertThat(root).isEqualTo(MerkleTree.root(own));
                hashes.computeIfAbsent(level + 1, l -> new ArrayList<>()).add(root);
            });
            plain.append(leaf);
            if (size < 600 || size % 251 == 0 || (size > 65_530 && size < 65_540)) {
                TileFrontier recovered = TileFrontier.recover(
                        size,
                        (level, from, to) -> hashes.getOrDefault(level, List.of())
                                .subList(Math.toIntExact(from), Math.toIntExact(to)));
                assertThat(tiled.root()).isEqualTo(plain.root());
                assertThat(recovered.root()).isEqualTo(plain.root());
                assertThat(recovered.size()).isEqualTo(size);
                assertThat(tiled.copy().root()).isEqualTo(plain.root());
            }
        }
        assertThat(tiles).containsEntry(0, 257L).containsEntry(1, 1L);
    }
}
