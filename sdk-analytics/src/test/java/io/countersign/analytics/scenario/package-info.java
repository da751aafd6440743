/** Plays scenarios over small files with the real engine. */
@NullMarked
package io.countersign.analytics.scenario;

import org.jspecify.annotations.NullMarked;
