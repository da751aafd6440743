/**
 * Merkle trees as in RFC 6962, for snapshots and for the ledger.
 *
 * <p>JDK only, and small enough to be read in one sitting: an auditor who trusts this package and SHA-256 need trust nothing
 * else to check a proof.
 */
@NullMarked
package io.countersign.model.merkle;

import org.jspecify.annotations.NullMarked;
