package io.countersign.client.policy;

import io.countersign.model.change.VerdictSignature;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;

/**
 * Signs with an Ed25519 key of the JDK (RFC 8032).
 *
 * @param keyId names the key among those of its holder
 */
public record Ed25519Signer(String keyId, PrivateKey key) implements VerdictSigner {
    @Override
    public VerdictSignature sign(byte[] toSign) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initSign(key);
            ed25519.update(toSign);
            return VerdictSignature.builder()
                    .keyId(keyId)
                    .signature(Base64.getEncoder().encodeToString(ed25519.sign()))
                    .build();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("Key " + keyId + " cannot sign: give an Ed25519 private key", e);
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Ed25519Signer[" + keyId + "]";
    }
}
