package io.countersign.audit.proof;

/**
 * One signature line under a note.
 *
 * @param name whose key made it
 * @param keyId which of that name's keys: the first four bytes of a hash over name and key, as eight hex digits
 * @param base64 the signature itself, without the key id
 */
public record NoteSignature(String name, String keyId, String base64) {
    /** A signature as bytes. */
    public static NoteSignature of(NoteVerifier key, byte[] signature) {
        return new NoteSignature(key.name(), key.keyId(), StrictText.base64(signature));
    }

    /** The signature itself, without the key id. */
    public byte[] bytes() {
        return StrictText.base64("Signature of " + name, base64);
    }
}
