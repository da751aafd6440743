/**
 * What a market configuration is, in exact types, and the vocabulary of facts recorded about it.
 *
 * <p>Jackson reads and writes our values through their hidden implementations, so the packages that hold values are open to it,
 * and to it alone.
 */
module io.countersign.model {
    requires transitive org.jspecify;
    requires com.fasterxml.jackson.annotation;
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires static transitive org.immutables.value.annotations;
    requires static java.compiler;

    exports io.countersign.model;
    exports io.countersign.model.change;
    exports io.countersign.model.diff;
    exports io.countersign.model.finding;
    exports io.countersign.model.formula;
    exports io.countersign.model.journal;
    exports io.countersign.model.json;
    exports io.countersign.model.market;
    exports io.countersign.model.merkle;
    exports io.countersign.model.schema;
    exports io.countersign.model.snapshot;
    exports io.countersign.model.unit;
    exports io.countersign.model.venue;
    exports io.countersign.model.venue.binance;
    exports io.countersign.model.venue.bitmex;
    exports io.countersign.model.venue.kraken;
    exports io.countersign.model.venue.okx;
    exports io.countersign.model.view;

    opens io.countersign.model.change to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.diff to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.finding to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.journal to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.json to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.market to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.snapshot to
            com.fasterxml.jackson.databind;
    opens io.countersign.model.unit to
            com.fasterxml.jackson.databind;
}
