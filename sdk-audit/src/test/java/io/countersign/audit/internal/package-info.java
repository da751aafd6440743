/** Tests of how the ledger is kept. */
@NullMarked
package io.countersign.audit.internal;

import org.jspecify.annotations.NullMarked;
