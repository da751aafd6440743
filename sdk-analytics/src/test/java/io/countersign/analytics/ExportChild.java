package io.countersign.analytics;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A process that brings an export and its native layer up to the sample history, and ends or is disturbed before it is there. */
final class ExportChild {
    static final int DONE = 0;
    static final int TYPED_ERROR = 3;
    static final int KILLED = 4;

    private ExportChild() {}

    public static void main(String[] arguments) {
        try {
            AtomicInteger steps = new AtomicInteger(Integer.parseInt(arguments[1]));
            bringUp(Path.of(arguments[0]), () -> {
                if (steps.decrementAndGet() == 0) {
                    Runtime.getRuntime().halt(KILLED);
                }
            });
            System.exit(DONE);
        } catch (ExportFailedException e) {
            System.out.println(e.getMessage());
            System.exit(TYPED_ERROR);
        }
    }

    static void bringUp(Path directory, Runnable beforeEachStep) {
        LedgerExporter.builder()
                .journal(SampleHistory.journal())
                .partEntriesMax(15)
                .beforeEachStep(beforeEachStep)
                .build()
                .export(directory);
        NativeLayer.builder().beforeEachStep(beforeEachStep).build().update(directory);
    }
}
