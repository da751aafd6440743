package io.countersign.model.journal;

/** What the names in an envelope have in common. */
final class Names {
    private Names() {}

    static void require(String thing, String name, int lengthMax) {
        if (name.isBlank() || name.length() > lengthMax || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(thing + " must have 1 to " + lengthMax
                    + " characters, none of them control characters: \"" + name + "\"");
        }
    }
}
