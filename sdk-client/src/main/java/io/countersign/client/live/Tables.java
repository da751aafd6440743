package io.countersign.client.live;

/** What every table of columns checks. */
final class Tables {
    private Tables() {}

    static void requireSameSize(String rows, int first, int... others) {
        for (int other : others) {
            if (other != first) {
                throw new IllegalArgumentException(
                        "The columns of a table of " + rows + " must have the same length: " + first + " and " + other);
            }
        }
    }
}
