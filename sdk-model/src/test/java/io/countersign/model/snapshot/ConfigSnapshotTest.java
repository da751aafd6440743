package io.countersign.model.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.fixtures.Cases;
import io.countersign.model.fixtures.Generated;
import io.countersign.model.fixtures.Samples;
import io.countersign.model.json.CanonicalJson;
import io.countersign.model.json.Digest;
import io.countersign.model.json.Json;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.FuturesContract;
import io.countersign.model.market.MarginSchedule;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.market.SpotMarket;
import io.countersign.model.merkle.InclusionProof;
import io.countersign.model.merkle.MerkleTree;
import io.countersign.model.merkle.ProofMismatchException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigSnapshotTest {
    private static final SpotMarket SPOT = Samples.spotMarket();
    private static final MarginSchedule SCHEDULE = Samples.marginSchedule();
    private static final FuturesContract CONTRACT = Samples.futuresContract();

    @Test
    void of_documentsInAnyOrder_holdsThemInOrder() {
        List<MarketDocument> documents =
                new ArrayList<>(Samples.snapshot().documents().values());
        Collections.shuffle(documents, new Random(7));
        ConfigSnapshot snapshot = ConfigSnapshot.of(Samples.SCOPE, documents);
        assertThat(snapshot).isEqualTo(Samples.snapshot()).hasSameHashCodeAs(Samples.snapshot());
        assertThat(snapshot.root()).isEqualTo(Samples.snapshot().root());
        assertThat(snapshot.documents().keySet())
                .hasSize(documents.size())
                .extracting(DocumentId::toString)
                .isSorted()
                .contains("asset/kraken/USDT", "futures-contract/kraken/PF_XBTUSD", "spot-market/kraken/A/B~C");
    }

    @Test
    void of_twoOfOneIdentity_isRefused() {
        SpotMarket other = SpotMarket.builder().from(SPOT).base("OTHER").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigSnapshot.of(Samples.SCOPE, List.of(SPOT, other)))
                .withMessage("Two documents with the same identity: spot-market/kraken/XXBTZUSD");
    }

    @Test
    void of_documentOfAnotherVenue_isRefused() {
        SpotMarket stranger = SpotMarket.builder().from(SPOT).venue("okx").build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigSnapshot.of(Samples.SCOPE, List.of(stranger)))
                .withMessage("Document spot-market/okx/XXBTZUSD does not belong to kraken/production");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ConfigSnapshot.empty(Samples.SCOPE).with(stranger));
    }

    @Test
    void root_isTheMerkleRootWorkedOutByHand() {
        byte[] contract = leaf(CONTRACT);
        byte[] schedule = leaf(SCHEDULE);
        byte[] spot = leaf(SPOT);
        ConfigSnapshot empty = ConfigSnapshot.empty(Samples.SCOPE);
        assertThat(empty.root()).isEqualTo(Digest.ofHash(sha256()));
        assertThat(empty.with(SPOT).root()).isEqualTo(Digest.ofHash(spot));
        assertThat(empty.with(SPOT).with(SCHEDULE).root()).isEqualTo(Digest.ofHash(node(schedule, spot)));
        assertThat(empty.with(SPOT).with(SCHEDULE).with(CONTRACT).root())
                .isEqualTo(Digest.ofHash(node(node(contract, schedule), spot)));
        byte[] smallest = leaf(Samples.smallestSpotMarket()); // A/B~C comes before XXBTZUSD
        assertThat(empty.with(SPOT)
                        .with(SCHEDULE)
                        .with(CONTRACT)
                        .with(Samples.smallestSpotMarket())
                        .root())
                .isEqualTo(Digest.ofHash(node(node(contract, schedule), node(smallest, spot))));
    }

    @Test
    void root_asksTwice_isTheSame() {
        ConfigSnapshot snapshot = Samples.snapshot();
        assertThat(snapshot.root()).isEqualTo(snapshot.root());
        assertThat(snapshot)
                .hasToString("kraken/production: 26 documents, root "
                        + snapshot.root().abbreviated());
    }

    @Test
    void with_newVersion_takesThePlaceOfTheOld() {
        ConfigSnapshot before = Samples.snapshot();
        SpotMarket changed = SpotMarket.builder().from(SPOT).base("OTHER").build();
        ConfigSnapshot after = before.with(changed);
        assertThat(after.size()).isEqualTo(before.size());
        assertThat(after.find(SPOT.documentId())).contains(changed);
        assertThat(after.root()).isNotEqualTo(before.root());
        assertThat(before.find(SPOT.documentId())).contains(SPOT);
        assertThat(after.with(SPOT)).isEqualTo(before);
        assertThat(after.with(SPOT).root()).isEqualTo(before.root());
    }

    @Test
    void without_document_takesItOut() {
        ConfigSnapshot before = Samples.snapshot();
        ConfigSnapshot after = before.without(SPOT.documentId());
        assertThat(after.size()).isEqualTo(before.size() - 1);
        assertThat(after.find(SPOT.documentId())).isEmpty();
        assertThat(after.with(SPOT)).isEqualTo(before);
        assertThat(after.without(SPOT.documentId())).isEqualTo(after);
    }

    @Test
    void root_anyTwoSnapshots_areEqualExactlyWhenTheirRootsAre() {
        Cases.forEach(200, random -> {
            Generated generated = new Generated(random);
            ConfigSnapshot one = generated.snapshot();
            ConfigSnapshot other = generated.snapshot();
            assertThat(one.root().equals(other.root())).isEqualTo(one.equals(other));
        });
    }

    @Test
    void find_byTypeAndId_findsTheDocument() {
        ConfigSnapshot snapshot = Samples.snapshot();
        assertThat(snapshot.find(SpotMarket.class, "XXBTZUSD")).contains(SPOT);
        assertThat(snapshot.find(FuturesContract.class, "XXBTZUSD")).isEmpty();
        assertThat(snapshot.load(MarginSchedule.class, "PF_XBTUSD:professional"))
                .isEqualTo(SCHEDULE);
        assertThat(snapshot.all(SpotMarket.class)).containsExactly(Samples.smallestSpotMarket(), SPOT);
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> snapshot.load(SpotMarket.class, "NONE"))
                .withMessage("No spot-market \"NONE\" in kraken/production, which has 26 documents");
        assertThatIllegalArgumentException().isThrownBy(() -> snapshot.find(MarketDocument.class, "XXBTZUSD"));
    }

    @Test
    void scope_parse_readsWhatItPrints() {
        assertThat(Scope.parse("kraken/production")).isEqualTo(Samples.SCOPE).hasToString("kraken/production");
        assertThat(Json.write(Samples.SCOPE)).isEqualTo("\"kraken/production\"");
        assertThat(Json.read("\"kraken/production\"", Scope.class)).isEqualTo(Samples.SCOPE);
        assertThat(Scope.parse("a/b")).isLessThan(Scope.parse("a/c"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "kraken", "kraken/", "/production", "kraken/a/b", " /b", "a/\n", "a\u0000/b"})
    void scope_parseOtherForm_isRefused(String text) {
        assertThatExceptionOfType(MalformedInputException.class)
                .isThrownBy(() -> Scope.parse(text))
                .withMessage("A scope reads venue/environment: \"" + text + "\"");
    }

    private static byte[] leaf(MarketDocument document) {
        return sha256(new byte[] {0}, document.canonical().getBytes(UTF_8));
    }

    private static byte[] node(byte[] left, byte[] right) {
        return sha256(new byte[] {1}, left, right);
    }

    private static byte[] sha256(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void prove_anyDocument_leadsToTheRootAndNoOtherDoes() {
        Cases.forEach(60, random -> {
            ConfigSnapshot snapshot = new Generated(random).snapshot();
            List<MarketDocument> documents = List.copyOf(snapshot.documents().values());
            for (int i = 0; i < documents.size(); i++) {
                InclusionProof proof = snapshot.prove(documents.get(i).documentId());
                byte[] leaf = MerkleTree.leafHash(CanonicalJson.bytes(documents.get(i)));
                assertThat(proof.index()).isEqualTo(i);
                proof.verify(leaf, snapshot.root().bytes());
                byte[] other = MerkleTree.leafHash(CanonicalJson.bytes(
                        documents.get((i + 1) % documents.size()).canonical() + " "));
                assertThatExceptionOfType(ProofMismatchException.class)
                        .isThrownBy(() -> proof.verify(other, snapshot.root().bytes()));
            }
        });
        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> ConfigSnapshot.empty(Samples.SCOPE)
                        .prove(Samples.spotMarket().documentId()))
                .withMessageContaining("No spot-market/kraken/XXBTZUSD in kraken/production, which has 0 documents");
    }
}
