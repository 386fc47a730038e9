package io.holdfast.runner.acp;

import io.holdfast.model.HoldfastException;
import io.holdfast.model.SessionKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The agents that run: one a memory of a chat session, and never two. After a turn an agent is kept
 * for the next one, for a while. Confined to one event loop.
 */
final class Agents {

  private final Vertx vertx;
  private final AcpSettings settings;
  private final Map<String, Agent> busy = new HashMap<>();
  private final LinkedHashMap<String, Idle> idle = new LinkedHashMap<>();

  private boolean closed;

  private record Idle(Agent agent, long timer) {}

  Agents(Vertx vertx, AcpSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
  }

  /**
   * The agent of a memory, for one turn. One that an earlier attempt left behind ends first. Fails
   * with {@code Interrupted} once the runner is closed.
   */
  Future<Agent> take(String memory, SessionKey session) {
    if (closed) {
      return Future.failedFuture(new HoldfastException.Interrupted());
    }
    Agent left = busy.get(memory);
    if (left != null) {
      return end(memory, left).compose(ended -> take(memory, session));
    }
    Idle kept = idle.remove(memory);
    if (kept != null) {
      vertx.cancelTimer(kept.timer());
    }
    Agent agent =
        kept != null && kept.agent().alive() ? kept.agent() : new Agent(vertx, settings, session);
    busy.put(memory, agent);
    return Future.succeededFuture(agent);
  }

  /** Gives an agent back that has done its work. */
  void keep(String memory, Agent agent) {
    busy.remove(memory, agent);
    if (!agent.alive()) {
      return;
    }
    long limit = Math.max(1, settings.keep().toMillis());
    idle.put(memory, new Idle(agent, vertx.setTimer(limit, fired -> dismiss(memory))));
    if (idle.size() > settings.kept()) {
      dismiss(idle.keySet().iterator().next());
    }
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
    List<Future<Void>> ending = new ArrayList<>();
    Map.copyOf(busy).forEach((memory, agent) -> ending.add(end(memory, agent)));
    return Future.join(ending).mapEmpty();
  }
}
