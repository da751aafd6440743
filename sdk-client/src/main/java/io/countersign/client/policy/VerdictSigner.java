package io.countersign.client.policy;

import io.countersign.model.change.VerdictSignature;

/** Signs what one person says, with a key that only they have: in a file, a hardware token or a key service of the host. */
@FunctionalInterface
public interface VerdictSigner {
    /** The signature over exactly these bytes. */
    VerdictSignature sign(byte[] toSign);
}
