/** What the engine is relied on for, tried on small tables. */
@NullMarked
package io.countersign.analytics.internal;

import org.jspecify.annotations.NullMarked;
