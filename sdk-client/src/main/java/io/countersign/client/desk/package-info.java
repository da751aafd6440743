/**
 * The flow of a change, from proposal to close.
 *
 * <p>{@link io.countersign.client.desk.ChangeDesk} folds its state from a journal and writes nothing anywhere else. People act
 * through a {@link io.countersign.client.desk.DeskSession}; what is refused is refused with a reason, and recorded. {@link
 * io.countersign.client.desk.ChangeFlow} is the table of what leads where; the desk acts by itself only when the host calls {@link
 * io.countersign.client.desk.ChangeDesk#tick}.
 */
@NullMarked
package io.countersign.client.desk;

import org.jspecify.annotations.NullMarked;
