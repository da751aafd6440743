package io.countersign.examples.cli;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.audit.LedgerLocation;
import io.countersign.model.MalformedInputException;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.DocumentKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What several commands take as arguments; what is none is bad usage. */
final class Inputs {
    static final String PLACE = "the ledger: a file, or jdbc:postgresql://HOST/DATABASE?user=...&currentSchema=...";

    private Inputs() {}

    static LedgerLocation place(CommandSpec spec, String text) {
        try {
            return LedgerLocation.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    /** A key given as text, or as a file that holds it. */
    static String keyOf(CommandSpec spec, String textOrFile) {
        return textOrFile.contains("+")
                ? textOrFile
                : text(spec, Path.of(textOrFile)).strip();
    }

    static String text(CommandSpec spec, Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ParameterException(spec.commandLine(), "No such file: " + file);
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    static AuditWarehouse warehouse(CommandSpec spec, Path export) {
        if (!Files.isDirectory(export)) {
            throw new ParameterException(spec.commandLine(), "No such folder: " + export);
        }
        return AuditWarehouse.builder()
                .progress(progress -> spec.commandLine().getErr().println(progress))
                .open(export);
    }

    static DocumentId document(CommandSpec spec, String text) {
        try {
            return DocumentId.parse(text);
        } catch (MalformedInputException | IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "A document is named kind/venue/id, such as spot-market/kraken/XXBTZUSD: " + text,
                    e);
        }
    }

    static DocumentKind kind(CommandSpec spec, String text) {
        try {
            return DocumentKind.parse(text);
        } catch (MalformedInputException | IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
