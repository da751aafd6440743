package io.countersign.examples.cli;

import io.countersign.analytics.AuditWarehouse;
import io.countersign.analytics.PointInTime;
import io.countersign.model.snapshot.Scope;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say of which environment, and as of when in both times, a command speaks. */
final class Point {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--at",
            paramLabel = "INSTANT",
            description = "as it was in force when (default: when the export ends)")
    private @Nullable String at;

    @Option(
            names = "--known",
            paramLabel = "INSTANT",
            description = "as was known when (default: when the export ends)")
    private @Nullable String known;

    @Option(
            names = "--scope",
            paramLabel = "VENUE/ENVIRONMENT",
            description = "which environment, where there are several")
    private @Nullable String scope;

    PointInTime of(AuditWarehouse warehouse) {
        return new PointInTime(instant(at, warehouse), instant(known, warehouse));
    }

    /** The scope that is named, or the only one that there is. */
    Scope scope(AuditWarehouse warehouse) {
        List<Scope> scopes = warehouse.scopes();
        if (scope == null && scopes.size() == 1) {
            return scopes.get(0);
        }
        return scopes.stream()
                .filter(candidate -> candidate.toString().equals(scope))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        (scope == null
                                        ? "Which environment? Name one with --scope: "
                                        : "No environment is " + scope + " among ")
                                + scopes));
    }

    private Instant instant(@Nullable String text, AuditWarehouse warehouse) {
        try {
            return text == null ? warehouse.manifest().knownUntil().orElse(Instant.EPOCH) : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ParameterException(
                    command.commandLine(), "An instant reads as 2026-11-30T12:00:00Z, in UTC: " + text, e);
        }
    }
}
