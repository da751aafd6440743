package io.countersign.examples.cli;

import io.countersign.audit.LedgerInspector;
import io.countersign.audit.LedgerLocation;
import io.countersign.audit.LedgerSetup;
import io.countersign.audit.LedgerVerifier;
import io.countersign.audit.VerificationReport;
import io.countersign.model.journal.EntryCursor;
import io.countersign.model.journal.EntryQuery;
import io.countersign.model.journal.JournalEntry;
import io.countersign.model.json.Instants;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Looks into a ledger, also while a service writes to it. Only {@code prepare} changes anything. */
@Command(
        name = "ledger",
        mixinStandardHelpOptions = true,
        description = "Verifies a ledger, shows its entries, proves one of them; prepares a new one.")
final class LedgerCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Which command? One of verify, show, prove, prepare");
    }

    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "Recomputes every entry, tile, root, stream and signature, and says exactly what is wrong.")
    int verify(
            @Parameters(paramLabel = "LEDGER", description = Inputs.PLACE) String ledger,
            @Option(
                            names = "--vkey",
                            paramLabel = "KEY|FILE",
                            description = "a public key whose signatures must be good")
                    @Nullable
                    String vkey,
            @Option(
                            names = "--checkpoint",
                            paramLabel = "FILE",
                            description = "a checkpoint kept elsewhere that the ledger must agree with; needs --vkey")
                    @Nullable
                    Path checkpoint,
            @Option(names = "--shallow", description = "envelopes and tree only; several times faster") boolean shallow,
            @Mixin Output output) {
        LedgerVerifier.Builder verifier = LedgerVerifier.builder().at(Inputs.place(spec, ledger));
        if (shallow) {
            verifier.shallow();
        }
        if (checkpoint != null && vkey == null) {
            throw new ParameterException(spec.commandLine(), "--checkpoint needs the --vkey that signed it");
        }
        if (vkey != null) {
            verifier.trusting(Inputs.keyOf(spec, vkey));
        }
        if (checkpoint != null) {
            verifier.holding(Inputs.text(spec, checkpoint));
        }
        VerificationReport report = verifier.build().validate();
        output.line(report.toString(), json(report));
        return report.isIntact() ? 0 : 1;
    }

    @Command(
            name = "prepare",
            mixinStandardHelpOptions = true,
            description = "Makes the tables of a ledger, and in PostgreSQL says who may append and who may read.")
    int prepare(
            @Parameters(paramLabel = "LEDGER", description = Inputs.PLACE) String ledger,
            @Option(names = "--appender", paramLabel = "ROLE", description = "a role that may append and read")
                    List<String> appenders,
            @Option(names = "--reader", paramLabel = "ROLE", description = "a role that may read and verify")
                    List<String> readers,
            @Mixin Output output) {
        LedgerLocation place = Inputs.place(spec, ledger);
        LedgerSetup setup = LedgerSetup.prepare(place);
        appenders.forEach(setup::allowAppending);
        readers.forEach(setup::allowReading);
        output.line(
                "The ledger " + place + " is ready",
                Map.of("ledger", place.toString(), "appenders", appenders, "readers", readers));
        return 0;
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints entries in order.")
    int show(
            @Parameters(paramLabel = "LEDGER", description = Inputs.PLACE) String ledger,
            @Option(names = "--stream", description = "only this stream") @Nullable String stream,
            @Option(names = "--type", description = "only this type") @Nullable String type,
            @Option(names = "--from", defaultValue = "0", description = "from this sequence on (default: 0)") long from,
            @Option(names = "--limit", defaultValue = "1000", description = "at most so many (default: 1000)")
                    int limit,
            @Option(names = "--payload", description = "with the payloads") boolean payload,
            @Mixin Output output) {
        EntryQuery.Builder query = EntryQuery.builder().fromSequence(from);
        if (stream != null) {
            query.stream(stream);
        }
        if (type != null) {
            query.type(type);
        }
        try (LedgerInspector inspector = LedgerInspector.open(Inputs.place(spec, ledger));
                EntryCursor entries = inspector.read(query.build())) {
            for (int shown = 0; shown < limit && entries.hasNext(); shown++) {
                JournalEntry entry = entries.next();
                String text =
                        Instants.format(entry.recordedAt()) + " " + entry + (payload ? " " + entry.payload() : "");
                output.line(text, json(entry));
            }
            if (entries.hasNext() && !output.isJson()) {
                output.writer().println("... more: --from and --limit choose which");
            }
        }
        return 0;
    }

    @Command(
            name = "prove",
            mixinStandardHelpOptions = true,
            description = "Prints the proof that an entry is in the ledger, against its last signed checkpoint.")
    int prove(
            @Parameters(index = "0", paramLabel = "LEDGER", description = Inputs.PLACE) String ledger,
            @Parameters(index = "1", paramLabel = "SEQUENCE", description = "place of the entry, from 0") long sequence,
            @Mixin Output output) {
        try (LedgerInspector inspector = LedgerInspector.open(Inputs.place(spec, ledger))) {
            String proof = inspector.prove(sequence);
            output.line(proof.strip(), Map.of("sequence", sequence, "proof", proof));
        }
        return 0;
    }

    private static Map<String, Object> json(VerificationReport report) {
        Map<String, Object> json = new TreeMap<>();
        json.put("entries", report.entries());
        json.put("root", report.root());
        json.put("deep", report.deep());
        json.put("signatures", report.signatures());
        json.put("intact", report.isIntact());
        json.put(
                "findings",
                report.findings().stream()
                        .map(finding -> Map.of(
                                "code", finding.code().id(), "place", finding.place(), "message", finding.message()))
                        .toList());
        return json;
    }

    private static Map<String, Object> json(JournalEntry entry) {
        Map<String, Object> json = new TreeMap<>();
        json.put("envelope", entry.envelope());
        json.put("leaf", entry.leafHex());
        if (entry.envelope().payload().isEmpty()) {
            json.put("payload", entry.payload());
        }
        return json;
    }
}
