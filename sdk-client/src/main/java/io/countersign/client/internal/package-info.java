/** What the packages of this module share and nobody else needs: figures as text. */
@NullMarked
package io.countersign.client.internal;

import org.jspecify.annotations.NullMarked;
