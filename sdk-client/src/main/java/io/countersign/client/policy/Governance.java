package io.countersign.client.policy;

import io.countersign.model.MalformedInputException;
import io.countersign.model.NotFoundException;
import io.countersign.model.json.JsonText;
import io.countersign.model.market.GovernanceDocument;
import io.countersign.model.market.MarketDocument;
import io.countersign.model.snapshot.ConfigSnapshot;
import io.countersign.model.snapshot.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that governs a desk. As a configuration of a scope of its own it changes as markets do: planned field by field, agreed to under
 * what is in force until then, recorded, undone.
 *
 * @param policy who must agree
 * @param calendar when changes may be applied
 * @param templates standard changes, by id
 */
public record Governance(ApprovalPolicy policy, ChangeCalendar calendar, SortedMap<String, ChangeTemplate> templates) {
    private static final String POLICY = "approval-policy";
    private static final String CALENDAR = "change-calendar";
    private static final String TEMPLATE = "template/";

    public Governance {
        templates = Collections.unmodifiableSortedMap(new TreeMap<>(templates));
    }

    /** Under a policy alone: at any time, and without templates. */
    public static Governance of(ApprovalPolicy policy) {
        return new Governance(policy, ChangeCalendar.alwaysOpen(), new TreeMap<>());
    }

    /**
     * Reads what a scope says.
     *
     * @throws NotFoundException if it has no approval policy
     * @throws MalformedInputException if a document of it is none that governs a desk, or says what cannot be
     */
    public static Governance of(ConfigSnapshot snapshot) {
        SortedMap<String, ChangeTemplate> templates = new TreeMap<>();
        for (MarketDocument document : snapshot.documents().values()) {
            if (!(document instanceof GovernanceDocument governing)) {
                throw new MalformedInputException(snapshot.scope() + " governs a desk and cannot hold "
                        + document.documentId() + ": put it into the scope of its venue");
            }
            boolean isKnown = governing.id().equals(POLICY) || governing.id().equals(CALENDAR);
            if (governing.id().startsWith(TEMPLATE)) {
                ChangeTemplate template = governing.content().as(ChangeTemplate.class);
                isKnown = governing.id().equals(TEMPLATE + template.id());
                templates.put(template.id(), template);
            }
            if (!isKnown) {
                throw new MalformedInputException("Nothing that governs a desk has the id " + governing.documentId()
                        + ": " + POLICY + ", " + CALENDAR + " or " + TEMPLATE + " and the id of the template");
            }
        }
        ApprovalPolicy policy = snapshot.find(GovernanceDocument.class, POLICY)
                .map(document -> document.content().as(ApprovalPolicy.class))
                .orElseThrow(
                        () -> new NotFoundException(
                                "No approval policy in force in " + snapshot.scope()
                                        + ": record a baseline there, ChangeDesk.recordBaseline(actor, governance.toSnapshot(scope), at)"));
        ChangeCalendar calendar = snapshot.find(GovernanceDocument.class, CALENDAR)
                .map(document -> document.content().as(ChangeCalendar.class))
                .orElse(ChangeCalendar.alwaysOpen());
        return new Governance(policy, calendar, templates);
    }

    /**
     * As the configuration of a scope. Requirements, checks, windows and parameters stand in order of their ids or names there, so that a diff tells
     * each from the others.
     */
    public ConfigSnapshot toSnapshot(Scope scope) {
        List<MarketDocument> documents = new ArrayList<>();
        documents.add(document(
                scope,
                POLICY,
                ApprovalPolicy.builder()
                        .from(policy)
                        .requirements(sorted(policy.requirements(), Comparator.comparing(ApprovalRequirement::id)))
                        .checks(sorted(policy.checks(), Comparator.comparing(ReadinessCheck::id)))
                        .build()));
        documents.add(document(
                scope,
                CALENDAR,
                ChangeCalendar.builder()
                        .from(calendar)
                        .windows(sorted(calendar.windows(), Comparator.comparing(CalendarWindow::name)))
                        .build()));
        for (ChangeTemplate template : templates.values()) {
            documents.add(document(
                    scope,
                    TEMPLATE + template.id(),
                    ChangeTemplate.builder()
                            .from(template)
                            .parameters(sorted(template.parameters(), Comparator.comparing(TemplateParameter::name)))
                            .build()));
        }
        return ConfigSnapshot.of(scope, documents);
    }

    private static <T> List<T> sorted(Collection<T> elements, Comparator<T> order) {
        return elements.stream().sorted(order).toList();
    }

    private static GovernanceDocument document(Scope scope, String id, Object content) {
        return GovernanceDocument.builder()
                .venue(scope.venue())
                .id(id)
                .content(JsonText.of(content))
                .build();
    }

    public Governance withPolicy(ApprovalPolicy value) {
        return new Governance(value, calendar, templates);
    }

    public Governance withCalendar(ChangeCalendar value) {
        return new Governance(policy, value, templates);
    }

    /** Adds a template, or replaces the one of its id. */
    public Governance with(ChangeTemplate template) {
        SortedMap<String, ChangeTemplate> all = new TreeMap<>(templates);
        all.put(template.id(), template);
        return new Governance(policy, calendar, all);
    }

    public Governance withoutTemplate(String id) {
        SortedMap<String, ChangeTemplate> all = new TreeMap<>(templates);
        all.remove(id);
        return new Governance(policy, calendar, all);
    }

    /**
     * The template of that id.
     *
     * @throws NotFoundException if there is none; the message names those that there are
     */
    public ChangeTemplate loadTemplate(String id) {
        ChangeTemplate template = templates.get(id);
        if (template == null) {
            throw new NotFoundException("No template \"" + id + "\" in force; there are " + templates.keySet());
        }
        return template;
    }

    /** What changed without a new version, by which people name it; empty when nothing did. */
    public List<String> sameVersions(Governance before) {
        List<String> same = new ArrayList<>();
        if (!policy.equals(before.policy) && policy.version() <= before.policy.version()) {
            same.add("approval policy " + policy.id() + ", version " + policy.version());
        }
        if (!calendar.equals(before.calendar) && calendar.version() <= before.calendar.version()) {
            same.add("change calendar " + calendar.id() + ", version " + calendar.version());
        }
        for (Map.Entry<String, ChangeTemplate> old : before.templates.entrySet()) {
            ChangeTemplate template = templates.get(old.getKey());
            if (template != null
                    && !template.equals(old.getValue())
                    && template.version() <= old.getValue().version()) {
                same.add("template " + template.id() + ", version " + template.version());
            }
        }
        return same;
    }
}
