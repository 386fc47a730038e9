package io.holdfast.runner.acp;

import io.holdfast.model.HoldfastException;
import io.holdfast.model.HoldfastException.Asking;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.runner.LiveText;
import io.holdfast.runner.TurnContext;
import io.holdfast.runner.TurnFiles;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One prompt, from its sending to its answer. Once it is cut, for whatever reason, what it comes to
 * is that reason, whatever the agent still answers. Where it comes to a question to people, the
 * agent goes on waiting, and what it says meanwhile is kept for the attempt that goes on with it.
 * Confined to one event loop.
 */
final class Prompt implements Agent.Listener {

  /** More than that much is not kept: the agent is ended, and another one goes on. */
  private static final int MOST_UNHEARD = 10_000;

  /** What the agent asks permission for and has no answer to. */
  private record Waiting(JsonObject request, Promise<JsonObject> answer) {

    JsonArray options() {
      return request.getValue("options") instanceof JsonArray all ? all : new JsonArray();
    }
  }

  private final Vertx vertx;
  private final AcpSettings settings;
  private final Agent agent;
  private final ToolCalls tools;
  private final Consents consents;
  private final ReplyText reply;
  private final ReplyFiles files = new ReplyFiles();
  private final Thoughts thoughts;
  private final List<String> denied = new ArrayList<>();
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final List<Runnable> unheard = new ArrayList<>();
  private final Promise<Void> heard = Promise.promise();
  private TurnContext turn;
  private LiveText live;
  private Silence silence;
  private Promise<Reply> answer = Promise.promise();
  private @Nullable Throwable cut;
  private boolean deciding;
  private boolean asking;

  Prompt(Vertx vertx, AcpSettings settings, TurnContext turn, Agent agent, LiveText live) {
    this.vertx = vertx;
    this.settings = settings;
    this.turn = turn;
    this.agent = agent;
    this.live = live;
    this.tools = new ToolCalls(turn, this::refused);
    this.consents = new Consents(settings, turn, () -> asking = true);
    this.reply = new ReplyText(piece -> this.live.say(piece));
    this.thoughts = new Thoughts(label -> this.turn.progress(label));
    this.silence = watch();
  }

  private Silence watch() {
    return new Silence(vertx, settings.silence(), this::busy, this::silent);
  }

  /** Sends it. Fails with {@link AgentFailure}, or with what it was cut with. */
  Future<Reply> run(String text) {
    agent
        .prompt(text, TurnFiles.of(turn.turn()), this)
        .onSuccess(this::answered)
        .onFailure(this::failed);
    return answer.future();
  }

  /**
   * Succeeds when the agent has it, which shows in what it does or says about it; fails when it
   * comes to nothing before.
   */
  Future<Void> heard() {
    return heard.future();
  }

  /** Goes on with it in another attempt, after the one that failed with {@link Asking}. */
  Future<Reply> goOn(TurnContext next, LiveText shown) {
    turn = next;
    live = shown;
    answer = Promise.promise();
    silence = watch();
    consents.goOn(next);
    tools.goOn(next);
    live.say(reply.text());
    hear();
    decideNext();
    return answer.future();
  }

  /** Whether it can be gone on with when people have decided. */
  boolean waits() {
    return asking && cut == null;
  }

  private void hear() {
    asking = false;
    List<Runnable> missed = List.copyOf(unheard);
    unheard.clear();
    missed.forEach(Runnable::run);
  }

  /** Nobody goes on with it: has the agent end it. Never fails. */
  Future<Void> drop() {
    answer = Promise.promise();
    cut(new Cancelled("nobody goes on with it"));
    hear();
    return answer.future().<Void>mapEmpty().otherwiseEmpty();
  }

  /** Has the agent end it, which is given some time for that. */
  void cut(Throwable why) {
    if (cut != null) {
      return;
    }
    cut = why;
    long timer = vertx.setTimer(Math.max(1, settings.grace().toMillis()), fired -> agent.stop());
    answer.future().onComplete(done -> vertx.cancelTimer(timer));
    giveUpWaiting();
    agent.cancel();
  }

  private void giveUpWaiting() {
    waiting.forEach(each -> each.answer().tryComplete(Choice.cancelled()));
    waiting.clear();
  }

  /** While the chat is being asked no step can begin: that is for the next attempt to do. */
  private void refused(Throwable cause) {
    if (cause instanceof HoldfastException && !asking) {
      cut(cause);
    }
  }

