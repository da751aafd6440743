package io.countersign.model.venue.internal;

import io.countersign.model.venue.VenueReader;
import io.countersign.model.venue.VenueReading;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A reader made of a description: where in a response the markets stand, what stands beside them, how the venue says that it
 * failed, and what one market becomes.
 */
public final class ResponseReader implements VenueReader {
    private final Builder layout;
    private final Supplier<? extends MarketReader> markets;

    private ResponseReader(Builder layout, Supplier<? extends MarketReader> markets) {
        this.layout = layout;
        this.markets = markets;
    }

    /** Starts the description of a reader. */
    public static Builder of(String source) {
        return new Builder(source);
    }

    @Override
    public String source() {
        return layout.source;
    }

    @Override
    public VenueReading read(String name, InputStream response) {
        return new ResponseWalk(layout, markets.get(), new ReadingFindings(name)).walk(response);
    }

    /** Where the markets of a response stand. */
    enum Place {
        FIELD,
        ONE_IN_FIELD,
        TOP_LIST,
        TOP_LIST_OR_ONE,
        TOP_BY_NAME
    }

    /** The description of a reader. */
    public static final class Builder {
        final String source;
        Place place = Place.TOP_LIST;
        String marketsField = "";
        List<String> identity = List.of();
        boolean lists;
        boolean emptyTextIsAbsent;
        Set<String> documented = Set.of();
        VenueError.Sign errors = envelope -> List.of();

        private Builder(String source) {
            this.source = Objects.requireNonNull(source);
        }

        /** Markets stand in a field of the response, in a list or by name in an object. */
        public Builder marketsIn(String field) {
            return place(Place.FIELD, field);
        }

        /** A field of the response is the one market. */
        public Builder oneMarketIn(String field) {
            return place(Place.ONE_IN_FIELD, field);
        }

        /** The response is the list of markets. */
        public Builder topLevelList() {
            return place(Place.TOP_LIST, "");
        }

        /** The response is the list of markets, or one market by itself. */
        public Builder topLevelListOrOne() {
            return place(Place.TOP_LIST_OR_ONE, "");
        }

        /** The response is an object of markets by name; documented fields are none of them. */
        public Builder topLevelByName() {
            return place(Place.TOP_BY_NAME, "");
        }

        /**
         * Texts that every market must have.
         *
         * @param field the market's id: a second market of the same id is not read
         * @param more what else the name of a document needs
         */
        public Builder identifiedBy(String field, String... more) {
            identity = Stream.concat(Stream.of(field), Stream.of(more)).toList();
            return this;
        }

        /** Each market is a list, not an object. */
        public Builder marketsAreLists() {
            lists = true;
            return this;
        }

        /** An empty string means that a field is absent; it stays with the rest. */
        public Builder emptyTextIsAbsent() {
            emptyTextIsAbsent = true;
            return this;
        }

        /** Fields that the venue documents beside the markets. */
        public Builder documented(String... fields) {
            documented = Set.of(fields);
            return this;
        }

        /** How the venue says that it failed. */
        public Builder errors(VenueError.Sign sign) {
            errors = sign;
            return this;
        }

        /** The reader, where one market is read like any other. */
        public VenueReader reading(MarketReader market) {
            return readingTogether(() -> market);
        }

        /** The reader, where the markets of a response are read by something that remembers them. */
        public VenueReader readingTogether(Supplier<? extends MarketReader> markets) {
            return new ResponseReader(this, markets);
        }

        private Builder place(Place markets, String field) {
            place = markets;
            marketsField = field;
            return this;
        }
    }
}
