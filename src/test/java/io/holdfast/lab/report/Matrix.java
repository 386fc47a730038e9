package io.holdfast.lab.report;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The picture of which point was struck in which way, and what came of it: a row for each point, a
 * column for each action and hit. An operation that is a point before and a point after has one
 * row, with its columns twice. What a point cannot do is left out.
 */
final class Matrix {

  private static final List<String> ACTIONS = List.of("halt", "kill", "fail", "delay", "hang");
  private static final int CELL = 15;
  private static final int PITCH = 19;
  private static final int GAP = 16;
  private static final int HEAD = 78;
  private static final int TOP = 66;
  private static final int EDGE = 20;
  private static final int LETTER = 7;

  private static final String STYLE =
      """
      <style>
        svg { --page: #ffffff; --ink: #1f2328; --soft: #59636e; --line: #d1d9e0; --green: #1f883d; --red: #cf222e; \
      --missed: #9a6700; }
        @media (prefers-color-scheme: dark) {
          svg { --page: #0d1117; --ink: #f0f6fc; --soft: #9198a1; --line: #3d444d; --green: #2ea043; --red: #f85149; \
      --missed: #d29922; }
        }
        text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; fill: var(--ink); }
        .page { fill: var(--page); stroke: var(--line); }
        .title { font: 600 15px system-ui, sans-serif; }
        .area { font: 600 13px system-ui, sans-serif; }
        .head, .key { font: 12px system-ui, sans-serif; fill: var(--soft); }
        .rule { stroke: var(--line); }
        .green { fill: var(--green); }
        .red { fill: var(--red); }
        .missed { fill: none; stroke: var(--missed); stroke-width: 1.5; stroke-dasharray: 3 2; }
        .none { fill: var(--line); }
        .cross { stroke: var(--page); stroke-width: 2; stroke-linecap: round; }
      </style>
      """;

  /** A column: an action at a hit. */
  private record Way(String action, int hit) {
    String label() {
      return action + (hit == 1 ? "" : " " + hit);
    }
  }

  /** Rows below each other that have the same columns: an area's points by the rows' labels. */
  private record Area(String name, boolean pairs, Map<String, List<String>> rows) {
    int height() {
      return HEAD + rows.size() * PITCH + GAP;
    }
  }

  private final Map<String, List<Cell>> points;
  private final List<Way> ways;
  private final List<Area> areas;
  private final StringBuilder out = new StringBuilder();

  private Matrix(List<Cell> cells) {
    this.points = byPoint(cells);
    this.ways =
        cells.stream()
            .map(cell -> new Way(cell.action(), cell.hit()))
            .distinct()
            .sorted(
                Comparator.<Way>comparingInt(way -> ACTIONS.indexOf(way.action()))
                    .thenComparing(Way::action)
                    .thenComparingInt(Way::hit))
            .toList();
    this.areas = areas();
  }

  /** The picture, as SVG. */
  static String svg(List<Cell> cells) {
    return new Matrix(cells).draw();
  }

  /** The cells of each point, in the order of their names. */
  static Map<String, List<Cell>> byPoint(List<Cell> cells) {
    return cells.stream()
        .collect(Collectors.groupingBy(Cell::point, TreeMap::new, Collectors.toList()));
  }

  // ── what there is to draw ────────────────────────────────────────────────────────────────────

  private List<Area> areas() {
    Map<String, Map<String, List<String>>> pairs = new TreeMap<>();
    Map<String, Map<String, List<String>>> others = new TreeMap<>();
    for (String point : points.keySet()) {
      if (isPair(point)) {
        String operation = point.substring(0, point.lastIndexOf('.'));
        int dot = operation.indexOf('.');
        pairs
            .computeIfAbsent(operation.substring(0, dot), area -> new LinkedHashMap<>())
            .put(
                operation.substring(dot + 1), List.of(operation + ".before", operation + ".after"));
      } else {
        others
            .computeIfAbsent(area(point), area -> new LinkedHashMap<>())
            .put(point, List.of(point));
      }
    }
    return Stream.concat(
            pairs.entrySet().stream().map(e -> new Area(e.getKey(), true, e.getValue())),
            others.entrySet().stream().map(e -> new Area(e.getKey(), false, e.getValue())))
        .toList();
  }

  private static boolean isPair(String point) {
    return (point.endsWith(".before") || point.endsWith(".after"))
        && point.indexOf('.') < point.lastIndexOf('.');
  }

  private static String area(String point) {
    String word = point.split("[-.]", 2)[0];
    return List.of("boot", "stop", "reload").contains(word) ? word : "hand-overs";
  }

  // ── the drawing ──────────────────────────────────────────────────────────────────────────────

  private String draw() {
    List<List<Area>> columns = columns();
    int width = EDGE;
    int height = TOP;
    StringBuilder body = new StringBuilder();
    for (List<Area> column : columns) {
      int label = label(column);
      int y = TOP;
      for (Area area : column) {
        out.setLength(0);
        area(area, width, y, label);
        body.append(out);
        y += area.height();
      }
      boolean pairs = column.stream().anyMatch(Area::pairs);
      width += label + group() * (pairs ? 2 : 1) + (pairs ? GAP : 0) + 2 * GAP;
      height = Math.max(height, y);
    }
    out.setLength(0);
    width = Math.max(width + EDGE - 2 * GAP, 620);
    head(width, height + EDGE);
    return out.append(body).append("</svg>\n").toString();
  }

