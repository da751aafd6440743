/**
 * JSON Schemas of the documents, for those who write or read them in other languages.
 *
 * <p>{@link io.countersign.model.schema.DocumentSchema} works the schema of a kind out from its Java type, so that the two cannot
 * drift apart. The schemas say what this library writes; what checks across fields demand, only the library says.
 */
@NullMarked
package io.countersign.model.schema;

import org.jspecify.annotations.NullMarked;
