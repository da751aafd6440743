package io.countersign.benchmarks;

import io.countersign.model.market.DocumentId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A question about the past, in the SQL of each engine that is asked. The SQL stands in {@code questions.sql}.
 *
 * @param name what is measured
 * @param texts the columns of its answer that are texts and must be worked out for the answer to count
 */
record Question(String name, List<String> texts) {
    /** Instants of the questions: changes of the last tenth are in force later, or known later, than what is asked for. */
    static final Instant EFFECTIVE =
            History.START.plus(History.SPAN.multipliedBy(9).dividedBy(10));

    static final Instant KNOWN = EFFECTIVE.plus(History.SPAN.dividedBy(50));
    /** The one market of the questions about one. */
    static final DocumentId DOCUMENT = HistoryMarket.baseline(1_234).documentId();

    private static final Instant EARLIER = EFFECTIVE.minus(History.SPAN.dividedBy(10));
    private static final Instant END = History.START.plus(History.SPAN.multipliedBy(2));
    private static final Map<String, String> SECTIONS = sections();
    private static final String MACRO = "field_as_of(";

    static final Question NAIVE_INCIDENTS = new Question("500 incidents, naive", List.of());
    static final Question ONE_MARKET = new Question("one market, bitemporal", List.of("value"));
    static final Question INCIDENTS = new Question("500 incidents", List.of());

    /** All but the naive one. */
    static final List<Question> ALL = List.of(
            new Question("all markets as of an instant", List.of("value")),
            new Question("all markets, bitemporal", List.of("value")),
            ONE_MARKET,
            new Question("blame of one market", List.of("value", "previous_value", "actor", "approvers")),
            new Question("difference of two instants", List.of("old_value", "value")),
            new Question("approvals by reviewer", List.of("actor")),
            new Question("self-approvals", List.of("change_id", "actor")),
            INCIDENTS);

    /** The languages that questions are put in. */
    enum Dialect {
        WAREHOUSE,
        POSTGRES,
        SQLITE;

        private String literal(Instant instant) {
            return this == SQLITE
                    ? Long.toString(instant.toEpochMilli() * 1_000)
                    : "CAST('" + instant + "' AS TIMESTAMPTZ)";
        }

        private Optional<String> section(String name) {
            return Optional.ofNullable(SECTIONS.get(name + "@" + toString().toLowerCase(Locale.ROOT)));
        }

        /** What an engine is told once it has the rows. */
        List<String> setup() {
            return section("setup").stream()
                    .flatMap(script -> List.of(script.split(";\n", -1)).stream())
                    .filter(statement -> !statement.isBlank())
                    .toList();
        }
    }

    /** All rows of the answer. */
    String sql(Dialect dialect) {
        String sql = dialect.section(name).orElseGet(() -> SECTIONS.getOrDefault(name, ""));
        if (sql.isEmpty()) {
            throw new IllegalStateException("No SQL for \"" + name + "\" in " + dialect);
        }
        Optional<String> macro = dialect.section("field_as_of");
        String document = "'" + DOCUMENT + "'";
        String filter = sql.contains("document = :document") ? "AND document = " + document : "";
        return (macro.isPresent() ? expand(sql, macro.get(), filter) : sql)
                .replace(":scope", "'" + HistoryPayloads.SCOPE + "'")
                .replace(":document", document)
                .replace(":effective", dialect.literal(EFFECTIVE))
                .replace(":known", dialect.literal(KNOWN))
                .replace(":earlier", dialect.literal(EARLIER))
                .replace(":end", dialect.literal(END));
    }

    /** One row that an engine can only give when it has worked out the answer. */
    String digest(Dialect dialect) {
        String sums = texts.stream().map(text -> ", sum(length(" + text + "))").collect(Collectors.joining());
        return "SELECT count(*), sum(sequence)" + sums + " FROM (" + sql(dialect) + ") answer";
    }

    private static String expand(String sql, String macro, String filter) {
        String rest = sql;
        StringBuilder out = new StringBuilder();
        for (int at = rest.indexOf(MACRO); at >= 0; at = rest.indexOf(MACRO)) {
            int end = rest.indexOf(')', at);
            List<String> arguments =
                    List.of(rest.substring(at + MACRO.length(), end).split(", ", -1));
            out.append(rest, 0, at)
                    .append(macro.replace("$1", arguments.get(0))
                            .replace("$2", arguments.get(1))
                            .replace(":filter", filter));
            rest = rest.substring(end + 1);
        }
        return out.append(rest).toString();
    }

    private static Map<String, String> sections() {
        try (InputStream in = Question.class.getResourceAsStream("questions.sql")) {
            if (in == null) {
                throw new IllegalStateException("The jar lacks questions.sql");
            }
            Map<String, String> sections = new HashMap<>();
            List<String> texts = List.of(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n--- ", -1));
            for (String text : texts.subList(1, texts.size())) {
                int line = text.indexOf('\n');
                sections.put(text.substring(0, line), text.substring(line + 1).strip());
            }
            return sections;
        } catch (IOException e) {
            throw new UncheckedIOException("Reading questions.sql from the jar failed", e);
        }
    }
}