  /** Those that are points before and after, and beside them the others. */
  private List<List<Area>> columns() {
    return Stream.of(true, false)
        .map(pairs -> areas.stream().filter(area -> area.pairs() == pairs).toList())
        .filter(column -> !column.isEmpty())
        .toList();
  }

  private static int label(List<Area> column) {
    return GAP
        + LETTER
            * column.stream()
                .flatMap(area -> area.rows().keySet().stream())
                .mapToInt(String::length)
                .max()
                .orElse(0);
  }

  private int group() {
    return ways.size() * PITCH;
  }

  private void head(int width, int height) {
    long struck = points.values().stream().flatMap(List::stream).mapToLong(Cell::struck).sum();
    long red = points.values().stream().flatMap(List::stream).mapToLong(Cell::red).sum();
    String said =
        "%s points, struck %s times; %s"
            .formatted(
                Report.number(points.size()),
                Report.number(struck),
                red == 0
                    ? "no promise was broken."
                    : Report.number(red) + " runs broke a promise.");
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
            + " role=\"img\" aria-labelledby=\"title desc\">",
        width, height, width, height);
    add("<title id=\"title\">The crash lab: points and actions</title>");
    add("<desc id=\"desc\">%s</desc>", said);
    out.append(STYLE);
    add(
        "<rect class=\"page\" x=\"0.5\" y=\"0.5\" width=\"%d\" height=\"%d\" rx=\"8\"/>",
        width - 1, height - 1);
    text("title", EDGE, 28, said);
    int x = EDGE;
    x = key(x, "green", "kept");
    x = key(x, "red", "a promise was broken");
    x = key(x, "missed", "never reached");
    key(x, "none", "not tried here");
  }

  private int key(int x, String kind, String label) {
    mark(kind, x, 40);
    text("key", x + PITCH + 2, 52, label);
    return x + PITCH + 24 + label.length() * 6;
  }

  private void area(Area area, int x, int y, int label) {
    text("area", x, y + HEAD - 10, area.name());
    int groups = area.pairs() ? 2 : 1;
    for (int group = 0; group < groups; group++) {
      int left = x + label + group * (group() + GAP);
      if (area.pairs()) {
        text("head", left, y + 14, group == 0 ? "before" : "after");
      }
      for (int i = 0; i < ways.size(); i++) {
        int at = left + i * PITCH + CELL - 3;
        add(
            "<text class=\"head\" transform=\"translate(%d %d) rotate(-60)\">%s</text>",
            at, y + HEAD - 10, escaped(ways.get(i).label()));
      }
    }
    int row = y + HEAD;
    add(
        "<path class=\"rule\" d=\"M%d %dh%d\"/>",
        x, row - 4, label + groups * group() + (groups - 1) * GAP);
    for (Map.Entry<String, List<String>> each : area.rows().entrySet()) {
      text("point", x, row + CELL - 3, each.getKey());
      for (int group = 0; group < groups; group++) {
        row(each.getValue().get(group), x + label + group * (group() + GAP), row);
      }
      row += PITCH;
    }
  }

  private void row(String point, int left, int y) {
    for (int i = 0; i < ways.size(); i++) {
      Way way = ways.get(i);
      List<Cell> cells =
          points.getOrDefault(point, List.of()).stream()
              .filter(cell -> cell.action().equals(way.action()) && cell.hit() == way.hit())
              .toList();
      cell(point, way, cells, left + i * PITCH, y);
    }
  }

  private void cell(String point, Way way, List<Cell> cells, int x, int y) {
    long runs = cells.stream().mapToLong(Cell::runs).sum();
    long struck = cells.stream().mapToLong(Cell::struck).sum();
    long red = cells.stream().mapToLong(Cell::red).sum();
    String hit = way.hit() == 1 ? "first hit" : "hit " + way.hit();
    add(
        "<g><title>%s, %s, %s: %s</title>",
        escaped(point),
        escaped(way.action()),
        hit,
        cells.isEmpty()
            ? "not tried"
            : "%s runs, %s struck, %s broken"
                .formatted(Report.number(runs), Report.number(struck), Report.number(red)));
    mark(kind(cells, struck, red), x, y);
    add("</g>");
  }

  private static String kind(List<Cell> cells, long struck, long red) {
    if (cells.isEmpty()) {
      return "none";
    }
    if (red > 0) {
      return "red";
    }
    return struck == 0 ? "missed" : "green";
  }

  /** A cell differs by its shape, too, for those to whom colours look alike. */
  private void mark(String kind, int x, int y) {
    if (kind.equals("none")) {
      add("<circle class=\"none\" cx=\"%d\" cy=\"%d\" r=\"2\"/>", x + CELL / 2, y + CELL / 2);
      return;
    }
    int inset = kind.equals("missed") ? 1 : 0;
    add(
        "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"3\"/>",
        kind, x + inset, y + inset, CELL - 2 * inset, CELL - 2 * inset);
    if (kind.equals("red")) {
      add("<path class=\"cross\" d=\"M%d %dl7 7m0 -7l-7 7\"/>", x + 4, y + 4);
    }
  }

  private void text(String kind, int x, int y, String text) {
    add("<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>", kind, x, y, escaped(text));
  }

  private void add(String form, Object... values) {
    out.append(String.format(Locale.ROOT, form, values)).append('\n');
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
