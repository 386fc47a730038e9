package io.holdfast.runner.acp;

import io.holdfast.model.HoldfastException;
import io.holdfast.runner.LiveText;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One prompt, from its sending to its answer. Once it is cut, for whatever reason, what it comes to
 * is that reason, whatever the agent still answers. Confined to one event loop.
 */
final class Prompt implements Agent.Listener {

  private final Vertx vertx;
  private final AcpSettings settings;
  private final TurnContext turn;
  private final Agent agent;
  private final ToolCalls tools;
  private final ReplyText reply;
  private final Thoughts thoughts;
  private final Silence silence;
  private final Promise<Reply> answer = Promise.promise();
  private final List<String> denied = new ArrayList<>();
  private @Nullable Throwable cut;
  private int deciding;

  Prompt(Vertx vertx, AcpSettings settings, TurnContext turn, Agent agent, LiveText live) {
    this.vertx = vertx;
    this.settings = settings;
    this.turn = turn;
    this.agent = agent;
    this.tools = new ToolCalls(turn, this::refused);
    this.reply = new ReplyText(live::say);
    this.thoughts = new Thoughts(turn::progress);
    this.silence = new Silence(vertx, settings.silence(), this::busy, this::silent);
  }

  /** Sends it. Fails with {@link AgentFailure}, or with what it was cut with. */
  Future<Reply> run(String text) {
    agent.prompt(text, this).onSuccess(this::answered).onFailure(this::failed);
    return answer.future();
  }

  /** Has the agent end it, which is given some time for that. */
  void cut(Throwable why) {
    if (cut != null) {
      return;
    }
    cut = why;
    agent.cancel();
    long timer = vertx.setTimer(Math.max(1, settings.grace().toMillis()), fired -> agent.stop());
    answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private void refused(Throwable cause) {
    if (cause instanceof HoldfastException) {
      cut(cause);
    }
  }

  private boolean busy() {
    return deciding > 0 || tools.busy() || agent.executes();
  }

  private void silent() {
    String seconds = settings.silence().toSeconds() + " seconds";
    cut(AgentFailure.lasting("agent-silent", "The agent said nothing for " + seconds + "."));
  }

  private void answered(JsonObject result) {
    String stop = String.valueOf(result.getValue("stopReason"));
    if (cut != null) {
      failed(cut);
      return;
    }
    silence.end();
    thoughts.end();
    tools
        .end()
        .onFailure(this::failed)
        .onSuccess(
            journaled -> {
              Reply whole = new Reply(reply.text(), stop, denied);
              whole.failure().ifPresentOrElse(this::failed, () -> answer.tryComplete(whole));
            });
  }

  private void failed(Throwable cause) {
    silence.end();
    Throwable why = cut != null ? cut : cause;
    Throwable told = why instanceof RpcError error ? AgentFailure.of(error) : why;
    tools.cut(told);
    answer.tryFail(told);
  }

  @Override
  public void update(JsonObject update) {
    silence.heard();
    if (cut != null) {
      return;
    }
    switch (update.getString("sessionUpdate", "")) {
      case "agent_message_chunk" -> reply.say(text(update), update.getString("messageId"));
      case "agent_thought_chunk" -> thoughts.add(text(update));
      case "tool_call", "tool_call_update" -> {
        reply.apart();
        thoughts.end();
        tools.update(update);
      }
      case "plan" -> plan(update.getJsonArray("entries", new JsonArray()));
      default -> {}
    }
  }

  private static String text(JsonObject update) {
    return update.getValue("content") instanceof JsonObject content
        ? content.getString("text", "")
        : "";
  }

  private void plan(JsonArray entries) {
    for (int i = 0; i < entries.size(); i++) {
      JsonObject entry = entries.getJsonObject(i);
      if ("in_progress".equals(entry.getValue("status"))) {
        turn.progress(
            (i + 1) + " of " + entries.size() + ": " + entry.getString("content", "").strip());
      }
    }
  }

  @Override
  public Future<JsonObject> permission(JsonObject request) {
    silence.heard();
    if (cut != null) {
      return Future.succeededFuture(Choice.cancelled());
    }
    JsonArray options = request.getJsonArray("options", new JsonArray());
    deciding++;
    return tools
        .asked(request.getJsonObject("toolCall", new JsonObject()))
        .compose(this::decide)
        .map(allowed -> cut != null ? Choice.cancelled() : Choice.of(options, allowed))
        .onFailure(this::cut)
        .otherwise(failure -> Choice.cancelled())
        .onComplete(done -> deciding--);
  }

  private Future<Boolean> decide(ToolCall call) {
    return agent
        .permissions()
        .allows(call)
        .onSuccess(
            allowed -> {
              if (!allowed) {
                denied.add(call.title() + " (" + call.kind() + ")");
              }
            });
  }
}
