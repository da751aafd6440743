/**
 * The command-line companion: checks and compares venue responses, looks into ledgers, queries exports.
 *
 * <p>Each command is a thin reading of its arguments over the public API of the SDK; start at {@link
 * io.countersign.examples.cli.Countersign}.
 */
@NullMarked
package io.countersign.examples.cli;

import org.jspecify.annotations.NullMarked;