  private boolean busy() {
    return deciding || tools.busy() || agent.executes();
  }

  private void silent() {
    String seconds = settings.silence().toSeconds() + " seconds";
    cut(AgentFailure.lasting("agent-silent", "The agent said nothing for " + seconds + "."));
  }

  private boolean missed(Runnable heard) {
    if (asking) {
      unheard.add(heard);
      if (unheard.size() == MOST_UNHEARD) {
        agent.stop();
      }
    }
    return asking;
  }

  private void answered(JsonObject result) {
    heard.tryComplete();
    if (missed(() -> answered(result))) {
      return;
    }
    String stop = String.valueOf(result.getValue("stopReason"));
    if (cut != null) {
      failed(cut);
      return;
    }
    giveUpWaiting();
    silence.end();
    thoughts.end();
    tools
        .end()
        .onFailure(this::failed)
        .onSuccess(
            journaled -> {
              Reply whole = new Reply(reply.text(), stop, denied, files.files(), files.missing());
              whole.failure().ifPresentOrElse(this::failed, () -> answer.tryComplete(whole));
            });
  }

  private void failed(Throwable cause) {
    if (missed(() -> failed(cause))) {
      return;
    }
    giveUpWaiting();
    silence.end();
    Throwable why = cut != null ? cut : cause;
    Throwable told = why instanceof RpcError error ? AgentFailure.of(error) : why;
    tools.cut(told);
    heard.tryFail(told);
    answer.tryFail(told);
  }

  @Override
  public void update(JsonObject update) {
    silence.heard();
    if (cut != null || missed(() -> update(update))) {
      return;
    }
    switch (update.getString("sessionUpdate", "")) {
      case "agent_message_chunk" -> say(update);
      case "agent_thought_chunk" -> thoughts.add(text(update));
      case "tool_call", "tool_call_update" -> {
        reply.apart();
        thoughts.end();
        tools.update(update);
      }
      case "plan" -> plan(update.getJsonArray("entries", new JsonArray()));
      default -> {
        // Such as what commands it has, which it tells of a session that nobody has prompted.
        return;
      }
    }
    heard.tryComplete();
  }

  private void say(JsonObject update) {
    if (files.add(content(update))) {
      reply.apart();
    } else {
      reply.say(text(update), update.getString("messageId"));
      if (reply.endless()) {
        cut(AgentFailure.lasting("agent-endless", "The agent's answer grew without an end."));
      }
    }
  }

  private static String text(JsonObject update) {
    return content(update).getString("text", "");
  }

  private static JsonObject content(JsonObject update) {
    return update.getValue("content") instanceof JsonObject content ? content : new JsonObject();
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
    heard.tryComplete();
    if (cut != null) {
      return Future.succeededFuture(Choice.cancelled());
    }
    Waiting asked = new Waiting(request, Promise.promise());
    waiting.add(asked);
    decideNext();
    return asked.answer().future();
  }

  /** One at a time, since a question ends the attempt. */
  private void decideNext() {
    Waiting next = waiting.peek();
    if (next == null || deciding || asking) {
      return;
    }
    deciding = true;
    // Whatever an agent has sent for a call, those that wait behind it are answered.
    Future.succeededFuture(next.request())
        .map(
            asked ->
                asked.getValue("toolCall") instanceof JsonObject call ? call : new JsonObject())
        .compose(tools::asked)
        .compose(this::decide)
        .onComplete(done -> decided(next, done));
  }

  private void decided(Waiting next, AsyncResult<Boolean> done) {
    deciding = false;
    if (done.cause() instanceof Asking) {
      silence.end();
      answer.tryFail(done.cause());
      return;
    }
    waiting.remove(next);
    if (done.failed()) {
      cut(done.cause());
      hear();
    }
    next.answer().tryComplete(choice(next, done));
    decideNext();
  }

  private JsonObject choice(Waiting next, AsyncResult<Boolean> done) {
    return cut != null ? Choice.cancelled() : Choice.of(next.options(), done.result());
  }

  private Future<Boolean> decide(ToolCall call) {
    return agent
        .judge(call)
        .compose(
            ruling ->
                ruling.rule() == Rule.ASK
                    ? consents.decide(call, call.named(tools.label(call.id())), ruling)
                    : Future.succeededFuture(ruling.rule() == Rule.ALLOW))
        .onSuccess(
            allowed -> {
              if (!allowed) {
                denied.add(call.label() + " (" + call.kind() + ")");
              }
            });
  }
}
