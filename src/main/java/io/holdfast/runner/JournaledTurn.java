package io.holdfast.runner;

import io.holdfast.failpoint.Failpoint;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Decision;
import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Live;
import io.holdfast.model.Message;
import io.holdfast.model.Question;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.turn.Approval;
import io.holdfast.turn.Wording;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What an attempt sees and does: its steps go through the journal, its text to whoever watches. */
final class JournaledTurn implements TurnContext {

  /** In milliseconds; less than the lease of a node. */
  private static final long LATE = 3_000;

  private static final String TAKING = "taking what was said meanwhile";

  private final Claimed turn;
  private final RunnerServices services;
  private final Insistence insistence;
  private final Journal journal = new Journal();
  private final Arrivals arrivals;
  private final List<Runnable> ends = new ArrayList<>();
  private Ending ending = Ending.NONE;
  private int deltas;

  JournaledTurn(Claimed turn, RunnerServices services, Insistence insistence) {
    this.turn = turn;
    this.services = services;
    this.insistence = insistence;
    // What came for an earlier attempt is waiting for this one.
    this.arrivals = new Arrivals(turn.attempt().number() > 1);
  }

  /** Reads what earlier attempts did; a first attempt has nothing to read. */
  Future<Void> load() {
    return turn.attempt().number() == 1
        ? Future.succeededFuture()
        : insistence
            .on(() -> services.store().journal(turn.attempt().turn()))
            .onSuccess(journal::load)
            .mapEmpty();
  }

  /** Lets no further step begin and, where {@code why} says so, ends what runs. */
  void end(Ending why) {
    boolean first = !ending.immediate();
    ending = why;
    if (why.immediate() && first) {
      ends.forEach(Runnable::run);
    }
  }

  Ending ending() {
    return ending;
  }

  int results() {
    return journal.results();
  }

  @Override
  public Claimed turn() {
    return turn;
  }

  @Override
  public Future<List<Exchange>> memory(int limit) {
    return insistence.on(() -> services.store().memory(turn.attempt().turn(), limit));
  }

  @Override
  public Future<Optional<String>> recall(String prefix) {
    return insistence.on(() -> services.store().recall(turn.attempt().turn(), prefix));
  }

  @Override
  public Future<Optional<AttemptId>> previous() {
    AttemptId now = turn.attempt();
    return now.number() > 1
        ? Future.succeededFuture(Optional.of(new AttemptId(now.turn(), now.number() - 1)))
        : insistence.on(() -> services.store().previous(now.turn()));
  }

  @Override
  public List<Step> steps() {
    return journal.all();
  }

  @Override
  public Future<String> step(
      String key, String label, StepPolicy policy, Supplier<Future<String>> effect) {
    if (key.startsWith(Step.STEERING)) {
      return Future.failedFuture(
          new IllegalArgumentException("no step's name begins with " + Step.STEERING));
    }
    Optional<Step> known = journal.find(key);
    if (known.isPresent() && known.get().state() == StepState.RESULT) {
      return Future.succeededFuture(known.get().result());
    }
    if (ending != Ending.NONE) {
      return Future.failedFuture(refusal());
    }
    services.bus().show(progress(key, label));
    return known.filter(step -> step.attempt() < turn.attempt().number()).isPresent()
        ? unknown(known.get(), label, policy, effect)
        : perform(key, label, effect);
  }

  private HoldfastException refusal() {
    return switch (ending) {
      case SUPERSEDED -> new HoldfastException.Fenced(turn.attempt());
      case BY_USER, TIMED_OUT -> new HoldfastException.Cancelled("the attempt was ended");
      default -> new HoldfastException.Interrupted();
    };
  }

  private Future<String> unknown(
      Step step, String label, StepPolicy policy, Supplier<Future<String>> effect) {
    if (policy instanceof StepPolicy.Reconcile reconcile) {
      return reconcile
          .find()
          .get()
          .compose(
              found ->
                  found
                      .map(result -> record(step.key(), label, result))
                      .orElseGet(() -> perform(step.key(), label, effect)));
    }
    if (policy instanceof StepPolicy.Ask) {
      return ask(step.key() + "?" + step.attempt(), Wording.unknownStep(label))
          .compose(
              answer ->
                  answer.strip().equalsIgnoreCase("again")
                      ? perform(step.key(), label, effect)
                      : record(step.key(), label, ""));
    }
    return perform(step.key(), label, effect);
  }

