package dev.annals.launcher.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Column;

/** Rows of text in aligned columns: words to the left, numbers to the right. */
final class TextTable {
    private static final int GAP = 2;

    private final int columns;
    private final List<String[]> rows = new ArrayList<>();

    TextTable(String... titles) {
        columns = titles.length;
        rows.add(titles);
    }

    void row(String... cells) {
        if (cells.length != columns) {
            throw new IllegalArgumentException(cells.length + " cells (expected: " + columns + ")");
        }
        rows.add(cells);
    }

    @Override
    public String toString() {
        Column[] layout = new Column[columns];
        int[] widths = new int[columns];
        boolean[] numeric = new boolean[columns];
        for (int column = 0; column < columns; column++) {
            int at = column;
            int indent = column == 0 ? 0 : GAP;
            widths[column] =
                    rows.stream().mapToInt(row -> row[at].length()).max().orElse(0);
            numeric[column] = rows.size() > 1 && rows.stream().skip(1).allMatch(row -> row[at].matches("[\\d,]+"));
            layout[column] = new Column(indent + widths[column], indent, Column.Overflow.TRUNCATE);
        }
        Help.TextTable table = Help.TextTable.forColumns(Help.defaultColorScheme(Ansi.OFF), layout);
        for (String[] row : rows) {
            String[] cells = row.clone();
            for (int column = 0; column < columns; column++) {
                if (numeric[column]) {
                    cells[column] = " ".repeat(widths[column] - row[column].length()) + row[column];
                }
            }
            table.addRowValues(cells);
        }
        return table.toString();
    }
}
