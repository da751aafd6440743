package io.countersign.examples.cli;

import io.countersign.analytics.ExportReport;
import io.countersign.analytics.ExportVerifier;
import io.countersign.model.json.Json;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves an export complete and untouched from the ledger's public key alone. */
@Command(
        name = "verify-export",
        mixinStandardHelpOptions = true,
        description = "Proves that an export is complete and untouched, or names the files and entries that are not.")
final class VerifyExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "EXPORT", description = "the folder that an export left")
    private Path export = Path.of("");

    @Option(
            names = "--vkey",
            paramLabel = "KEY|FILE",
            description = "the ledger's public key, which must have signed it")
    private @Nullable String vkey;

    @Mixin
    private Output output = new Output();

    @Override
    public Integer call() {
        ExportVerifier.Builder verifier = ExportVerifier.builder();
        if (vkey != null) {
            verifier.trusting(Inputs.keyOf(spec, vkey));
        }
        ExportReport report = verifier.build().validate(export);
        if (output.isJson()) {
            Map<String, Object> json = new TreeMap<>();
            report.manifest().ifPresent(manifest -> json.put("root", manifest.root()));
            json.put("entries", report.entries());
            json.put("signatureChecked", report.signatureChecked());
            json.put("proven", !report.hasErrors() && report.signatureChecked());
            json.put("findings", report.findings().findings());
            output.writer().println(Json.write(json));
        } else {
            output.writer().println(report);
        }
        return report.hasErrors() ? 1 : 0;
    }
}
