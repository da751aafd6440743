/**
 * The one way to and from JSON.
 *
 * <p>{@link io.countersign.model.json.Json} reads and writes values exactly, {@link io.countersign.model.json.CanonicalJson}
 * gives the bytes that are hashed (RFC 8785), {@link io.countersign.model.json.Digest} names them. Nothing here knows a
 * market.
 */
@NullMarked
package io.countersign.model.json;

import org.jspecify.annotations.NullMarked;