  private Future<String> perform(String key, String label, Supplier<Future<String>> effect) {
    return intend(key, label)
        .compose(done -> ending.immediate() ? Future.failedFuture(refusal()) : effect.get())
        .compose(result -> record(key, label, result));
  }

  /**
   * An answer that took long may be older than another node's take-over: the store is asked anew.
   */
  private Future<Void> intend(String key, String label) {
    int attempt = turn.attempt().number();
    long asked = services.clock().millis();
    return insistence
        .on(() -> services.store().intend(turn.attempt(), key, label, services.clock().millis()))
        .compose(
            done -> {
              journal.put(new Step(key, label, StepState.INTENT, attempt, ""));
              boolean late = services.clock().millis() - asked >= LATE;
              return late ? intend(key, label) : Future.succeededFuture();
            });
  }

  private Future<String> record(String key, String label, String result) {
    Failpoint.STEP_EFFECT.reached();
    int attempt = turn.attempt().number();
    return insistence
        .on(() -> services.store().record(turn.attempt(), key, result, services.clock().millis()))
        .map(
            done -> {
              journal.put(new Step(key, label, StepState.RESULT, attempt, result));
              return result;
            });
  }

  @Override
  public Future<String> ask(String key, String question) {
    return ask(key, Question.of(question));
  }

  @Override
  public Future<List<Message>> steering(String key) {
    String step = Step.STEERING + key;
    boolean known = journal.result(step).isPresent();
    if (!known && !arrivals.more()) {
      return Future.succeededFuture(List.of());
    }
    if (!known && ending != Ending.NONE) {
      return Future.failedFuture(refusal());
    }
    arrivals.asked();
    return insistence
        .on(() -> services.store().take(turn.attempt(), key, TAKING, services.clock().millis()))
        .onSuccess(came -> took(step, known, came));
  }

  private void took(String step, boolean known, List<Message> came) {
    arrivals.took(came);
    if (!known && !came.isEmpty()) {
      String ids = new JsonArray(came.stream().map(Message::id).toList()).encode();
      journal.put(new Step(step, TAKING, StepState.RESULT, turn.attempt().number(), ids));
    }
  }

  /** The store has so many messages that came for the turn while it ran. */
  void came(int count) {
    arrivals.came(count);
  }

  /** The platform ids of all that the turn answers, as far as it is known here. */
  List<String> inReplyTo() {
    return arrivals.with(turn.inReplyTo());
  }

  @Override
  public Future<Decision> permission(String key, PermissionRequest request) {
    long until = services.clock().millis() + request.patience().toMillis();
    Question question =
        Approval.question(
            turn.attempt(),
            request.label(),
            request.text(),
            new Question.Terms(request.approvers(), until),
            request.patience());
    return ask(key, question).map(Decision::ofRecorded);
  }

  private Future<String> ask(String key, Question question) {
    Optional<Step> answer = journal.result(key);
    if (answer.isPresent()) {
      return Future.succeededFuture(answer.get().result());
    }
    if (ending != Ending.NONE) {
      return Future.failedFuture(refusal());
    }
    return insistence
        .on(() -> services.store().ask(turn.attempt(), key, question, services.clock().millis()))
        .compose(asked -> Future.failedFuture(new HoldfastException.Asking()));
  }

  @Override
  public int ranIn(String key) {
    return journal.result(key).map(Step::attempt).orElse(0);
  }

  @Override
  public void progress(String label) {
    int step = Math.max(1, journal.all().size());
    services.bus().show(new Live.Progress(turn.address(), turn.attempt(), step, label));
  }

  @Override
  public void delta(String text) {
    services.bus().show(new Live.Delta(turn.address(), turn.attempt(), deltas++, text));
  }

  @Override
  public void onCancel(Runnable end) {
    ends.add(end);
    if (ending.immediate()) {
      end.run();
    }
  }

  private Live progress(String key, String label) {
    return new Live.Progress(turn.address(), turn.attempt(), journal.place(key), label);
  }
}
