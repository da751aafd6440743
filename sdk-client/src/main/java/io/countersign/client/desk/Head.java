package io.countersign.client.desk;

import io.countersign.model.snapshot.ConfigSnapshot;

/**
 * A scope's live configuration.
 *
 * @param revision number of entries in its stream
 * @param nextSequence from where to read on
 */
record Head(ConfigSnapshot snapshot, long revision, long nextSequence) {}
