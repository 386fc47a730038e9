package io.holdfast.runner.acp;

import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The tool calls of one prompt, put together by their ids from whatever message names them, each of
 * them a step of the turn. The agent makes the call; the step says when it began and how it ended,
 * so there is nothing to run again if it is cut. Confined to one event loop.
 */
final class ToolCalls {

  private static final int LONGEST_ID = 120;

  private TurnContext turn;
  private final Consumer<Throwable> refused;
  private final Map<String, Tracked> byId = new LinkedHashMap<>();

  private static final class Tracked {
    private ToolCall call;
    private boolean named;
    private String label = "";
    private Promise<Void> intent = Promise.promise();
    private Promise<String> result = Promise.promise();
    private Future<Void> step = Future.succeededFuture();
    private boolean begun;
    private boolean recorded;

    private Tracked(ToolCall call) {
      this.call = call;
    }
  }

  /**
   * @param refused told when a step could not begin or end, which ends the prompt
   */
  ToolCalls(TurnContext turn, Consumer<Throwable> refused) {
    this.turn = turn;
    this.refused = refused;
  }

  /**
   * Takes what a message says about a call. The first that only announces it begins no step yet: as
   * a rule it does not say what the call is.
   */
  void update(JsonObject update) {
    Tracked tracked = tracked(update);
    if (tracked.named || !tracked.call.status().equals("pending")) {
      begin(tracked);
    }
    tracked.named = true;
    if (tracked.call.ended()) {
      tracked.result.tryComplete(tracked.call.journaled());
    }
  }

  /** Takes what a permission request says about a call; gives it once its INTENT is committed. */
  Future<ToolCall> asked(JsonObject update) {
    Tracked tracked = tracked(update);
    ToolCall asked = tracked.call;
    begin(tracked);
    return tracked.intent.future().map(asked);
  }

  private Tracked tracked(JsonObject update) {
    String id = String.valueOf(update.getValue("toolCallId"));
    Tracked tracked = byId.computeIfAbsent(id, name -> new Tracked(ToolCall.unknown(name)));
    tracked.call = tracked.call.with(update);
    return tracked;
  }

  private void begin(Tracked tracked) {
    if (tracked.begun) {
      return;
    }
    tracked.begun = true;
    tracked.label = tracked.call.label();
    step(tracked);
  }

  private void step(Tracked tracked) {
    TurnContext mine = turn;
    Promise<Void> intent = tracked.intent;
    Promise<String> result = tracked.result;
    String id = tracked.call.id();
    String key = Wording.TOOL + (id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID));
    tracked.step =
        mine.step(key, tracked.label, StepPolicy.retry(), () -> witness(intent, result))
            .onSuccess(done -> tracked.recorded = true)
            .onSuccess(done -> intent.tryComplete())
            .onFailure(intent::tryFail)
            .onFailure(cause -> refused(mine, cause))
            .mapEmpty();
  }

  private void refused(TurnContext asked, Throwable cause) {
    if (asked.turn().attempt().equals(turn.turn().attempt())) {
      refused.accept(cause);
    }
  }

  private static Future<String> witness(Promise<Void> intent, Promise<String> result) {
    intent.tryComplete();
    return result.future();
  }

  /** Under what name a call that has begun is in the journal. */
  String label(String id) {
    return Optional.ofNullable(byId.get(id)).map(tracked -> tracked.label).orElse("");
  }

  /** Another attempt takes over the steps that are not at their end. */
  void goOn(TurnContext next) {
    turn = next;
    byId.values().stream().filter(each -> each.begun && !each.recorded).forEach(this::goOn);
  }

  private void goOn(Tracked tracked) {
    tracked.intent = Promise.promise();
    tracked.result = Promise.promise();
    if (tracked.call.ended()) {
      tracked.result.complete(tracked.call.journaled());
    }
    step(tracked);
  }

  /** Whether one runs. */
  boolean busy() {
    return byId.values().stream().anyMatch(each -> each.begun && !each.call.ended());
  }

  /** The prompt has been answered: none runs any more. Completes when all is in the journal. */
  Future<Void> end() {
    byId.values().forEach(each -> each.result.tryComplete(each.call.journaled()));
    return Future.join(byId.values().stream().map(each -> each.step).toList()).mapEmpty();
  }

  /** The prompt was cut: of those that run nobody will know how they end. */
  void cut(Throwable why) {
    byId.values().forEach(each -> each.result.tryFail(why));
  }
}
