package io.countersign.client.rule;

import io.countersign.model.change.ScenarioEvidence;
import io.countersign.model.json.Digest;
import io.countersign.model.market.DocumentId;
import io.countersign.model.view.Displayable;
import io.countersign.model.view.Html;
import io.countersign.model.view.Svg;
import io.countersign.model.view.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What playing a configuration or a change through has shown: figures for people, evidence for the plan, a chart. Extended by
 * scenarios, also by those of a house. Immutable and safe for concurrent use.
 */
public abstract class ScenarioResult implements Displayable {
    private final String scenario;
    private final DocumentId document;
    private final Supplier<Digest> digest;
    private volatile @Nullable Digest inputs;

    /**
     * The frame of a result.
     *
     * @param scenario the rule's id, such as {@code S-TCK}
     * @param document the document that was played through
     * @param inputs names everything that the figures were computed from; asked at most once or twice, as it reads all rows
     */
    protected ScenarioResult(String scenario, DocumentId document, Supplier<Digest> inputs) {
        this.scenario = scenario;
        this.document = document;
        this.digest = inputs;
    }

    /** Such as {@code S-TCK}. */
    public final String scenario() {
        return scenario;
    }

    /** The document that was played through. */
    public final DocumentId document() {
        return document;
    }

    /** Names everything that the figures were computed from: documents, orders, positions, prices. */
    public final Digest inputs() {
        Digest known = inputs;
        if (known == null) {
            known = digest.get();
            inputs = known;
        }
        return known;
    }

    /** What was played, in a few words that follow scenario and document: {@code tick 0.1 to 0.5}. */
    public abstract String title();

    /** One sentence with the figures that matter. */
    public abstract String summary();

    /** Figures by name; the unit ends the name where it is no count. */
    public abstract SortedMap<String, String> figures();

    /** The worst cases, gravest first, one line each. */
    public abstract List<String> worst();

    /** The distribution behind the figures. */
    public abstract Svg chart();

    /** The figures at length, the most important table first. */
    public abstract List<TextTable> tables();

    /** The figures, with the digest of everything that they were computed from. */
    public final ScenarioEvidence toEvidence() {
        return ScenarioEvidence.builder()
                .scenario(scenario)
                .document(document)
                .summary(summary())
                .figures(figures())
                .worst(worst())
                .inputs(inputs())
                .build();
    }

    @Override
    public final String toHtml() {
        List<Html> parts =
                new ArrayList<>(List.of(Html.heading(3, heading()), Html.paragraph(summary()), Html.trusted(chart())));
        tables().forEach(table -> parts.add(Html.trusted(table)));
        return Html.element("section", parts.toArray(Html[]::new)).markup();
    }

    @Override
    public final String toString() {
        return heading() + "\n" + summary()
                + tables().stream().map(table -> "\n\n" + table).collect(Collectors.joining());
    }

    private String heading() {
        return scenario + " " + document + ": " + title();
    }
}
