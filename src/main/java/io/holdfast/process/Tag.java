package io.holdfast.process;

import io.holdfast.model.AttemptId;
import io.holdfast.process.ProcessTable.Entry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a program, and all that it starts, carries in its environment; by this its processes are
 * found, whatever they did to detach themselves.
 *
 * @param marks variables that together no other program bears
 */
public record Tag(Map<String, String> marks) {

  private static final String TURN = "HOLDFAST_TURN";
  private static final String ATTEMPT = "HOLDFAST_ATTEMPT";
  private static final String GATEWAY = "HOLDFAST_GATEWAY";

  public Tag {
    marks = Map.copyOf(marks);
  }

  /** What is run for one attempt of a turn. */
  public static Tag of(AttemptId attempt) {
    return new Tag(Map.of(TURN, attempt.turn(), ATTEMPT, Integer.toString(attempt.number())));
  }

  /** A process's id and start, which no other process of this boot has. */
  private static Optional<String> gatewayOf(long pid) {
    return ProcessTable.of(pid).map(process -> pid + "-" + process.started());
  }

  /** The tag as variables. Reads files. */
  public Map<String, String> variables() {
    Map<String, String> all = new HashMap<>(marks);
    all.put(GATEWAY, gatewayOf(ProcessHandle.current().pid()).orElse(""));
    return Map.copyOf(all);
  }

  /** Whether a process bears it. */
  boolean isOn(Entry process) {
    return marks.entrySet().stream()
        .allMatch(mark -> process.has(mark.getKey() + "=" + mark.getValue()));
  }

  /** Whether a process was run for an attempt of the same turn before {@code attempt}. */
  static boolean superseded(AttemptId attempt, Entry process) {
    return process.has(TURN + "=" + attempt.turn())
        && process.value(ATTEMPT).filter(number -> earlier(number, attempt)).isPresent();
  }

  private static boolean earlier(String number, AttemptId attempt) {
    return number.matches("\\d{1,9}") && Integer.parseInt(number) < attempt.number();
  }

  /**
   * Whether a process was run by a gateway that is no more. One that sees other processes than we
   * do is not ours to judge: in a container, pids mean something else.
   */
  static boolean orphaned(Entry process) {
    Optional<String> gateway = process.value(GATEWAY).filter(id -> id.matches("\\d{1,9}-\\d+"));
    return gateway.isPresent()
        && !gatewayOf(Long.parseLong(gateway.get().substring(0, gateway.get().indexOf('-'))))
            .equals(gateway)
        && ProcessTable.of(ProcessHandle.current().pid())
            .flatMap(Entry::namespace)
            .equals(process.namespace());
  }
}
