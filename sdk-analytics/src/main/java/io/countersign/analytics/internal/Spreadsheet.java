package io.countersign.analytics.internal;

import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;

/** One sheet that is written from top to bottom; only the last thousand rows are in memory. Rows and columns count from 0. */
public final class Spreadsheet implements AutoCloseable {
    /** What a host adds to its class path. */
    public static final String ARTIFACT = "org.dhatim:fastexcel:0.19.0";

    private static final int DIGITS_MAX = 15;
    private static final int ROWS_HELD_MAX = 1_000;

    /** What XML does not hold as it is, and what reads like the way in which OOXML writes that (ECMA-376, ST_Xstring). */
    private static final Pattern ESCAPED =
            Pattern.compile("[\\x00-\\x08\\x0B-\\x1F\\uFFFE\\uFFFF]|_(?=x[0-9A-Fa-f]{4}_)");

    private final Workbook workbook;
    private final Worksheet sheet;

    /** Writes to a stream, which is left open. */
    public Spreadsheet(OutputStream out) {
        this.workbook = new Workbook(out, "Countersign", null);
        this.sheet = workbook.newWorksheet("Result");
    }

    /** Whether the library is there. */
    public static boolean available() {
        try {
            Class.forName("org.dhatim.fastexcel.Workbook", false, Spreadsheet.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /** A value as a number or a truth where the sheet holds it without loss, and as its text otherwise. */
    public void cell(int row, int column, @Nullable Object value, String text) {
        if (value instanceof Boolean truth) {
            sheet.value(row, column, truth);
        } else if (value != null && isHeld(value)) {
            sheet.value(row, column, new BigDecimal(value.toString()));
        } else if (value != null) {
            sheet.inlineString(row, column, escaped(text));
        }
    }

    /** After each row. */
    public void rowDone(int row) throws IOException {
        if (row % ROWS_HELD_MAX == ROWS_HELD_MAX - 1) {
            sheet.flush();
        }
    }

    /** Finishes the file. */
    @Override
    public void close() throws IOException {
        workbook.finish();
    }

    private static boolean isHeld(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return number == 0 || (Double.isFinite(number) && Math.abs(number) >= Double.MIN_NORMAL);
        }
        boolean exact = value instanceof Byte
                || value instanceof Short
                || value instanceof Integer
                || value instanceof Long
                || value instanceof BigInteger
                || value instanceof BigDecimal;
        return exact && new BigDecimal(value.toString()).stripTrailingZeros().precision() <= DIGITS_MAX;
    }

    private static String escaped(String text) {
        return ESCAPED.matcher(text)
                .replaceAll(match -> "_x%04X_".formatted((int) match.group().charAt(0)));
    }
}
