package io.holdfast.turn;

import io.holdfast.model.Change;
import io.holdfast.model.SessionFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** A slash command. */
public enum Command {
  HELP,
  STATUS,
  STOP,
  NEW,
  RESUME,
  RETRY,
  QUEUE,
  AGENT;

  /** The command that {@code text} names; empty for {@code //…} and for names that are none. */
  public static Optional<Command> parse(String text) {
    String word = text.split("\\s", 2)[0];
    for (Command command : values()) {
      if (word.equals("/" + command.name().toLowerCase(Locale.ROOT))) {
        return Optional.of(command);
      }
    }
    return Optional.empty();
  }

  /** What it does to its session. */
  public Function<SessionFacts, List<Change>> decision(long now) {
    return facts -> List.of(new Change.Answer(facts.open().size() + " open"));
  }
}
