package io.countersign.audit.proof;

import static io.countersign.audit.proof.Rejections.assertRejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.countersign.audit.proof.ProofRejectedException.Reason;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NoteVerifierTest {
    private static final TestSigner SIGNER = TestSigner.of("example.com/log", 1);
    private static final String TEXT = "example.com/log\n1\nAAAA\n";
    private static final BigInteger GROUP_ORDER = BigInteger.TWO
            .pow(252)
            .add(new BigInteger("27742317777372353535851937790883648493")); // RFC 8032 section 5.1

    @Test
    void parse_everyType_readsBackWhatItPrints() {
        for (String vkey :
                List.of(SIGNER.vkey(), SIGNER.cosignerVkey(), TestSigner.vkey("example.com/log", 6, new byte[1312]))) {
            NoteVerifier key = NoteVerifier.parse(vkey);
            assertThat(key.vkey()).isEqualTo(vkey);
            assertThat(key).isEqualTo(NoteVerifier.parse(vkey)).hasSameHashCodeAs(NoteVerifier.parse(vkey));
        }
        assertThat(NoteVerifier.parse(SIGNER.vkey())).isNotEqualTo(NoteVerifier.parse(SIGNER.cosignerVkey()));
    }

    @Test
    void parse_anyOtherType_isRefused() {
        for (int type = 0; type < 256; type++) {
            if (type != 1 && type != 4 && type != 6) {
                String vkey = TestSigner.vkey("a", type, SIGNER.publicKey());
                assertRejected(Reason.MALFORMED, "is not of type 1 (Ed25519), 4 or 6", () -> NoteVerifier.parse(vkey));
            }
        }
    }

    @Test
    void parse_otherLength_isRefused() {
        for (int type : new int[] {1, 4, 6}) {
            for (int length : new int[] {0, 31, 33, 1311, 1313}) {
                String vkey = TestSigner.vkey("a", type, new byte[length]);
                assertRejected(Reason.MALFORMED, "The verifier key of a has " + length, () -> NoteVerifier.parse(vkey));
            }
        }
        assertRejected(Reason.MALFORMED, "is not of type", () -> NoteVerifier.parse("a+00000000+"));
    }

    @Test
    void parse_anyByteChanged_isRefused() {
        Rejections.forEveryByteChanged(
                SIGNER.vkey(),
                (change, bytes) -> assertThat(
                                Rejections.isRejected(() -> NoteVerifier.parse(StrictText.utf8("vkey", bytes))))
                        .as(change)
                        .isTrue());
    }

    @Test
    void parse_idInCapitalsOrOfOtherKey_isRefused() {
        String vkey = TestSigner.of("a", 6).vkey();
        String id = vkey.split("\\+", -1)[1];
        assertThat(id).containsPattern("[a-f]");
        assertRejected(
                Reason.MALFORMED,
                "it was copied wrongly",
                () -> NoteVerifier.parse(vkey.replace(id, id.toUpperCase(Locale.ROOT))));
        assertRejected(
                Reason.MALFORMED, "it was copied wrongly", () -> NoteVerifier.parse(vkey.replace(id, "00000000")));
    }

    /** RFC 8032 section 5.1: points whose order divides 8. Anybody signs by them, so they are nobody's key. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000000",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0000000000000000000000000000000000000000000000000000000000000080",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"
            })
    void parse_pointOfLowOrder_isRefused(String point) throws GeneralSecurityException {
        byte[] raw = HexFormat.of().parseHex(point);
        for (int type : new int[] {1, 4}) {
            assertRejected(
                    Reason.MALFORMED,
                    "a point of low order",
                    () -> NoteVerifier.parse(TestSigner.vkey("a", type, raw)));
        }
        byte[] encoded = HexFormat.of().parseHex("302a300506032b6570032100" + point);
        var jdk = KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
        assertRejected(Reason.MALFORMED, "a point of low order", () -> NoteVerifier.of("a", jdk));
    }

    /** RFC 8032 section 5.1.3: y is below 2^255 - 19, x = 0 has no sign, and not every y has an x. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0200000000000000000000000000000000000000000000000000000000000000"
            })
    void parse_noPoint_isRefused(String point) {
        byte[] raw = HexFormat.of().parseHex(point);
        assertRejected(
                Reason.MALFORMED,
                "is no public key of Ed25519",
                () -> NoteVerifier.parse(TestSigner.vkey("a", 1, raw)));
    }

    /** RFC 8032 section 7.1, the tests whose messages are text. */
    @Test
    void isSignature_examplesOfTheRfc_are() {
        assertThat(
                        key("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
                                .isSignature(
                                        "",
                                        HexFormat.of()
                                                .parseHex(
                                                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")))
                .isTrue();
        assertThat(
                        key("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
                                .isSignature(
                                        "r",
                                        HexFormat.of()
                                                .parseHex(
                                                        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")))
                .isTrue();
    }

    /** RFC 8032 section 5.1.7: S is below the order of the group. Otherwise each signature would have others beside it. */
    @Test
    void isSignature_scalarBeyondTheOrder_isNot() {
        byte[] signature = SIGNER.sign(TEXT.getBytes(StandardCharsets.UTF_8));
        BigInteger scalar = littleEndian(signature);
        int tried = 0;
        for (BigInteger other = scalar.add(GROUP_ORDER); other.bitLength() <= 256; other = other.add(GROUP_ORDER)) {
            assertNoSignature(withScalar(signature, other));
            tried++;
        }
        assertThat(tried).isEqualTo(15);
        for (BigInteger other : List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                GROUP_ORDER.subtract(BigInteger.ONE),
                GROUP_ORDER,
                GROUP_ORDER.subtract(scalar),
                BigInteger.TWO.pow(256).subtract(BigInteger.ONE))) {
            assertNoSignature(withScalar(signature, other));
        }
    }

    @Test
    void isSignature_otherPoint_isNot() {
        byte[] signature = SIGNER.sign(TEXT.getBytes(StandardCharsets.UTF_8));
        for (String point : List.of(
                "0100000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000080",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
                "0000000000000000000000000000000000000000000000000000000000000000")) {
            byte[] other = signature.clone();
            System.arraycopy(HexFormat.of().parseHex(point), 0, other, 0, 32);
            assertNoSignature(other);
            assertNoSignature(withScalar(other, BigInteger.ZERO));
        }
    }

    /** Java 17 itself takes a signature with bytes behind it. */
    @Test
    void isSignature_otherLength_isNot() {
        byte[] signature = SIGNER.sign(TEXT.getBytes(StandardCharsets.UTF_8));
        for (int length = 0; length <= 2 * signature.length; length++) {
            if (length != signature.length) {
                assertNoSignature(Arrays.copyOf(signature, length));
            }
        }
    }

    @Test
    void isSignature_anyBitFlipped_isNot() {
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        byte[] signature = SIGNER.sign(text);
        NoteVerifier key = NoteVerifier.parse(SIGNER.vkey());
        assertThat(key.isSignature(TEXT, signature)).isTrue();
        for (int bit = 0; bit < 8 * signature.length; bit++) {
            byte[] flipped = signature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertNoSignature(flipped);
        }
        assertThat(key.isSignature(TEXT + "\n", signature)).isFalse();
        assertThat(NoteVerifier.parse(TestSigner.of("example.com/log", 2).vkey())
                        .isSignature(TEXT, signature))
                .isFalse();
    }

    @Test
    void isSignature_cosignature_isOverTimeAndText() {
        NoteVerifier key = NoteVerifier.parse(SIGNER.cosignerVkey());
        byte[] cosignature = SIGNER.cosign(TEXT, 1_700_000_000).bytes();
        assertThat(key.isSignature(TEXT, cosignature)).isTrue();
        for (int bit = 0; bit < 8 * cosignature.length; bit++) {
            byte[] flipped = cosignature.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(key.isSignature(TEXT, flipped)).as("bit %d", bit).isFalse();
        }
        for (int length : new int[] {0, 7, 8, 64, 71, 73, 2428}) {
            assertThat(key.isSignature(TEXT, Arrays.copyOf(cosignature, length)))
                    .isFalse();
        }
        assertThat(key.isSignature(TEXT + "extension\n", cosignature)).isFalse();

        // Neither is a signature of the other type, though the key is the same.
        assertThat(NoteVerifier.parse(SIGNER.vkey()).isSignature(TEXT, cosignature))
                .isFalse();
        byte[] plain = SIGNER.sign(TEXT.getBytes(StandardCharsets.UTF_8));
        assertThat(key.isSignature(TEXT, plain)).isFalse();
        assertThat(key.isSignature(TEXT, TestSigner.timed(0, plain))).isFalse();
    }

    @Test
    void isSignature_timeBeyond63Bits_isNot() {
        NoteVerifier key = NoteVerifier.parse(SIGNER.cosignerVkey());
        assertThat(key.isSignature(TEXT, SIGNER.cosign(TEXT, Long.MAX_VALUE).bytes()))
                .isTrue();
        byte[] unsigned =
                SIGNER.sign(("cosignature/v1\ntime 9223372036854775808\n" + TEXT).getBytes(StandardCharsets.UTF_8));
        assertThat(key.isSignature(TEXT, TestSigner.timed(Long.MIN_VALUE, unsigned)))
                .isFalse();
    }

    /** Java 24 and later check ML-DSA-44; Java 17 reads the key, says that it cannot, and takes no signature by it. */
    @Test
    void isSignature_mlDsa_isCheckedWhereJavaCan() throws GeneralSecurityException {
        String text = "example.com/log\n13\n" + StrictText.base64(new byte[32]) + "\n";
        if (!javaKnowsMlDsa()) {
            NoteVerifier key = NoteVerifier.parse(TestSigner.vkey("w", 6, new byte[1312]));
            assertThat(key.isCheckable()).isFalse();
            assertThat(key.shown()).endsWith(", ML-DSA-44: this Java cannot check it)");
            assertThat(key.isSignature(text, new byte[2428])).isFalse();
            return;
        }
        KeyPair pair = KeyPairGenerator.getInstance("ML-DSA-44").generateKeyPair();
        byte[] encoded = pair.getPublic().getEncoded();
        NoteVerifier key = NoteVerifier.parse(
                TestSigner.vkey("w", 6, Arrays.copyOfRange(encoded, encoded.length - 1312, encoded.length)));
        assertThat(key.isCheckable()).isTrue();
        Signature mlDsa = Signature.getInstance("ML-DSA-44");
        mlDsa.initSign(pair.getPrivate());
        mlDsa.update(TimedSignature.subtreeMessage("w", 5, "example.com/log", 0, 13, new byte[32]));
        byte[] signature = mlDsa.sign();

        assertThat(key.isSignature(text, TestSigner.timed(5, signature))).isTrue();
        assertThat(key.isSignature(text, TestSigner.timed(6, signature))).isFalse();
        assertThat(key.isSignature(text.replace("13", "14"), TestSigner.timed(5, signature)))
                .isFalse();
        assertThat(key.isSignature("no checkpoint\n", TestSigner.timed(5, signature)))
                .isFalse();
        assertThat(key.isSignature(text, TestSigner.timed(5, Arrays.copyOf(signature, 2421))))
                .isFalse();
        for (int at = 0; at < signature.length; at += 97) {
            byte[] changed = signature.clone();
            changed[at] ^= 1;
            assertThat(key.isSignature(text, TestSigner.timed(5, changed))).isFalse();
        }
    }

    static boolean javaKnowsMlDsa() {
        try {
            KeyFactory.getInstance("ML-DSA-44");
            return true;
        } catch (NoSuchAlgorithmException e) {
            return false;
        }
    }

    private static void assertNoSignature(byte[] signature) {
        assertThat(NoteVerifier.parse(SIGNER.vkey()).isSignature(TEXT, signature))
                .as(HexFormat.of().formatHex(signature))
                .isFalse();
    }

    private static NoteVerifier key(String hex) {
        return NoteVerifier.parse(TestSigner.vkey("rfc8032", 1, HexFormat.of().parseHex(hex)));
    }

    private static BigInteger littleEndian(byte[] signature) {
        byte[] scalar = new byte[32];
        for (int i = 0; i < 32; i++) {
            scalar[31 - i] = signature[32 + i];
        }
        return new BigInteger(1, scalar);
    }

    private static byte[] withScalar(byte[] signature, BigInteger scalar) {
        byte[] changed = signature.clone();
        for (int i = 0; i < 32; i++) {
            changed[32 + i] = scalar.shiftRight(8 * i).byteValue();
        }
        return changed;
    }
}
