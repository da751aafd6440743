package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import io.countersign.model.market.DocumentId;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.venue.VenueReading;
import io.countersign.model.venue.internal.RawJson.Fields;
import io.countersign.model.venue.internal.RawJson.Items;
import io.countersign.model.venue.internal.ResponseReader.Place;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One walk through one response, market by market. */
final class ResponseWalk {
    /** Most markets of a response. */
    static final int MARKETS_MAX = 100_000;

    private static final String BOUNDS = Budget.TOKENS_MAX + " tokens or " + Budget.CHARACTERS_MAX + " characters";

    /** Longest name of a field, and longest id of a market. */
    private static final int NAME_LENGTH_MAX = 500;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // names come from others, and there may be many
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(10_000)
                    .maxStringLength(1_000_000)
                    .maxNameLength(NAME_LENGTH_MAX)
                    .build())
            .build();

    private final ResponseReader.Builder layout;
    private final MarketReader reader;
    private final ReadingFindings findings;
    private final Map<String, RawJson> envelope = new LinkedHashMap<>();
    private final List<MarketDocument> documents = new ArrayList<>();
    private final SortedMap<DocumentId, SortedMap<String, String>> live = new TreeMap<>();
    private final Set<String> ids = new HashSet<>();
    private final Set<Identity> identities = new HashSet<>();
    private final Reading reading;
    private final Budget kept = Budget.ofResponse();
    private final Budget beside = Budget.ofMarket();
    private boolean besideIsFull;
    private boolean marketsFound;
    private int seen;
    private int read;

    ResponseWalk(ResponseReader.Builder layout, MarketReader reader, ReadingFindings findings) {
        this.layout = layout;
        this.reader = reader;
        this.findings = findings;
        this.reading = new Reading(findings, layout.emptyTextIsAbsent);
    }

    ReadingFindings findings() {
        return findings;
    }

    void countRead(int markets) {
        read += markets;
    }

    /** Walks to the end of the response, or to the point where it is no JSON. */
    VenueReading walk(InputStream response) {
        boolean complete = false;
        try (JsonParser in = FACTORY.createParser(response)) {
            top(in, new RawJsonReader(in, findings::duplicate));
            complete = true;
        } catch (Stop e) {
            findings.stopped(String.valueOf(e.getMessage()), read);
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            findings.notJson(e.getOriginalMessage() + where, read);
        } catch (IOException e) {
            findings.notJson("reading failed: " + e.getMessage(), read);
        }
        List<VenueError> errors = layout.errors.in(envelope);
        errors.forEach(error -> findings.venueError(error.field(), error.text()));
        if (complete) {
            if (!marketsFound && errors.isEmpty()) {
                noMarkets();
            }
            reader.end(new ResponseEnd(this));
        }
        return new VenueReading(documents, seen, read, envelopeTexts(), live, findings.report());
    }

    private void noMarkets() {
        if (layout.marketsField.isEmpty()) {
            findings.otherShape("", "The response is not a list");
        } else {
            String field = layout.marketsField;
            findings.otherShape("/" + ReadingFindings.escape(field), "The response has no field \"" + field + "\"");
        }
    }

    private SortedMap<String, String> envelopeTexts() {
        SortedMap<String, String> texts = new TreeMap<>();
        envelope.forEach((name, value) -> {
            texts.put(Surrogates.escapeLone(name), value.json());
            if (!layout.documented.contains(name)) {
                findings.unknownEnvelopeField(name);
            }
        });
        return texts;
    }

    private void top(JsonParser in, RawJsonReader values) throws IOException, Stop {
        JsonToken first = in.nextToken();
        boolean list = layout.place == Place.TOP_LIST || layout.place == Place.TOP_LIST_OR_ONE;
        if (first == JsonToken.START_ARRAY && list) {
            marketsFound = true;
            markets(in, values, "");
        } else if (first == JsonToken.START_OBJECT && layout.place == Place.TOP_LIST_OR_ONE) {
            listOrOne(in, values);
        } else if (first == JsonToken.START_OBJECT) {
            marketsFound |= layout.place == Place.TOP_BY_NAME;
            fields(in, values);
        } else {
            marketsFound = true; // what is wrong is said here
            String expected = list ? "a list" : "an object";
            findings.otherShape("", first == null ? "The response is empty" : "The response is not " + expected);
            return;
        }
        if (in.nextToken() != null) {
            findings.otherShape("", "More JSON follows after the response");
        }
    }

    private void listOrOne(JsonParser in, RawJsonReader values) throws IOException, Stop {
        Optional<RawJson> value = value(in, values, "");
        if (value.isPresent()
                && value.get() instanceof Fields fields
                && !layout.errors.in(fields.fields()).isEmpty()) {
            envelope.putAll(fields.fields());
        } else {
            marketsFound = true;
            seen++;
            value.ifPresent(one -> take("", "", one));
        }
    }

    private void fields(JsonParser in, RawJsonReader values) throws IOException, Stop {
        Set<String> names = new HashSet<>();
        while (in.nextToken() != JsonToken.END_OBJECT) {
            String name = in.currentName();
            String place = "/" + ReadingFindings.escape(name);
            in.nextToken();
            boolean here = name.equals(layout.marketsField);
            if (layout.place == Place.TOP_BY_NAME && !layout.documented.contains(name)) {
                market(in, values, name, place);
            } else if (names.contains(name)) {
                findings.duplicate(place);
                in.skipChildren();
            } else if (layout.place == Place.FIELD && here) {
                names.add(name);
                marketsFound = true;
                markets(in, values, place);
            } else if (layout.place == Place.ONE_IN_FIELD && here) {
                names.add(name);
                marketsFound = true;
                count();
                value(in, values, place).ifPresent(one -> take("", place, one));
            } else if (beside(in, values, name)) {
                names.add(name);
            }
        }
    }

    /** Keeps a field beside the markets, as long as there is room. */
    private boolean beside(JsonParser in, RawJsonReader values, String name) throws IOException {
        int depth = depthAround(in);
        try {
            if (!besideIsFull) {
                beside.spend(name.length());
                envelope.put(name, values.read(beside));
                return true;
            }
        } catch (Budget.Exceeded e) {
            besideIsFull = true;
            findings.tooMuch(
                    "/" + ReadingFindings.escape(name),
                    "The fields beside the markets are larger than " + BOUNDS
                            + "; from this one on they were not kept");
        }
        leave(in, depth);
        return false;
    }

    private void markets(JsonParser in, RawJsonReader values, String place) throws IOException, Stop {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                market(in, values, name, place + "/" + ReadingFindings.escape(name));
            }
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                String here = place + "/" + seen;
                count();
                value(in, values, here).ifPresent(market -> take("", here, market));
            }
        } else {
            findings.otherShape(place, "Neither an object nor a list of markets");
            in.skipChildren();
        }
    }

    /** A market that has a name. */
    private void market(JsonParser in, RawJsonReader values, String name, String place) throws IOException, Stop {
        count();
        if (layout.identity.isEmpty() && !ids.add(name)) {
            findings.duplicate(place);
            in.skipChildren();
            return;
        }
        value(in, values, place).ifPresent(market -> take(name, place, market));
    }

    private void count() throws Stop {
        if (seen == MARKETS_MAX) {
            throw new Stop("The response has more than " + MARKETS_MAX + " markets");
        }
        seen++;
    }

    /** The value of a market, absent if it is too large. */
    private Optional<RawJson> value(JsonParser in, RawJsonReader values, String place) throws IOException, Stop {
        int depth = depthAround(in);
        Budget budget = Budget.ofMarket();
        RawJson value;
        try {
            value = values.read(budget);
        } catch (Budget.Exceeded e) {
            findings.tooMuch(place, "The market is larger than " + BOUNDS + ", so it was not read");
            leave(in, depth);
            return Optional.empty();
        }
        if (!kept.spendAllOf(Budget.ofMarket(), budget)) {
            throw new Stop("The response is larger than " + Budget.RESPONSE_TOKENS_MAX + " tokens or "
                    + Budget.RESPONSE_CHARACTERS_MAX + " characters of markets");
        }
        return Optional.of(value);
    }

    /**
     * Skips to the end of a value, wherever in it the parser stands.
     *
     * @param depth of what the value stands in
     */
    private static void leave(JsonParser in, int depth) throws IOException {
        while (in.getParsingContext().getNestingDepth() > depth) {
            in.nextToken();
        }
    }

    /** How deep the object or list is nested in which the value at the parser's current token stands. */
    private static int depthAround(JsonParser in) {
        int depth = in.getParsingContext().getNestingDepth();
        return in.currentToken().isStructStart() ? depth - 1 : depth;
    }

    private void take(String name, String place, RawJson value) {
        if (layout.lists ? !(value instanceof Items) : !(value instanceof Fields)) {
            findings.otherShape(place, "A " + value.type() + " stands where a market is expected");
            return;
        }
        String id = layout.identity.isEmpty() ? name : idOf(value, place);
        if (id == null) {
            return;
        }
        Market market = new Market(id, place, value, reading);
        List<? extends MarketDocument> made = List.of();
        try {
            made = reader.read(market);
        } catch (IllegalArgumentException | IllegalStateException e) {
            if (market.isSound()) { // else it follows from what was found already
                market.object().refuse(String.valueOf(e.getMessage()));
            }
        }
        if (market.isSound() && add(made, place)) {
            live.putAll(market.live());
            read++;
        }
    }

    /** The id that stands in a market's fields, null if there is none or it is not the first of its kind. */
    private @Nullable String idOf(RawJson value, String place) {
        VenueObject unnamed = new VenueObject(value, findings.response(), place, reading);
        for (String field : layout.identity) {
            unnamed.requireText(field);
        }
        if (!unnamed.isSound()) {
            return null;
        }
        String field = layout.identity.get(0);
        String id = unnamed.peekText(field).orElse("");
        if (id.length() > NAME_LENGTH_MAX) {
            unnamed.refuse(field, id, "An id must not be longer than " + NAME_LENGTH_MAX + " characters");
            return null;
        }
        if (!ids.add(id)) {
            findings.duplicate(place + "/" + field);
            return null;
        }
        return id;
    }

    /** Adds documents, except such as have the identity of an earlier one. */
    boolean add(List<? extends MarketDocument> made, String place) {
        boolean added = false;
        for (MarketDocument document : made) {
            if (identities.add(new Identity(document.getClass(), document.venue(), document.id()))) {
                documents.add(document);
                added = true;
            } else {
                findings.duplicate(place);
            }
        }
        return added;
    }

    /** There is more than is read. */
    private static final class Stop extends Exception {
        private static final long serialVersionUID = 1L;

        private Stop(String why) {
            super(why, null, false, false);
        }
    }

    /** What makes a document another one; as a document's own, without checking the parts once more. */
    private record Identity(Class<?> kind, String venue, String id) {}
}
