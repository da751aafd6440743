/**
 * Whether a configuration change is safe, who has to agree to it, and carrying it out.
 *
 * <p>A change passes rules and scenarios, gathers the approvals its policy asks for, and is applied in stages
 * through a gateway the host supplies. Every step is appended to a journal, and every state is a fold over that
 * journal, so nothing here keeps a truth of its own. There are no threads and no wall clock: the host passes the
 * time in. A service that only wants validation needs this module and no database.
 */
@NullMarked
package io.countersign.client;

import org.jspecify.annotations.NullMarked;
