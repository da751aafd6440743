/** Tests of the ledger; {@link io.countersign.audit.Ledgers} verifies every ledger that a test leaves behind. */
@NullMarked
package io.countersign.audit;

import org.jspecify.annotations.NullMarked;
