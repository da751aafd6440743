package io.countersign.examples.cli;

import io.countersign.examples.quickstart.Quickstart;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the main job end to end. */
@Command(
        name = "quickstart",
        mixinStandardHelpOptions = true,
        description =
                "Runs three changes on real markets through every module, and leaves a ledger, an export and a report.")
final class QuickstartCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command = CommandSpec.create();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            defaultValue = "quickstart",
            description = "where to write (default: ${DEFAULT-VALUE})")
    private Path out = Path.of("quickstart");

    @Option(
            names = "--kraken-spot",
            paramLabel = "FILE",
            description = "a response of AssetPairs, in place of the small one inside")
    private @Nullable Path spot;

    @Option(
            names = "--kraken-futures",
            paramLabel = "FILE",
            description = "a response of instruments, in place of the small one inside")
    private @Nullable Path futures;

    @Override
    public Integer call() throws IOException {
        VenueReading spotReading = spot == null ? Quickstart.demoSpot() : InputFile.read(new KrakenSpot(), spot);
        VenueReading futuresReading =
                futures == null ? Quickstart.demoFutures() : InputFile.read(new KrakenFutures(), futures);
        new Quickstart(out, command.commandLine().getOut(), InstantSource.system()).run(spotReading, futuresReading);
        return 0;
    }
}
