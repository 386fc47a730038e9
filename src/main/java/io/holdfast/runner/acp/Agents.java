package io.holdfast.runner.acp;

import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.SessionKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The agents that run: one a memory of a chat session, and never two. After a turn an agent is kept
 * for the next one, for a while, and so is one that waits while its turn asks people. Confined to
 * one event loop.
 */
final class Agents {

  private final Vertx vertx;
  private final AcpSettings settings;
  private final Map<String, Agent> busy = new HashMap<>();
  private final LinkedHashMap<String, Idle> idle = new LinkedHashMap<>();

  private final LinkedHashMap<String, Parked> parked = new LinkedHashMap<>();

  private boolean closed;

  /** An agent that has served this attempt last. */
  private record Idle(AttemptId attempt, Agent agent, long timer) {}

  /** An agent that waits in the middle of a prompt until people have decided. */
  record Parked(AttemptId attempt, Agent agent, Prompt prompt, long timer) {}

  Agents(Vertx vertx, AcpSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /**
   * The agent of a memory, for one turn. One that an earlier attempt left behind ends first, and so
   * does one that was kept while another node worked for the memory: it has not seen what was said
   * there. Fails with {@code Interrupted} once the runner is closed.
   *
   * @param previous the memory's last attempt so far
   */
  Future<Agent> take(String memory, SessionKey session, Optional<AttemptId> previous) {
    if (closed) {
      return Future.failedFuture(new HoldfastException.Interrupted());
    }
    if (parked.containsKey(memory)) {
      return drop(memory).compose(dropped -> take(memory, session, previous));
    }
    Idle kept = idle.get(memory);
    if (kept != null && !previous.equals(Optional.of(kept.attempt()))) {
      dismiss(memory);
    }
    Agent left = busy.get(memory);
    if (left != null) {
      return end(memory, left).compose(ended -> take(memory, session, previous));
    }
    if (kept != null) {
      idle.remove(memory);
      vertx.cancelTimer(kept.timer());
    }
    Agent agent =
        kept != null && kept.agent().alive() ? kept.agent() : new Agent(vertx, settings, session);
    busy.put(memory, agent);
    return Future.succeededFuture(agent);
  }

  /** Gives an agent back that has done its work for {@code attempt}. */
  void keep(String memory, AttemptId attempt, Agent agent) {
    busy.remove(memory, agent);
    if (!agent.alive()) {
      return;
    }
    long limit = Math.max(1, settings.keep().toMillis());
    idle.put(memory, new Idle(attempt, agent, vertx.setTimer(limit, fired -> dismiss(memory))));
    if (idle.size() > settings.kept()) {
      dismiss(idle.keySet().iterator().next());
    }
  }

  /** Keeps an agent that waits for what {@code attempt} has asked. */
  void park(String memory, AttemptId attempt, Agent agent, Prompt prompt) {
    if (closed) {
      end(memory, agent);
      return;
    }
    busy.remove(memory, agent);
    long limit = Math.max(1, settings.keep().toMillis());
    long timer = vertx.setTimer(limit, fired -> drop(memory));
    parked.put(memory, new Parked(attempt, agent, prompt, timer));
    if (parked.size() > settings.kept()) {
      drop(parked.keySet().iterator().next());
    }
  }

  /** The agent that waits for the answer to what {@code attempt} has asked, if it still does. */
  Optional<Parked> unpark(String memory, AttemptId attempt) {
    Parked waits = parked.get(memory);
    if (waits == null || !waits.attempt().equals(attempt) || !waits.agent().alive()) {
      return Optional.empty();
    }
    parked.remove(memory);
    vertx.cancelTimer(waits.timer());
    busy.put(memory, waits.agent());
    return Optional.of(waits);
  }

  /** The attempts for which agents wait. */
  List<AttemptId> parked() {
    return parked.values().stream()
        .filter(waits -> waits.agent().alive())
        .map(Parked::attempt)
        .toList();
  }

  /** Nobody goes on with {@code turn} here. */
  void letGo(String turn) {
    Map.copyOf(parked)
        .forEach(
            (memory, waits) -> {
              if (waits.attempt().turn().equals(turn)) {
                drop(memory);
              }
            });
  }

  private Future<Void> drop(String memory) {
    Parked waits = parked.remove(memory);
    if (waits == null) {
      return Future.succeededFuture();
    }
    vertx.cancelTimer(waits.timer());
    busy.put(memory, waits.agent());
    return waits.prompt().drop().compose(dropped -> end(memory, waits.agent()));
  }

  private void dismiss(String memory) {
    Idle kept = idle.remove(memory);
    if (kept != null) {
      vertx.cancelTimer(kept.timer());
      busy.put(memory, kept.agent());
      end(memory, kept.agent());
    }
  }

  /** Ends an agent; completes when nothing of it runs any more. */
  Future<Void> end(String memory, Agent agent) {
    return agent.stop().onComplete(ended -> busy.remove(memory, agent));
  }

  /** Ends all of them, and begins no other. */
  Future<Void> close() {
    closed = true;
    List.copyOf(idle.keySet()).forEach(this::dismiss);
    parked.forEach((memory, waits) -> busy.put(memory, waits.agent()));
    parked.values().forEach(waits -> vertx.cancelTimer(waits.timer()));
    parked.clear();
    List<Future<Void>> ending = new ArrayList<>();
    Map.copyOf(busy).forEach((memory, agent) -> ending.add(end(memory, agent)));
    return Future.join(ending).mapEmpty();
  }
}
