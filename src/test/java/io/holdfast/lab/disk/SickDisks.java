package io.holdfast.lab.disk;

import io.holdfast.lab.Effort;
import io.holdfast.lab.Part;
import io.holdfast.lab.Scratch;
import io.holdfast.lab.report.Cell;
import io.holdfast.lab.report.PartReport;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Gives the real jar a disk that fails while people write to it, and then a healthy one: while it
 * is sick nothing is accepted that is not kept, and in the end each message that was accepted is
 * answered, in order, once.
 */
public final class SickDisks implements Part {

  /** One case of an ailment: the disk gets well by itself, or its gateway is killed before. */
  record Kind(Ailment ailment, boolean passes) {}

  private static final List<Kind> SAMPLE =
      List.of(
          new Kind(Ailment.FULL, true),
          new Kind(Ailment.SYNC_EIO, false),
          new Kind(Ailment.WRITE_EIO, true));

  private final String before;

  /** The gateway as it is. */
  public SickDisks() {
    this("");
  }

  /** A gateway with {@code before} in front of its jar on the class path: a mutant. */
  public SickDisks(String before) {
    this.before = before;
  }

  @Override
  public String name() {
    return "disk";
  }

  @Override
  public PartReport run(Effort effort, Consumer<String> progress) throws Exception {
    boolean full = effort.kills() >= Effort.full().kills();
    return run(full ? all() : SAMPLE, full ? 2 : 1, effort.seed(), progress);
  }

  private static List<Kind> all() {
    return Stream.of(Ailment.values())
        .flatMap(
            ailment ->
                ailment.canPass()
                    ? Stream.of(new Kind(ailment, true), new Kind(ailment, false))
                    : Stream.of(new Kind(ailment, false)))
        .toList();
  }

  /** Each of {@code kinds}, so many times. */
  PartReport run(List<Kind> kinds, int times, long seed, Consumer<String> progress)
      throws Exception {
    long begin = System.nanoTime();
    Map<String, Long> counts = new TreeMap<>();
    List<String> red = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (Kind kind : kinds) {
      if (kind.ailment() == Ailment.FULL && !OwnDisk.works()) {
        counts.merge("not possible here", 1L, Long::sum);
        continue;
      }
      int broken = 0;
      for (int i = 0; i < times; i++) {
        List<String> found = once(kind, seed + i, counts);
        broken += found.isEmpty() ? 0 : 1;
        red.addAll(found);
      }
      String way = kind.passes() ? "passing" : "until killed";
      cells.add(new Cell("disk " + kind.ailment().word(), way, 1, times, times, broken));
      progress.accept("disk %s %s red=%d".formatted(kind.ailment().word(), way, broken));
    }
    long seconds = (System.nanoTime() - begin) / 1_000_000_000;
    return new PartReport(name(), seed, seconds, counts, cells, List.of(), red);
  }

  private List<String> once(Kind kind, long seed, Map<String, Long> counts) throws Exception {
    Path directory = Scratch.onDisk();
    Vertx vertx = Vertx.vertx();
    try (Case one = new Case(vertx, directory, before, kind.ailment(), kind.passes(), seed)) {
      List<String> red = one.run();
      counts.merge("cases", 1L, Long::sum);
      counts.merge("accepted", (long) one.accepted(), Long::sum);
      counts.merge("refused", (long) one.refused(), Long::sum);
      return red;
    } finally {
      vertx.close().await();
      Scratch.delete(directory);
    }
  }
}
