package io.holdfast.lab.power;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Cuts the power at many moments of one recording, and judges what each leaves. */
final class Cuts {

  /**
   * What came of it.
   *
   * @param images how many disks were looked at
   * @param cuts at how many moments
   * @param torn how many writes had reached them in part
   * @param unsynced how many writes were not certain, over all moments
   * @param accepted the most messages that were accepted before a cut
   * @param lost how many images had not what was promised
   * @param red what was lost, a line each, no more than a screenful
   */
  record Result(
      long images,
      long cuts,
      long torn,
      long unsynced,
      long accepted,
      long lost,
      List<String> red) {}

  private record Moment(int line, boolean end, Call call) {}

  private static final int MOST_RED = 20;

  private final List<Call> calls;
  private final Path root;
  private final Path database;
  private final Survivors survivors;
  private final Path scratch;

  private final List<String> red = new ArrayList<>();
  private long images;
  private long torn;
  private long unsynced;
  private long lost;

  /**
   * Cuts for {@code calls}.
   *
   * @param root the directory in which the process worked
   * @param database its database
   * @param scratch a directory for the images, in memory if there is one
   */
  Cuts(List<Call> calls, Path root, Path database, Survivors survivors, Path scratch) {
    this.calls = calls;
    this.root = root;
    this.database = root.relativize(database);
    this.survivors = survivors;
    this.scratch = scratch;
  }

  /** Cuts at no more than {@code most} moments, and makes some images at each. */
  Result run(int most, long seed, Luck.Kind limbo, String name) throws IOException {
    Random random = new Random(seed);
    TreeSet<Integer> lines = lines(most, random);
    long cuts = lines.size();
    Platter platter = new Platter(root, new Luck(limbo, seed));
    Set<String> accepted = new HashSet<>();
    Set<String> sent = new HashSet<>();
    for (Moment moment : moments()) {
      while (!lines.isEmpty() && lines.first() < moment.line()) {
        int line = lines.pollFirst();
        unsynced += platter.uncertain();
        for (Luck.Kind kind : Luck.Kind.values()) {
          long luck = random.nextLong();
          String where =
              "%s cut after line %d, %s of what was not synced kept, luck=%d"
                  .formatted(name, line, kind, luck);
          image(platter, new Luck(kind, luck), accepted, sent, where);
        }
      }
      pass(platter, moment, accepted, sent);
    }
    return new Result(images, cuts, torn, unsynced, accepted.size(), lost, List.copyOf(red));
  }

  private static void pass(Platter platter, Moment moment, Set<String> accepted, Set<String> sent) {
    if (moment.end()) {
      platter.ended(moment.call());
      return;
    }
    if (moment.call() instanceof Call.Accepted told) {
      accepted.add(told.id());
    } else if (moment.call() instanceof Call.Sent told) {
      sent.add(told.delivery());
    }
    platter.begun(moment.call());
  }

  private void image(
      Platter platter, Luck luck, Set<String> accepted, Set<String> sent, String where)
      throws IOException {
    Path disk = Files.createDirectory(scratch.resolve("image-" + images++));
    platter.image(disk, luck);
    torn += luck.torn();
    List<String> faults = survivors.faults(disk.resolve(database), accepted, sent);
    if (!faults.isEmpty()) {
      lost++;
      if (red.size() < MOST_RED) {
        red.add(where + ": " + String.join("; ", faults));
      }
    }
    delete(disk);
  }

  /** Begins and ends, in the order in which they happened. */
  private List<Moment> moments() {
    return calls.stream()
        .flatMap(
            call ->
                Stream.of(
                    new Moment(call.begin(), false, call), new Moment(call.end(), true, call)))
        .sorted(Comparator.comparingInt(Moment::line).thenComparing(Moment::end))
        .toList();
  }

  /** After each time that a client was told, around each sync, and anywhere. */
  private TreeSet<Integer> lines(int most, Random random) {
    Set<Integer> all = new TreeSet<>();
    for (Call call : calls) {
      boolean told = call instanceof Call.Accepted || call instanceof Call.Sent;
      if (told || call instanceof Call.Sync || random.nextInt(10) == 0) {
        all.add(call.begin());
        if (!told && call.end() != Integer.MAX_VALUE) {
          all.add(call.end());
          all.add(call.end() - 1);
        }
      }
    }
    List<Integer> chosen = new ArrayList<>(all);
    Collections.shuffle(chosen, random);
    return new TreeSet<>(chosen.subList(0, Math.min(most, chosen.size())));
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
