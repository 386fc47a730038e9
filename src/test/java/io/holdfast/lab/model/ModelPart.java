package io.holdfast.lab.model;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Has a solver look for a way to break a promise, in a model of two nodes; and, so that it is known
 * to look, in one whose writes are not fenced.
 */
public final class ModelPart implements Part {

  private static final List<String> FOUND =
      List.of("resumed", "marked", "twice", "fairly", "unfenced", "tooLate", "replaced");
  private static final List<String> NOT_FOUND = List.of("fenced", "lively", "reasoned");

  @Override
  public String name() {
    return "model";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws Exception {
    long began = System.nanoTime();
    JsonObject commands = Alloy.commands(source());
    List<String> red = new ArrayList<>();
    Map<String, Long> counts = new LinkedHashMap<>();
    for (String name : FOUND) {
      Optional<Trace> trace = Alloy.trace(commands, name);
      trace.ifPresentOrElse(
          found -> {
            counts.put("states of " + name, (long) found.length());
            progress.accept("model " + name + ":");
            found.lines().forEach(line -> progress.accept("  " + line));
          },
          () -> red.add("model: nothing is found for " + name));
    }
    for (String name : NOT_FOUND) {
      Alloy.trace(commands, name)
          .ifPresent(found -> red.add("model: " + name + " is broken by " + found.lines()));
    }
    long seconds = (System.nanoTime() - began) / 1_000_000_000;
    return new PartReport(name(), effort.seed(), seconds, counts, List.of(), List.of(), red);
  }

  private static String source() throws IOException {
    try (InputStream in = ModelPart.class.getResourceAsStream("holdfast.als")) {
      if (in == null) {
        throw new IOException("holdfast.als is not there");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
