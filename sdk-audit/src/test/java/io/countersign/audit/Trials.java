package io.countersign.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Many tries of one kind, as many at a time as there are processors, each in a folder of its own; all failures are told at the end. */
final class Trials implements AutoCloseable {
    private static final int WAITING_MAX = 4; // what waits may be large

    private final Path folder;
    private final ThreadPoolExecutor workers;
    private final List<Future<?>> tries = new ArrayList<>();

    Trials(Path folder) {
        int processors = Runtime.getRuntime().availableProcessors();
        this.folder = folder;
        this.workers = new ThreadPoolExecutor(
                processors,
                processors,
                1,
                TimeUnit.MINUTES,
                new ArrayBlockingQueue<>(WAITING_MAX),
                new ThreadPoolExecutor.CallerRunsPolicy());
    }

    interface Trial {
        void run(Path folder) throws Exception;
    }

    /** Tries something, now or soon. */
    void add(String what, Trial trial) {
        Path place = folder.resolve("try-" + tries.size());
        FutureTask<?> task = new FutureTask<>(() -> {
            try {
                trial.run(Files.createDirectory(place));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(what, e);
            } finally {
                delete(place);
            }
            return null;
        });
        tries.add(task);
        workers.execute(task);
    }

    /** Waits for all of them; their number. */
    int allHeld() throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (Future<?> task : tries) {
            try {
                task.get();
            } catch (ExecutionException e) {
                failures.add(e.getCause());
            }
        }
        assertThat(failures).as("failures in %d tries", tries.size()).isEmpty();
        return tries.size();
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }

    private static void delete(Path place) throws IOException {
        try (Stream<Path> all = Files.walk(place)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
