/**
 * Programs a newcomer copies, run by the build so that they stay true.
 *
 * <p>They wire the modules together the way a host does: a client that checks and carries a change, a ledger
 * behind it, a warehouse that answers questions afterwards. The command line tool and the JShell start-up of the
 * distribution are made of the same parts. Code shown in the documentation is taken from here, and the tests
 * that need to see every module at once live here too.
 */
@NullMarked
package io.countersign.examples;

import org.jspecify.annotations.NullMarked;
