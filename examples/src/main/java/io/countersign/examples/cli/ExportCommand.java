package io.countersign.examples.cli;

import io.countersign.analytics.ExportManifest;
import io.countersign.analytics.LedgerExporter;
import io.countersign.analytics.NativeLayer;
import io.countersign.analytics.ProgressListener;
import io.countersign.audit.LedgerInspector;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes a ledger to a folder of Parquet files, or what is new since the last time, and a database to ask. */
@Command(
        name = "export",
        mixinStandardHelpOptions = true,
        description =
                "Writes a ledger to a folder of Parquet files that anyone can query and verify; the next time only what is"
                        + " new. The ledger is only read.")
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(index = "0", paramLabel = "LEDGER", description = Inputs.PLACE)
    private String ledger = "";

    @Parameters(
            index = "1",
            paramLabel = "EXPORT",
            description = "the folder to write to; is made if it does not exist")
    private Path export = Path.of("");

    @Option(names = "--no-native", description = "files only, without the database that makes questions fast")
    private boolean filesOnly;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        ExportManifest manifest;
        try (LedgerInspector inspector = LedgerInspector.open(Inputs.place(spec, ledger))) {
            manifest = LedgerExporter.builder()
                    .ledger(inspector)
                    .progress(progress("Exported"))
                    .build()
                    .export(export);
        }
        Map<String, Object> json = new TreeMap<>();
        json.put("entries", manifest.size());
        json.put("root", manifest.root());
        json.put("files", manifest.files().size());
        json.put("signed", manifest.checkpoint().isPresent());
        output.line(
                "Export of " + manifest.size() + " entries in "
                        + manifest.files().size() + " files, root "
                        + manifest.root()
                        + (manifest.checkpoint().isPresent() ? "" : "; the ledger signed no checkpoint"),
                json);
        if (!filesOnly) {
            Path layer = NativeLayer.builder()
                    .progress(progress("In the database"))
                    .build()
                    .update(export);
            output.line(
                    "Ask " + layer + ", or: countersign query " + export + " \"SELECT ...\"",
                    Map.of("native", layer.toString()));
        }
        return 0;
    }

    /** Tells on the error stream, which is for people, after each tenth of long work. */
    private ProgressListener progress(String what) {
        return new ProgressListener() {
            private long tenths;

            @Override
            public void progressed(long done, long total) {
                if (total >= LONG_WORK && 10 * done / total > tenths) {
                    tenths = 10 * done / total;
                    spec.commandLine().getErr().println(what + " " + done + " of " + total + " entries");
                }
            }
        };
    }

    private static final long LONG_WORK = 100_000;
}
