package io.countersign.audit;

/**
 * Signs checkpoints for a ledger. Implement it over a key store or a hardware module; {@link Ed25519Signer} keeps its key in an
 * encrypted file. Must be safe for concurrent use.
 */
public interface CheckpointSigner {
    /** The public key as {@code name+keyId+base64}; its name is the origin of the ledger. */
    String vkey();

    /**
     * The Ed25519 signature over the text, 64 bytes.
     *
     * @param text UTF-8 bytes of a checkpoint
     */
    byte[] sign(byte[] text);
}
