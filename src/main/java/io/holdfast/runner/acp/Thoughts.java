package io.holdfast.runner.acp;

import java.util.function.Consumer;

/** Makes progress lines of thoughts, which come a few letters at a time: one a sentence. */
final class Thoughts {

  private static final int LONGEST = 120;
  private static final int SHORTEST = 12;

  private final Consumer<String> show;
  private final StringBuilder begun = new StringBuilder();

  Thoughts(Consumer<String> show) {
    this.show = show;
  }

  void add(String piece) {
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      boolean stop = c == '\n' || c == '.' || c == '?' || c == '!';
      begun.append(c == '\n' ? ' ' : c);
      if ((stop && begun.length() >= SHORTEST) || begun.length() >= LONGEST) {
        end();
      }
    }
  }

  /** Something else comes. */
  void end() {
    String line = begun.toString().replaceAll("[\\s*]+", " ").strip();
    begun.setLength(0);
    if (!line.isEmpty()) {
      show.accept(line);
    }
  }
}
