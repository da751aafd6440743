package io.countersign.model.diff;

/** What it means to a trader that a figure grows, and by the opposite word what it means that it shrinks. */
public enum Growth {
    /** Fewer orders or positions are possible. */
    TIGHTER("tighter", "looser"),
    /** More orders or positions are possible. */
    LOOSER("looser", "tighter"),
    /** Steps get wider. */
    COARSER("coarser", "finer"),
    /** Steps get narrower. */
    FINER("finer", "coarser"),
    /** The account pays more. */
    DEARER("dearer", "cheaper"),
    /** The account pays less. */
    CHEAPER("cheaper", "dearer"),
    /** It takes longer to act. */
    SLOWER("slower", "faster"),
    /** It acts sooner. */
    FASTER("faster", "slower"),
    /** It counts for more. */
    HEAVIER("heavier", "lighter"),
    /** A size and nothing else. */
    LARGER("larger", "smaller"),
    /** A moment. */
    LATER("later", "earlier"),
    /** Neither good nor bad; said of figures that were looked at. */
    NEUTRAL("", "");

    private final String more;
    private final String less;

    Growth(String more, String less) {
        this.more = more;
        this.less = less;
    }

    /** The word for a figure that changed by so much: above zero for growth. Empty when there is nothing to say. */
    public String word(int sign) {
        return sign > 0 ? more : sign < 0 ? less : "";
    }

    /** The word for a figure that was not there before. A bound that appears binds, whichever way it points. */
    String wordWhenAdded() {
        return switch (this) {
            case TIGHTER, LOOSER -> "tighter";
            case COARSER -> "coarser";
            default -> "";
        };
    }

    /** The word for a figure that is gone. */
    String wordWhenRemoved() {
        return switch (this) {
            case TIGHTER, LOOSER -> "looser";
            case COARSER -> "finer";
            default -> "";
        };
    }
}
