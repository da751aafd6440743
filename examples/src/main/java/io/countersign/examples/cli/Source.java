package io.countersign.examples.cli;

import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.binance.BinanceBrackets;
import io.countersign.model.venue.binance.BinanceCoinM;
import io.countersign.model.venue.binance.BinanceSpot;
import io.countersign.model.venue.binance.BinanceUsdM;
import io.countersign.model.venue.bitmex.BitmexInstruments;
import io.countersign.model.venue.kraken.KrakenAssets;
import io.countersign.model.venue.kraken.KrakenFeeSchedules;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import io.countersign.model.venue.kraken.KrakenSystemStatus;
import io.countersign.model.venue.okx.OkxInstruments;
import io.countersign.model.venue.okx.OkxTiers;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The option that says which kind of venue response the files are. */
final class Source {
    /** Every kind that can be read. */
    static final List<VenueReader> READERS = List.of(
            new KrakenSpot(),
            new KrakenAssets(),
            new KrakenSystemStatus(),
            new KrakenFutures(),
            new KrakenFeeSchedules(),
            new BinanceSpot(),
            new BinanceUsdM(),
            new BinanceCoinM(),
            new BinanceBrackets(),
            new OkxInstruments(),
            new OkxTiers(),
            new BitmexInstruments());

    @Option(
            names = "--source",
            required = true,
            paramLabel = "KIND",
            converter = Converter.class,
            completionCandidates = Names.class,
            description = "what the files are: ${COMPLETION-CANDIDATES}")
    private VenueReader reader = READERS.get(0);

    VenueReader reader() {
        return reader;
    }

    /** The names, for messages and help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(READERS.stream().map(VenueReader::source).toList());
        }
    }

    /** Reads a name. */
    static final class Converter implements ITypeConverter<VenueReader> {
        @Override
        public VenueReader convert(String name) {
            return READERS.stream()
                    .filter(reader -> reader.source().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new TypeConversionException(
                            "no source is called \"" + name + "\"; there are " + new Names()));
        }
    }
}
