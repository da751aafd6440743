/**
 * Carrying out exactly what was approved.
 *
 * <p>An {@link io.countersign.client.rollout.ExchangeGateway} is how the SDK touches an exchange's own admin system. It takes an
 * {@link io.countersign.client.rollout.ApplyPermit}, which can only be had for an intent that stands in the journal.
 */
@NullMarked
package io.countersign.client.rollout;

import org.jspecify.annotations.NullMarked;
