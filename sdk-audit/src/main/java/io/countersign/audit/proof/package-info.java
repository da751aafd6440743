/**
 * Proofs that an outsider checks alone: signed notes, checkpoints, and the proof of one entry.
 *
 * <p>An {@link io.countersign.audit.proof.EntryProof} holds an entry, its path to the root, and a checkpoint that the
 * ledger signed; {@link io.countersign.audit.proof.EntryProofVerifier} checks all of it against a public key, or against a
 * {@link io.countersign.audit.proof.TlogPolicy} that demands cosignatures of witnesses, and {@link
 * io.countersign.audit.proof.VerifyProof} does so from the command line. Nothing here reads a database, and nothing parses
 * JSON: the package rests on the JDK and on {@link io.countersign.model.merkle} alone, so that it can be read in an hour.
 * Formats are those of C2SP (signed-note, tlog-checkpoint, tlog-cosignature, tlog-policy, tlog-proof).
 */
@NullMarked
package io.countersign.audit.proof;

import org.jspecify.annotations.NullMarked;
