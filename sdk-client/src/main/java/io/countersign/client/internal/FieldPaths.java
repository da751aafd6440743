package io.countersign.client.internal;

import io.countersign.model.market.IndexConstituent;

/** Where things stand in a document, for findings: JSON Pointers in which {@code key=value} names an element. */
public final class FieldPaths {
    private FieldPaths() {}

    /** A source of an index. */
    public static String of(IndexConstituent source) {
        return "/constituents/source=" + escaped(source.source());
    }

    /** A key inside a pointer (RFC 6901). */
    public static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
