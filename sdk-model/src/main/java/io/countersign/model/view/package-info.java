/**
 * How values show themselves to people: escaped HTML, aligned text, static SVG charts. JDK only, no JavaScript, so that a
 * report, a notebook and a mail show the same.
 *
 * <p>{@link io.countersign.model.view.Html} is markup that is known to be escaped, {@link
 * io.countersign.model.view.TextTable} lines up columns, {@link io.countersign.model.view.BarChart}, {@link
 * io.countersign.model.view.LineChart} and {@link io.countersign.model.view.TimeLine} draw. A value that can show itself is {@link
 * io.countersign.model.view.Displayable}.
 */
@NullMarked
package io.countersign.model.view;

import org.jspecify.annotations.NullMarked;
