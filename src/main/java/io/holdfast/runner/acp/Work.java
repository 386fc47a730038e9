package io.holdfast.runner.acp;

import io.holdfast.model.AttemptId;
import io.holdfast.model.HoldfastException.Asking;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.Outcome;
import io.holdfast.model.SessionKey;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.retry.Until;
import io.holdfast.runner.Backoff;
import io.holdfast.runner.LiveText;
import io.holdfast.runner.StepPolicy;
import io.holdfast.runner.TurnContext;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt of a turn. Confined to one event loop. */
final class Work {

  private static final Logger LOG = LoggerFactory.getLogger(Work.class);
  private static final String PROMPT = "prompt";
  private static final String SESSION = "session-";

  /** Of the step that is a session's first prompt; a hash of the session's id follows. */
  private static final String TOLD = "told-";

  private static final long NO_TIMER = -1;

  private final Vertx vertx;
  private final AcpSettings settings;
  private final Agents agents;
  private final Backoff backoff;
  private final TurnContext turn;
  private final SessionKey session;
  private final String memory;
  private final LiveText live;
  private @Nullable Agent agent;
  private @Nullable Prompt prompt;
  private boolean interrupted;
  private int tries;
  private boolean cancelled;
  private long timer = NO_TIMER;
  private Promise<Void> pause = Promise.promise();

  Work(Vertx vertx, AcpSettings settings, Agents agents, Backoff backoff, TurnContext turn) {
    this.vertx = vertx;
    this.settings = settings;
    this.agents = agents;
    this.backoff = backoff;
    this.turn = turn;
    this.session = SessionKey.of(turn.turn().address());
    this.memory = session.text() + "#" + turn.turn().epoch();
    this.live = new LiveText(turn::delta);
  }

  Future<Outcome> run() {
    interrupted = turn.steps().stream().anyMatch(step -> step.key().equals(PROMPT));
    turn.onCancel(this::cancel);
    return turn.step(PROMPT, "asking " + settings.program(), StepPolicy.retry(), this::insist)
        .map(journaled -> Reply.of(new JsonObject(journaled)))
        .onSuccess(reply -> live.end(reply.text()))
        .map(Reply::outcome)
        .recover(Work::told);
  }

  private static Future<Outcome> told(Throwable cause) {
    return cause instanceof AgentFailure failure
        ? Future.succeededFuture(new Outcome.Failed(failure.code(), failure.sentence()))
        : Future.failedFuture(cause);
  }

  private void cancel() {
    cancelled = true;
    vertx.cancelTimer(timer);
    pause.tryComplete();
    if (prompt != null) {
      prompt.cut(cancellation());
    } else if (agent != null) {
      agent.stop();
    }
  }

  private static Cancelled cancellation() {
    return new Cancelled("cancelled while the agent worked");
  }

  private Future<String> insist() {
    return Until.enough(this::attempt, this::isOver, this::backOff)
        .recover(cause -> Future.failedFuture(cancelled ? cancellation() : cause));
  }

  private Future<String> attempt() {
    if (cancelled) {
      return Future.failedFuture(cancellation());
    }
    tries++;
    live.again();
    return parked().map(this::goOnWith).orElseGet(() -> taken().compose(this::workWith));
  }

  private boolean isOver(AsyncResult<String> done) {
    return cancelled
        || !(done.cause() instanceof AgentFailure failure)
        || !failure.passing()
        || tries > settings.restarts();
  }

  private Future<Void> backOff() {
    long wait = Math.max(1, backoff.before(tries).toMillis());
    LOG.warn("agent ended in mid-turn {} try={} wait_ms={}", id(), tries, wait);
    pause = Promise.promise();
    timer = vertx.setTimer(wait, fired -> pause.tryComplete());
    return pause.future();
  }

  private Future<Agent> taken() {
    return turn.previous().compose(previous -> agents.take(memory, session, previous));
  }

  /** What people have said can be told only in a prompt of its own. */
  private Optional<Agents.Parked> parked() {
    AttemptId now = turn.turn().attempt();
    return Consents.refusedInWords(turn.steps())
        ? Optional.empty()
        : agents.unpark(memory, new AttemptId(now.turn(), now.number() - 1));
  }

  private Future<String> goOnWith(Agents.Parked parked) {
    agent = parked.agent();
    prompt = parked.prompt();
    return settled(parked.agent(), parked.prompt().goOn(turn, live).map(Reply::journaled));
  }

