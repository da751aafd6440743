package io.countersign.client.policy;

import io.countersign.model.change.VerdictSignature;
import io.countersign.model.journal.Actor;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** A fixed set of Ed25519 keys (RFC 8032), each of one person for a time. */
public final class Ed25519Keys implements KeyDirectory {
    private final List<HeldKey> keys;

    /**
     * A key and whose it is.
     *
     * @param begins the first moment at which it is theirs
     * @param ends the first moment at which it no longer is
     */
    public record HeldKey(Actor holder, String keyId, PublicKey key, Instant begins, Instant ends) {
        boolean isOf(Actor actor, String id, Instant at) {
            return holder.equals(actor) && keyId.equals(id) && !at.isBefore(begins) && at.isBefore(ends);
        }
    }

    public Ed25519Keys(List<HeldKey> keys) {
        this.keys = List.copyOf(keys);
    }

    @Override
    public boolean isSignedBy(Actor actor, Instant at, byte[] signed, VerdictSignature signature) {
        return keys.stream()
                .filter(key -> key.isOf(actor, signature.keyId(), at))
                .anyMatch(key -> verifies(key, signed, signature.signature()));
    }

    private static boolean verifies(HeldKey key, byte[] signed, String base64) {
        try {
            Signature ed25519 = Signature.getInstance("Ed25519");
            ed25519.initVerify(key.key());
            ed25519.update(signed);
            return ed25519.verify(Base64.getDecoder().decode(base64));
        } catch (SignatureException | IllegalArgumentException e) {
            return false; // of another length, or no base64
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "Key " + key.keyId() + " of " + key.holder() + " cannot verify: give an Ed25519 public key", e);
        }
    }
}
