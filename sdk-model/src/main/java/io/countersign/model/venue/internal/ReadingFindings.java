package io.countersign.model.venue.internal;

import io.countersign.model.finding.Finding;
import io.countersign.model.finding.Severity;
import io.countersign.model.finding.ValidationReport;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What goes wrong while a response is read. Problems of one market are findings of their own; what many markets share, such as
 * an unknown field, is counted and becomes one finding. Not for use by several threads.
 */
public final class ReadingFindings {
    /** Most findings that one response gives, so that hostile input cannot fill the memory. */
    private static final int FINDINGS_MAX = 10_000;

    /** Most unknown fields that are listed by name. */
    private static final int UNKNOWN_FIELDS_MAX = 1_000;

    /** Longest excerpt of a value in a message. */
    private static final int EXCERPT_MAX = 80;

    private final String response;
    private final List<Finding> findings = new ArrayList<>();
    private final SortedMap<String, Integer> unknownFields = new TreeMap<>();
    private final SortedMap<String, PassedBy> passedBy = new TreeMap<>();
    private int tickless;
    private String ticklessExample = "";
    private int unlistedFields;
    private int dropped;

    public ReadingFindings(String response) {
        this.response = response;
    }

    /** What the response is called. */
    public String response() {
        return response;
    }

    /** The response is no JSON from some point on, or breaks off. */
    public void notJson(String why, int marketsRead) {
        require(
                "V-JSON-01",
                "Not complete JSON: " + why + ". The " + marketsRead
                        + " markets before that point were read; fetch the response again");
    }

    /** The response is JSON of another shape than the venue documents. */
    public void otherShape(String path, String why) {
        add("V-SHAPE-01", Severity.ERROR, response, path, why);
    }

    /** The response is larger than what is read of it, and was left. */
    public void stopped(String why, int marketsRead) {
        require("V-SIZE-01", why + ". The " + marketsRead + " markets before that point were read");
    }

    /** Part of the response is larger than what is read of it. */
    public void tooMuch(String path, String why) {
        add("V-SIZE-01", Severity.ERROR, response, path, why);
    }

    /** The venue answered with an error of its own. */
    public void venueError(String field, String error) {
        add("V-VENUE-01", Severity.ERROR, response, "/" + field, "The venue answered with an error: " + excerpt(error));
    }

    /** A market lacks a field that it cannot do without. */
    public void missing(String document, String path) {
        add("V-MISS-01", Severity.ERROR, document, path, "Required field is absent, so the market was not read");
    }

    /** A field of a market has a value that its type refuses. */
    public void refused(String document, String path, String value, String why) {
        add(
                "V-VALUE-01",
                Severity.ERROR,
                document,
                path,
                why + ", so the market was not read" + (value.isEmpty() ? "" : " (value " + excerpt(value) + ")"));
    }

    /** Two markets or two fields of an object have the same name. */
    public void duplicate(String path) {
        add("V-DUP-01", Severity.ERROR, response, path, "The name stands twice; only the first one was looked at");
    }

    /** A field that the model has no name for; it is kept. */
    public void unknownField(String name) {
        if (unknownFields.size() < UNKNOWN_FIELDS_MAX || unknownFields.containsKey(name)) {
            unknownFields.merge(name, 1, Integer::sum);
        } else {
            unlistedFields++;
        }
    }

    /** A field of the response itself that the venue does not document. */
    public void unknownEnvelopeField(String name) {
        add(
                "V-UNKNOWN-01",
                Severity.INFO,
                response,
                "/" + escape(name),
                "Field beside the markets that the venue does not document; kept in the reading, and part of no document");
    }

    /** A market that the model has no kind of document for. */
    public void passedBy(String why, String document) {
        PassedBy group = passedBy.get(why);
        if (group != null) {
            passedBy.put(why, new PassedBy(group.count() + 1, group.example()));
        } else if (passedBy.size() < UNKNOWN_FIELDS_MAX) {
            passedBy.put(why, new PassedBy(1, document));
        } else {
            add("V-KIND-01", Severity.WARN, document, "", why + ", so the market was not read");
        }
    }

    /** A word of the venue's vocabulary that the model does not know; the document keeps it. */
    public void unknownWord(String document, String path, String word) {
        add(
                "V-WORD-01",
                Severity.WARN,
                document,
                path,
                "The model has no meaning for \"" + excerpt(word) + "\"; kept as the venue's own word");
    }

    /** A market with decimals but no tick size. */
    public void derivedTick(String document) {
        tickless++;
        if (ticklessExample.isEmpty()) {
            ticklessExample = document;
        }
    }

    /** Everything found, once reading is over. */
    public ValidationReport report() {
        List<Finding> all = new ArrayList<>(findings);
        unknownFields.forEach((name, count) -> all.add(Finding.builder()
                .ruleId("V-UNKNOWN-01")
                .severity(Severity.INFO)
                .document(response)
                .path("/" + Surrogates.escapeLone(escape(name)))
                .message("Field without a meaning in the model, " + count
                        + " times; kept as it is, and part of each document's digest")
                .putEvidence("times", Integer.toString(count))
                .build()));
        if (unlistedFields > 0) {
            all.add(Finding.builder()
                    .ruleId("V-UNKNOWN-01")
                    .severity(Severity.INFO)
                    .document(response)
                    .message("More names of fields without a meaning in the model than are listed, " + unlistedFields
                            + " times; all were kept")
                    .putEvidence("times", Integer.toString(unlistedFields))
                    .build());
        }
        passedBy.forEach((why, group) -> all.add(Finding.builder()
                .ruleId("V-KIND-01")
                .severity(Severity.WARN)
                .document(response)
                .message(Surrogates.escapeLone(excerpt(why) + ": " + group.count() + " markets were not read ("
                        + group.example() + " is one)"))
                .putEvidence("markets", Integer.toString(group.count()))
                .build()));
        if (tickless > 0) {
            all.add(Finding.builder()
                    .ruleId("V-TICK-01")
                    .severity(Severity.INFO)
                    .document(response)
                    .message("No tick size published for " + tickless + " markets (" + ticklessExample
                            + " is one); one unit of the last price decimal was taken and marked as derived")
                    .putEvidence("markets", Integer.toString(tickless))
                    .build());
        }
        if (dropped > 0) {
            all.add(Finding.builder()
                    .ruleId("V-MANY-01")
                    .severity(Severity.ERROR)
                    .document(response)
                    .message(dropped + " more findings are not listed; mend these first")
                    .build());
        }
        return ValidationReport.of(all);
    }

    /** A field's name as a token of a JSON Pointer. */
    static String escape(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Adds what must be said however much else was found. */
    private void require(String rule, String message) {
        findings.add(finding(rule, Severity.ERROR, response, "", message));
    }

    private void add(String rule, Severity severity, String document, String path, String message) {
        if (findings.size() >= FINDINGS_MAX) {
            dropped++;
            return;
        }
        findings.add(finding(rule, severity, document, path, message));
    }

    private static Finding finding(String rule, Severity severity, String document, String path, String message) {
        return Finding.builder()
                .ruleId(rule)
                .severity(severity)
                .document(Surrogates.escapeLone(document))
                .path(Surrogates.escapeLone(path))
                .message(Surrogates.escapeLone(message))
                .build();
    }

    private static String excerpt(String value) {
        return value.length() <= EXCERPT_MAX ? value : value.substring(0, EXCERPT_MAX) + "...";
    }

    /** Markets passed by for one reason. */
    private record PassedBy(int count, String example) {}
}
