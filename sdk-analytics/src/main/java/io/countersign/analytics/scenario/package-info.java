/**
 * What a new configuration would do to positions, orders and fees that come from anywhere: Parquet, CSV or Arrow files, or a database.
 *
 * <p>{@link io.countersign.analytics.scenario.Scenarios} computes in SQL over millions of rows what the scenarios of the client compute
 * in Java, and gives the same answers.
 */
@NullMarked
package io.countersign.analytics.scenario;

import org.jspecify.annotations.NullMarked;
