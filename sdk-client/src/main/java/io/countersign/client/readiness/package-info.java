/**
 * What people read before they agree to a change.
 *
 * <p>A {@link io.countersign.client.readiness.ReadinessReport} puts a plan, its findings, its scenarios and the approvals on one
 * page, as text for a terminal and as HTML for a change meeting.
 */
@NullMarked
package io.countersign.client.readiness;

import org.jspecify.annotations.NullMarked;
