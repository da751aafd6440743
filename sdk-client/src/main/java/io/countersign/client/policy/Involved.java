package io.countersign.client.policy;

import io.countersign.model.journal.Actor;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who has a part in a change, and should therefore not be the one who agrees to it.
 *
 * @param author who proposed it
 * @param editors everyone who proposed, edited or submitted it
 * @param lastEditor who edited or submitted it last
 * @param executor who is about to carry it out, when that is known
 */
public record Involved(Actor author, Set<Actor> editors, Actor lastEditor, Optional<Actor> executor) {
    /** Those of them whose verdicts a requirement does not count. */
    public Set<Actor> excludedFrom(ApprovalRequirement requirement) {
        Set<Actor> excluded = new TreeSet<>();
        for (Distinct distinct : requirement.distinctFrom()) {
            switch (distinct) {
                case AUTHOR -> excluded.add(author);
                case CO_AUTHOR ->
                    editors.stream().filter(editor -> !editor.equals(author)).forEach(excluded::add);
                case LAST_EDITOR -> excluded.add(lastEditor);
                case EXECUTOR -> executor.ifPresent(excluded::add);
                case OTHER_REQUIREMENTS -> {} // seen when all requirements are counted
            }
        }
        return excluded;
    }
}
