package io.holdfast.lab.nodes;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.process.OddLines;
import io.holdfast.lab.process.Tally;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What is written down of a round: what was seen, and what went wrong beside the promises. */
final class Chronicle {

  private static final int MANY_FAULTS = 5;

  private final Path directory;
  private final Tally tally;
  private final Consumer<String> schedule;
  private final History history = new History();
  private final List<String> faults = new ArrayList<>();

  /**
   * @param directory for lines of logs that nobody expects
   * @param schedule gets each disturbance
   */
  Chronicle(Path directory, Tally tally, Consumer<String> schedule) {
    this.directory = directory;
    this.tally = tally;
    this.schedule = schedule;
  }

  /** All that was seen. */
  History history() {
    return history;
  }

  /** What went wrong beside the promises. */
  List<String> faults() {
    return faults;
  }

  /** Somebody is about to be disturbed. */
  void disturbed(Kind kind, String what, int length) {
    schedule.accept(kind.word() + " " + what + " for " + length);
    history.add(new Event.Struck(what + " " + kind.word(), "fail"));
    tally.add("disturbances");
    tally.add("disturbances: " + kind.word());
  }

  /** A life has ended; nothing that is only so within one life is judged. */
  void ended(Member member, Event.How how) throws IOException {
    history.add(new Event.Ended(member.life(), how, "", Map.of()));
    history.add(new Event.Struck(member.name, "delay"));
    keepOddLines(member);
  }

  private void keepOddLines(Member member) throws IOException {
    List<String> odd =
        OddLines.of(member.log()).stream()
            .map(line -> member.name + " life " + member.life() + ": " + line)
            .toList();
    tally.add("odd log lines", odd.size());
    Files.write(
        directory.resolve("odd.log"), odd, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }

  void fault(Member member, String what) {
    fault(member.name + " life " + member.life() + " " + what);
  }

  void fault(String what) {
    faults.add(what);
    if (faults.size() > MANY_FAULTS) {
      throw new IllegalStateException(String.join("; ", faults));
    }
  }
}
