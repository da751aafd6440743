/**
 * Who must agree before a plan may be carried out.
 *
 * <p>An {@link io.countersign.client.policy.ApprovalPolicy} is an ordered list of requirements, named by its digest. Every
 * requirement that applies must be met; inside one, so many of the eligible must approve. {@link
 * io.countersign.client.policy.PolicyEvaluation} is a pure function of the plan, the verdicts and the roles that people have now, which a
 * {@link io.countersign.client.policy.Directory} of the host knows. A {@link io.countersign.client.policy.ChangeCalendar} says when
 * changes may be applied, a {@link io.countersign.client.policy.ChangeTemplate} which of them are standard. {@link
 * io.countersign.client.policy.Governance} is all of it, as a configuration that changes as markets do.
 */
@NullMarked
package io.countersign.client.policy;

import org.jspecify.annotations.NullMarked;
