/** Incidents of real venues, replayed: the configuration behind each, the rules that stop it, and a repair. */
@NullMarked
package io.countersign.client.story;

import org.jspecify.annotations.NullMarked;
