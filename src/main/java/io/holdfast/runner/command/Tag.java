package io.holdfast.runner.command;

import io.holdfast.model.AttemptId;
import io.holdfast.runner.command.ProcessTable.Entry;
import java.util.Map;
import java.util.Optional;

/**
 * What a program, and all that it starts, carries in its environment; by this its processes are
 * found, whatever they did to detach themselves.
 *
 * @param attempt the attempt that runs it
 */
record Tag(AttemptId attempt) {

  private static final String TURN = "HOLDFAST_TURN";
  private static final String ATTEMPT = "HOLDFAST_ATTEMPT";
  private static final String GATEWAY = "HOLDFAST_GATEWAY";

  /** A process's id and start, which no other process of this boot has. */
  private static Optional<String> gatewayOf(long pid) {
    return ProcessTable.of(pid).map(process -> pid + "-" + process.started());
  }

  /** The tag as variables. Reads files. */
  Map<String, String> variables() {
    String gateway = gatewayOf(ProcessHandle.current().pid()).orElse("");
    return Map.of(
        TURN, attempt.turn(), ATTEMPT, Integer.toString(attempt.number()), GATEWAY, gateway);
  }

  /** Whether a process belongs to this attempt. */
  boolean isOn(Entry process) {
    return process.has(TURN + "=" + attempt.turn())
        && process.has(ATTEMPT + "=" + attempt.number());
  }

  /** Whether a process belongs to an earlier attempt of the same turn. */
  boolean supersedes(Entry process) {
    return process.has(TURN + "=" + attempt.turn())
        && process.value(ATTEMPT).filter(this::earlier).isPresent();
  }

  private boolean earlier(String number) {
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
