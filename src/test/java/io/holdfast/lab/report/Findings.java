package io.holdfast.lab.report;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What the parts have found, as files: {@code points.json}, {@code processes.json}, … */
public final class Findings {

  /** The parts, in the order in which they are shown. */
  static final List<String> PARTS =
      List.of("points", "processes", "nodes", "power", "disk", "mutations", "model");

  private Findings() {}

  /** Writes what one part has found. */
  public static void save(Path directory, PartReport part) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve(part.part() + ".json"), json(part).encodePrettily() + "\n");
  }

  /** Reads what one part has found; empty where there is no such file. */
  public static Optional<PartReport> load(Path directory, String part) throws IOException {
    Path file = directory.resolve(part + ".json");
    return Files.exists(file)
        ? Optional.of(part(new JsonObject(Files.readString(file))))
        : Optional.empty();
  }

  /** Reads what all parts have found whose files are there. */
  public static List<PartReport> load(Path directory) throws IOException {
    List<PartReport> parts = new java.util.ArrayList<>();
    for (String part : PARTS) {
      load(directory, part).ifPresent(parts::add);
    }
    return parts;
  }

  private static JsonObject json(PartReport part) {
    JsonArray cells = new JsonArray();
    part.cells().forEach(cell -> cells.add(json(cell)));
    return new JsonObject()
        .put("part", part.part())
        .put("seed", part.seed())
        .put("seconds", part.seconds())
        .put("counts", new JsonObject(new TreeMap<>(part.counts())))
        .put("cells", cells)
        .put("resumeMillis", new JsonArray(part.resumeMillis()))
        .put("red", new JsonArray(part.red()));
  }

  private static JsonObject json(Cell cell) {
    return new JsonObject()
        .put("point", cell.point())
        .put("action", cell.action())
        .put("hit", cell.hit())
        .put("runs", cell.runs())
        .put("struck", cell.struck())
        .put("red", cell.red());
  }

  private static PartReport part(JsonObject json) {
    Map<String, Long> counts = new LinkedHashMap<>();
    JsonObject counted = json.getJsonObject("counts");
    counted.fieldNames().forEach(what -> counts.put(what, counted.getLong(what)));
    JsonArray cells = json.getJsonArray("cells");
    JsonArray millis = json.getJsonArray("resumeMillis");
    return new PartReport(
        json.getString("part"),
        json.getLong("seed"),
        json.getLong("seconds"),
        counts,
        IntStream.range(0, cells.size()).mapToObj(i -> cell(cells.getJsonObject(i))).toList(),
        IntStream.range(0, millis.size()).mapToObj(millis::getLong).toList(),
        json.getJsonArray("red").stream().map(Object::toString).toList());
  }

  private static Cell cell(JsonObject json) {
    return new Cell(
        json.getString("point"),
        json.getString("action"),
        json.getInteger("hit"),
        json.getLong("runs"),
        json.getLong("struck"),
        json.getLong("red"));
  }
}
