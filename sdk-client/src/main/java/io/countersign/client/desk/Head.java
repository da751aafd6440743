package io.countersign.client.desk;

import io.countersign.model.snapshot.ConfigSnapshot;
import java.util.Optional;

/**
 * A scope's live configuration.
 *
 * @param heldBy the change that is being carried out in it
 * @param revision number of entries in its stream
 * @param nextSequence from where to read on
 */
record Head(ConfigSnapshot snapshot, Optional<String> heldBy, long revision, long nextSequence) {}
