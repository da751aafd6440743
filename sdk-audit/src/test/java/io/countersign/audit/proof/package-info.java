/** Tests of the proofs, as somebody without the ledger checks them. */
@NullMarked
package io.countersign.audit.proof;

import org.jspecify.annotations.NullMarked;
