package io.countersign.model;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.immutables.value.Value;

/**
 * How our immutable values are generated: the generated class stays hidden behind the abstract one and its builder, and uses the
 * same annotations whatever else is on the class path. Kept in source only, so that no embedder needs the generator's annotations.
 */
@Target({ElementType.PACKAGE, ElementType.TYPE})
@Retention(RetentionPolicy.SOURCE)
@Value.Style(
        visibility = Value.Style.ImplementationVisibility.PACKAGE,
        overshadowImplementation = true,
        jdkOnly = true,
        allowedClasspathAnnotations = {org.immutables.value.Generated.class, javax.annotation.processing.Generated.class
        },
        get = {"*"})
public @interface SdkStyle {}
