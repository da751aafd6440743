package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.Script;
import java.util.List;
import java.util.Map;

/** A scenario's script, which makes its views anew for each batch of rows whose numbers share their types. Used by one thread. */
final class BatchScript {
    private final DuckDb duck;
    private final String name;
    private final List<String> views;

    /**
     * A script.
     *
     * @param views what it makes, each before those it is made of
     */
    BatchScript(DuckDb duck, String name, List<String> views) {
        this.duck = duck;
        this.name = name;
        this.views = views;
    }

    /** Defines the types of the next batch by name; the views of the one before go. */
    void define(Map<String, String> types) {
        views.forEach(view -> duck.run("DROP VIEW IF EXISTS " + view));
        types.forEach((type, definition) -> {
            duck.run("DROP TYPE IF EXISTS " + type);
            duck.run("CREATE TYPE " + type + " AS " + definition);
        });
    }

    /** Says how many of the worst rows the views name. */
    void worstMax(int rows) {
        duck.run("CREATE OR REPLACE MACRO worst_max() AS " + rows);
    }

    /** Makes the views. */
    void run() {
        duck.run(Script.load(name));
    }
}
