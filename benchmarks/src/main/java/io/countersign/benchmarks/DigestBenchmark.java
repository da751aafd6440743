package io.countersign.benchmarks;

import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.merkle.MerkleTree;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.security.MessageDigest;
import java.util.List;

/**
 * The root of a snapshot of 1,500 spot markets: from the documents, which are brought to canonical form first, and from canonical
 * bytes that are there already. The limit is SHA-256 over the same bytes.
 */
final class DigestBenchmark implements Benchmarks.Benchmark {
    private static final int MARKETS = 1_500;

    @Override
    public List<Measurement> run(PrintWriter progress) throws Exception {
        List<MarketDocument> documents = new KrakenSpot()
                .read("made up", new ByteArrayInputStream(SpotResponse.made(MARKETS)))
                .documents();
        Scope scope = new Scope("kraken", "benchmark");
        List<byte[]> canonical = ConfigSnapshot.of(scope, documents).documents().values().stream()
                .map(CanonicalJson::bytes)
                .toList();
        if (!root(canonical).equals(ConfigSnapshot.of(scope, documents).root())) {
            throw new IllegalStateException("The two ways do not give one root");
        }
        progress.println("digest, " + documents.size() + " documents, "
                + canonical.stream().mapToInt(bytes -> bytes.length).sum() + " canonical bytes");
        double[] medians = new Rounds(30, 60)
                .medians(
                        () -> sha256(canonical),
                        () -> root(canonical),
                        () -> ConfigSnapshot.of(scope, documents).root());
        Measurement limit = Measurement.of("SHA-256 of the bytes", medians[0], "ms");
        return List.of(
                limit,
                Measurement.of("root of canonical bytes", medians[1], "ms").against(limit),
                Measurement.of("root of documents", medians[2], "ms").against(limit));
    }

    private static Digest root(List<byte[]> canonical) {
        return Digest.ofHash(
                MerkleTree.root(canonical.stream().map(MerkleTree::leafHash).toList()));
    }

    private static byte[] sha256(List<byte[]> canonical) throws Exception {
        MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
        canonical.forEach(sha256::update);
        return sha256.digest();
    }
}
