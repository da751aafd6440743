package io.countersign.model.diff;

/** How two sides of a merge come to disagree. */
public enum ConflictKind {
    /** Both changed a value, to different ones. */
    BOTH_CHANGED("both changed it"),
    /** Both added something of one name, and not the same. */
    BOTH_ADDED("both added it"),
    /** One side took out what the other changed, or changed inside. */
    REMOVED_AND_CHANGED("one removed it, one changed it"),
    /** Each side makes a document, but the changes of both together do not. */
    INVALID_TOGETHER("no document with the changes of both");

    private final String text;

    ConflictKind(String text) {
        this.text = text;
    }

    /** For people. */
    String text() {
        return text;
    }
}
