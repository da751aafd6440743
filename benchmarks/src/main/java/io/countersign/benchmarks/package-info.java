/**
 * Measurements, as ratios against the raw limit of the machine and against peers, taken in one run.
 *
 * <p>A number alone says more about the disk and the neighbours than about the code, so each result stands beside
 * the plainest program that does the same work under the same settings. A run names the machine, the JDK and the
 * settings, and writes one JSON file that later runs are compared with. Nothing here is published, and no
 * other module depends on it.
 */
@NullMarked
package io.countersign.benchmarks;

import org.jspecify.annotations.NullMarked;
