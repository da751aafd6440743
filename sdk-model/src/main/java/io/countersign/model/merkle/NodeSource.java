package io.countersign.model.merkle;

/** Where the hashes of perfect subtrees come from when a proof is put together. */
@FunctionalInterface
public interface NodeSource {
    /**
     * The root over the leaves from {@code index * 2^height} to before {@code (index + 1) * 2^height}, all of which exist.
     *
     * @param height 0 for leaves
     * @param index place among the nodes of this height, from 0
     */
    byte[] hash(int height, long index);
}
