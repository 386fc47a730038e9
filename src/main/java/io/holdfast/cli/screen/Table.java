package io.holdfast.cli.screen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows under headings, in columns two spaces apart. An empty cell shows a dash. */
public final class Table {

  private final List<Cell[]> rows = new ArrayList<>();
  private final int columns;

  public Table(String... headings) {
    columns = headings.length;
    rows.add(Arrays.stream(headings).map(h -> new Cell(h, Tone.STRONG)).toArray(Cell[]::new));
  }

  /** Adds a row of as many cells as there are headings. */
  public Table row(Cell... cells) {
    if (cells.length != columns) {
      throw new IllegalArgumentException(cells.length + " cells for " + columns + " columns");
    }
    rows.add(Arrays.stream(cells).map(Table::shown).toArray(Cell[]::new));
    return this;
  }

  private static Cell shown(Cell cell) {
    return cell.text().isEmpty() ? new Cell("-", Tone.FAINT) : cell;
  }

  /** Whether there is nothing but headings. */
  public boolean isEmpty() {
    return rows.size() == 1;
  }

  public void print(Screen screen) {
    int[] widths = new int[columns];
    for (Cell[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], width(row[i]));
      }
    }
    rows.forEach(row -> screen.line(line(row, widths, screen)));
  }

  private static String line(Cell[] row, int[] widths, Screen screen) {
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < row.length; i++) {
      line.append(screen.paint(row[i]));
      if (i < row.length - 1) {
        line.append(" ".repeat(widths[i] - width(row[i]) + 2));
      }
    }
    return line.toString();
  }

  private static int width(Cell cell) {
    return cell.text().codePointCount(0, cell.text().length());
  }
}
