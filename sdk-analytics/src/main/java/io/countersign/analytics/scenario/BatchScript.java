package io.countersign.analytics.scenario;

import io.countersign.analytics.internal.DuckDb;
import io.countersign.analytics.internal.PacedWatcher;
import io.countersign.analytics.internal.Script;
import java.util.List;
import java.util.Map;

/** A scenario's script, which makes its views anew for each batch of rows whose numbers share their types. Used by one thread. */
final class BatchScript {
    /** How much of a scenario is done when its rows are in the engine, in percent: a guess. */
    static final double READ = 35;

    /** And of a batch when its script has run. */
    private static final double RUN = 0.5;

    private final DuckDb duck;
    private final PacedWatcher watcher;
    private final String name;
    private final List<String> views;
    private double begins = READ;
    private double ends = 100;

    /**
     * A script.
     *
     * @param watcher is told which part of the scenario each batch is
     * @param views what it makes, each before those it is made of
     */
    BatchScript(DuckDb duck, PacedWatcher watcher, String name, List<String> views) {
        this.duck = duck;
        this.watcher = watcher;
        this.name = name;
        this.views = views;
    }

    /** Does one batch after the other. */
    void each(List<Runnable> batches) {
        double share = (100 - READ) / batches.size();
        for (int i = 0; i < batches.size(); i++) {
            begins = READ + i * share;
            ends = begins + share;
            batches.get(i).run();
        }
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
        double made = begins + (ends - begins) * RUN;
        watcher.part(begins, made);
        duck.run(Script.load(name));
        watcher.part(made, ends);
    }
}
