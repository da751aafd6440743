package io.countersign.examples.cli;

import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.kraken.KrakenFutures;
import io.countersign.model.venue.kraken.KrakenSpot;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The kinds of venue responses that can be read, by name. */
enum Source {
    KRAKEN_SPOT(KrakenSpot::new),
    KRAKEN_FUTURES(KrakenFutures::new);

    @SuppressWarnings("ImmutableEnumChecker") // constructor references hold nothing
    private final Supplier<VenueReader> reader;

    Source(Supplier<VenueReader> reader) {
        this.reader = reader;
    }

    VenueReader reader() {
        return reader.get();
    }

    @Override
    public String toString() {
        return reader().source();
    }

    /** The names, for messages and help. */
    static final class Names extends ArrayList<String> {
        private static final long serialVersionUID = 1L;

        Names() {
            super(List.of(values()).stream().map(Source::toString).toList());
        }
    }

    /** Reads a name. */
    static final class Converter implements ITypeConverter<Source> {
        @Override
        public Source convert(String name) {
            for (Source source : values()) {
                if (source.toString().equals(name)) {
                    return source;
                }
            }
            throw new TypeConversionException("no source is called \"" + name + "\"; there are " + new Names());
        }
    }
}
