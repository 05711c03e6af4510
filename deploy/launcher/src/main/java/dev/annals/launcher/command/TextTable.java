package dev.annals.launcher.command;

import java.util.ArrayList;
import java.util.List;

/** Rows of text in aligned columns: words to the left, numbers to the right. */
final class TextTable {
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
        StringBuilder text = new StringBuilder();
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                String gap = " ".repeat(width(column) - row[column].length());
                line.append(isNumeric(column) ? gap + row[column] : row[column] + gap)
                        .append("  ");
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private int width(int column) {
        return rows.stream().mapToInt(row -> row[column].length()).max().orElse(0);
    }

    private boolean isNumeric(int column) {
        return rows.size() > 1 && rows.stream().skip(1).allMatch(row -> row[column].matches("[\\d,]+"));
    }
}
