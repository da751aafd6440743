package io.countersign.client.live;

import java.util.Set;

/**
 * Who stands behind a change, by the ids that waivers use too.
 *
 * @param authors everyone who proposed or edited it
 * @param approvers everyone who approved it so far
 */
public record ChangePeople(Set<String> authors, Set<String> approvers) {
    /**
     * Checks that somebody wrote it.
     *
     * @throws IllegalArgumentException if there is no author
     */
    public ChangePeople {
        authors = Set.copyOf(authors);
        approvers = Set.copyOf(approvers);
        if (authors.isEmpty()) {
            throw new IllegalArgumentException("A change must have an author");
        }
    }
}
