package io.countersign.client.cel;

/**
 * A place in an expression. Counted in code points.
 *
 * @param offset from 0
 * @param line from 1
 * @param column from 1
 */
record Place(String expression, int offset, int line, int column) {
    /** How much of a long line is shown on each side. */
    private static final int SHOWN_MAX = 60;

    /** The place at an offset, counted from 0; of a dot, the place of the name behind it. */
    static Place at(String expression, int offset) {
        int[] points = expression.codePoints().toArray();
        int place = Math.max(0, Math.min(offset, points.length));
        if (place < points.length && points[place] == '.') {
            do {
                place++;
            } while (place < points.length && Character.isWhitespace(points[place]));
        }
        int line = 1;
        int start = 0;
        for (int i = 0; i < place; i++) {
            if (points[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new Place(expression, place, line, place - start + 1);
    }

    /** The place at a line, counted from 1, and a column, counted from 0. */
    static Place at(String expression, int line, int column) {
        int[] points = expression.codePoints().toArray();
        int start = 0;
        for (int left = line - 1, i = 0; left > 0 && i < points.length; i++) {
            if (points[i] == '\n') {
                left--;
                start = i + 1;
            }
        }
        return at(expression, start + column);
    }

    /** The line that it is in, as far as it is near, and a caret under the place. */
    String near() {
        int[] points = expression.codePoints().toArray();
        int from = Math.max(offset - column + 1, offset - SHOWN_MAX);
        int to = offset;
        while (to < points.length && points[to] != '\n' && points[to] != '\r' && to < offset + SHOWN_MAX) {
            to++;
        }
        StringBuilder text = new StringBuilder(new String(points, from, to - from)).append('\n');
        for (int i = from; i < offset; i++) {
            text.append(points[i] == '\t' ? '\t' : ' ');
        }
        return text.append('^').toString();
    }

    @Override
    public String toString() {
        return "line " + line + ", column " + column;
    }
}
