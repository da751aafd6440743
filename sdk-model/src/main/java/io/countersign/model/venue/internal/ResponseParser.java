package io.countersign.model.venue.internal;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.Set;

/**
 * Walks through a response whose markets stand in one field of the outermost object, by name or in a list, and hands them over
 * one at a time.
 */
public final class ResponseParser {
    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(32)
                    .maxNumberLength(10_000)
                    .maxStringLength(1_000_000)
                    .maxNameLength(10_000)
                    .build())
            .build();

    private final String marketsField;
    private final ReadingFindings findings;
    private int seen;
    private int read;

    public ResponseParser(String marketsField, ReadingFindings findings) {
        this.marketsField = marketsField;
        this.findings = findings;
    }

    /** Number of markets handed over. */
    public int marketsSeen() {
        return seen;
    }

    /** Number of markets that the visitor took. */
    public int marketsRead() {
        return read;
    }

    /** Walks to the end of the response, or to the point where it is no JSON. */
    public void parse(InputStream response, Visitor visitor) {
        try (JsonParser in = FACTORY.createParser(response)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                findings.otherShape(
                        "", in.currentToken() == null ? "The response is empty" : "The response is not an object");
                return;
            }
            Set<String> names = new HashSet<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String name = in.currentName();
                in.nextToken();
                if (!names.add(name)) {
                    findings.duplicate("/" + ReadingFindings.escape(name));
                    in.skipChildren();
                } else if (name.equals(marketsField)) {
                    markets(in, visitor);
                } else {
                    visitor.other(name, RawJson.read(in, findings::duplicate));
                }
            }
            if (!names.contains(marketsField) && !visitor.explainsAbsence()) {
                findings.otherShape("/" + marketsField, "The response has no field \"" + marketsField + "\"");
            }
            if (in.nextToken() != null) {
                findings.otherShape("", "More JSON follows after the response");
            }
        } catch (JacksonException e) {
            JsonLocation at = e.getLocation();
            String where = at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr();
            findings.notJson(e.getOriginalMessage() + where, read);
        } catch (IOException e) {
            findings.notJson("reading failed: " + e.getMessage(), read);
        }
    }

    private void markets(JsonParser in, Visitor visitor) throws IOException {
        if (in.currentToken() == JsonToken.START_OBJECT) {
            Set<String> ids = new HashSet<>();
            while (in.nextToken() != JsonToken.END_OBJECT) {
                String id = in.currentName();
                in.nextToken();
                market(in, id, ReadingFindings.escape(id), ids.add(id), visitor);
            }
        } else if (in.currentToken() == JsonToken.START_ARRAY) {
            while (in.nextToken() != JsonToken.END_ARRAY) {
                market(in, "", Integer.toString(seen), true, visitor);
            }
        } else {
            findings.otherShape("/" + marketsField, "Neither an object nor a list of markets");
            in.skipChildren();
        }
    }

    private void market(JsonParser in, String id, String token, boolean first, Visitor visitor) throws IOException {
        seen++;
        String place = "/" + marketsField + "/" + token;
        if (!first) {
            findings.duplicate(place);
            in.skipChildren();
            return;
        }
        RawJson value = RawJson.read(in, findings::duplicate);
        if (!(value instanceof RawJson.Fields fields)) {
            findings.otherShape(place, "A " + value.type() + " stands where a market is expected");
        } else if (visitor.market(id, place, fields)) {
            read++;
        }
    }

    /** What is done with the parts of a response. */
    public interface Visitor {
        /**
         * Takes a market.
         *
         * @param id its name in the response, empty where markets stand in a list
         * @param place where it stands in the response, a JSON Pointer, for findings while its id is not known
         * @return whether it became a document
         */
        boolean market(String id, String place, RawJson.Fields market);

        /** Takes a field beside the markets. */
        void other(String name, RawJson value);

        /** Whether the venue said itself why there are no markets, so that their absence is no finding of its own. */
        boolean explainsAbsence();
    }
}
