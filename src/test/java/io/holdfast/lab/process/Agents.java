package io.holdfast.lab.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The configuration of the struck gateway, and the program that is one of its agents. */
public final class Agents {

  /** Where every agent writes what it does. */
  public static final String LEDGER = "ledger.jsonl";

  private static final String MARK = "LAB_LEDGER";

  /** It leaves a child behind that outlives it, unless somebody ends both. */
  private static final String PROGRAM =
      """
      cat > /dev/null
      chat=${HOLDFAST_SESSION#*/}
      printf '{"turn":"%s","chat":"%s","step":1,"attempt":%s}\\n' \\
        "$HOLDFAST_TURN" "$chat" "$HOLDFAST_ATTEMPT" >> "$LAB_LEDGER"
      sleep 600 &
      sleep "$LAB_PACE"
      echo "step 1 attempt $HOLDFAST_ATTEMPT"
      """;

  private Agents() {}

  /** Puts the program where a gateway of that directory finds it. */
  public static void write(Path directory) throws IOException {
    Files.writeString(directory.resolve("agent.sh"), PROGRAM);
  }

  /**
   * What follows the http block.
   *
   * @param store its database, e.g. {@code {sqlite: holdfast.db}}
   * @param drain how long a stop may take, e.g. {@code 2s}
   * @param ledger where every agent writes what it does, absolute
   * @param other whether the runner `demo` and the connector are as a redeploy leaves them
   */
  public static String yaml(String store, String drain, Path ledger, boolean other) {
    return """
    drain-timeout: %s
    store: %s
    connectors:
      web: {type: websocket, heartbeat: 2s, hello-timeout: %s}
    runners:
      demo: {type: demo, pace: %s, ledger: %s}
      slow: {type: demo, pace: 60s, ledger: %s}
      tool: {type: command, command: [sh, agent.sh], on-unknown: retry, grace: 200ms, env: {LAB_PACE: "0.2", %s: %s}}
      wary: {type: command, command: [sh, agent.sh], on-unknown: ask, grace: 200ms, env: {LAB_PACE: "0.6", %s: %s}}
    routes:
      - {chat: "p-*", runner: slow}
      - {chat: "x-ask-*", runner: wary}
      - {chat: "x-*", runner: tool}
      - {runner: demo}
    """
        .formatted(
            drain,
            store,
            other ? "9s" : "10s",
            other ? "30ms" : "40ms",
            ledger,
            ledger,
            MARK,
            ledger,
            MARK,
            ledger);
  }

  /** How many processes run that a program which writes there is, or has started. */
  public static int programs(Path ledger) throws IOException {
    String mark = MARK + "=" + ledger;
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return (int)
          processes
              .filter(process -> process.getFileName().toString().matches("\\d+"))
              .filter(process -> environment(process).contains(mark))
              .count();
    }
  }

  private static String environment(Path process) {
    try {
      return Files.readString(process.resolve("environ"), StandardCharsets.ISO_8859_1);
    } catch (IOException gone) {
      return "";
    }
  }
}