  private Future<String> workWith(Agent taken) {
    agent = taken;
    return settled(taken, cancelled ? Future.failedFuture(cancellation()) : converse(taken));
  }

  private Future<String> settled(Agent taken, Future<String> conversation) {
    return conversation
        .onSuccess(reply -> agents.keep(memory, turn.turn().attempt(), taken))
        .recover(cause -> ended(taken, cause).compose(ended -> Future.failedFuture(cause)))
        .onComplete(done -> prompt = null);
  }

  /**
   * One that waits for a decision is kept. Any other that has not answered is not used again:
   * nobody knows what it is at.
   */
  private Future<Void> ended(Agent taken, Throwable cause) {
    if (cause instanceof Asking && prompt != null && prompt.waits() && taken.alive()) {
      agents.park(memory, turn.turn().attempt(), taken, prompt);
      return Future.succeededFuture();
    }
    prompt = null;
    return agents.end(memory, taken).otherwiseEmpty();
  }

  private Future<String> converse(Agent taken) {
    return taken
        .start()
        .compose(started -> known())
        .compose(id -> taken.goOn(id).compose(goesOn -> goesOn ? succeeded(id) : open(taken)))
        .compose(id -> say(taken, TOLD + Sha256.of(id)))
        .map(Reply::journaled);
  }

  /** The id of the agent's session: of this turn, else of an earlier one; empty for none. */
  private Future<String> known() {
    Optional<String> ofTurn =
        turn.steps().stream()
            .filter(step -> step.key().startsWith(SESSION) && step.state() == StepState.RESULT)
            .reduce((first, second) -> second)
            .map(Step::result);
    return ofTurn.isPresent()
        ? succeeded(ofTurn.get())
        : turn.recall(SESSION).map(found -> found.orElse(""));
  }

  /** The id is committed before the first prompt, so that whoever goes on finds the session. */
  private Future<String> open(Agent taken) {
    long before = turn.steps().stream().filter(s -> s.key().startsWith(SESSION)).count();
    return turn.step(
        SESSION + (before + 1),
        "opening a session of " + settings.program(),
        StepPolicy.retry(),
        taken::open);
  }

  /**
   * That the agent goes on with a session does not say that it was ever told anything there:
   * whoever opened it may have died, or been stopped, before the first prompt.
   */
  private Future<Reply> say(Agent taken, String told) {
    boolean here =
        turn.steps().stream().anyMatch(s -> s.key().equals(told) && s.state() == StepState.RESULT);
    return (here ? Future.succeededFuture(true) : turn.recall(told).map(Optional::isPresent))
        .compose(
            remembers -> text(remembers).compose(text -> say(taken, text, remembers ? "" : told)));
  }

  private Future<String> text(boolean remembers) {
    String request = turn.text();
    String now = interrupted ? Wording.continuation(request, turn.steps(), remembers) : request;
    return remembers
        ? succeeded(now)
        : turn.memory(settings.history()).map(past -> Wording.transcript(past) + now);
  }

  private static Future<String> succeeded(String text) {
    return Future.succeededFuture(text);
  }

  /**
   * @param untold the step to be made of the session's first prompt; empty where it has had that
   */
  private Future<Reply> say(Agent taken, String text, String untold) {
    if (cancelled) {
      return Future.failedFuture(cancellation());
    }
    interrupted = true;
    Prompt next = new Prompt(vertx, settings, turn, taken, live);
    prompt = next;
    return untold.isEmpty() ? next.run(text) : introduce(next, text, untold);
  }

  /** The step ends with the first sign that the agent has it: until then it may be told again. */
  private Future<Reply> introduce(Prompt first, String text, String untold) {
    Promise<Reply> reply = Promise.promise();
    Future<String> told =
        turn.step(
            untold,
            "the first prompt of a session of " + settings.program(),
            StepPolicy.retry(),
            () -> {
              first.run(text).onSuccess(reply::tryComplete).onFailure(reply::tryFail);
              return first.heard().map("");
            });
    told.onFailure(reply::tryFail);
    return reply.future().compose(said -> told.map(said));
  }

  private String id() {
    return "turn=" + turn.turn().attempt().turn() + " attempt=" + turn.turn().attempt().number();
  }
}
