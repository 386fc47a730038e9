package io.holdfast.runner;

import io.holdfast.model.Address;
import io.holdfast.model.Attachment;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Claimed;
import io.holdfast.model.Decision;
import io.holdfast.model.Exchange;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.HoldfastException.Asking;
import io.holdfast.model.HoldfastException.Cancelled;
import io.holdfast.model.HoldfastException.Fenced;
import io.holdfast.model.HoldfastException.Interrupted;
import io.holdfast.model.Inbound;
import io.holdfast.model.Message;
import io.holdfast.model.Reason;
import io.holdfast.model.Sender;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One attempt with its journal in memory. {@link #resumed} gives the next attempt of the same turn,
 * as after a crash: it has the journal, and this attempt can write no more. A runner under test
 * uses it on one event loop; tests look at it from their own thread.
 */
public final class FakeTurn implements TurnContext {

  private final Claimed claimed;
  private final List<Exchange> memory;
  private final Map<String, Step> journal;
  private final Map<String, String> answers;
  private final List<String> deltas = new CopyOnWriteArrayList<>();
  private final List<String> labels = new CopyOnWriteArrayList<>();
  private final List<String> questions = new CopyOnWriteArrayList<>();
  private final List<String> progress = new CopyOnWriteArrayList<>();
  private final List<Message> came;
  private final Map<String, List<Message>> taken;
  private List<Step> earlier = List.of();
  private @Nullable AttemptId before;
  private volatile @Nullable Runnable end;
  private volatile @Nullable HoldfastException over;
  private volatile boolean stuck;

  private FakeTurn(
      Claimed claimed,
      List<Exchange> memory,
      Map<String, Step> journal,
      Map<String, String> answers,
      List<Message> came,
      Map<String, List<Message>> taken) {
    this.claimed = claimed;
    this.memory = memory;
    this.journal = journal;
    this.answers = answers;
    this.came = came;
    this.taken = taken;
  }

  /** The first attempt of a turn with one message for each text. */
  public static FakeTurn of(String... texts) {
    Address address = new Address("web", "chat-1", "");
    List<Message> messages = new ArrayList<>();
    for (String text : texts) {
      String id = "m" + (messages.size() + 1);
      Inbound inbound = new Inbound(address, id, new Sender("u1", ""), text, List.of(), 0);
      messages.add(new Message(id, inbound, 0));
    }
    AttemptId first = new AttemptId(UUID.randomUUID().toString(), 1);
    return new FakeTurn(
        new Claimed(first, address, messages, null, 0, 0),
        List.of(),
        Collections.synchronizedMap(new LinkedHashMap<>()),
        Collections.synchronizedMap(new LinkedHashMap<>()),
        new CopyOnWriteArrayList<>(),
        Collections.synchronizedMap(new LinkedHashMap<>()));
  }

  /** The same with files, which came with its last message. */
  public FakeTurn with(Attachment... files) {
    List<Message> messages = new ArrayList<>(claimed.messages());
    Message last = messages.remove(messages.size() - 1);
    Inbound said = last.inbound();
    Inbound sent =
        new Inbound(
            said.address(), said.platformId(), said.sender(), said.text(), List.of(files), 0);
    messages.add(new Message(last.id(), sent, 0));
    return new FakeTurn(
        new Claimed(claimed.attempt(), claimed.address(), messages, null, 0, 0),
        memory,
        journal,
        answers,
        came,
        taken);
  }

  /** This attempt in a session that remembers {@code exchanges}. */
  public FakeTurn remembering(Exchange... exchanges) {
    FakeTurn same = new FakeTurn(claimed, List.of(exchanges), journal, answers, came, taken);
    same.earlier = earlier;
    same.before = before;
    return same;
  }

  /** This attempt never gets to know what its session remembers: it is killed before. */
  public FakeTurn killedBeforeItRemembers() {
    stuck = true;
    return this;
  }

  /** The next attempt; this one is fenced off. */
  public FakeTurn resumed(Reason reason) {
    return next(reason);
  }

  /** The next attempt, because the user said {@code /retry}; this one is fenced off. */
  public FakeTurn retried() {
    return next(null);
  }

  /** The next attempt, with the answer to what this one asked under {@code key}. */
  public FakeTurn answered(String key, String answer) {
    answers.put(key, answer);
    return next(null);
  }

  private FakeTurn next(@Nullable Reason reason) {
    over = new Fenced(claimed.attempt());
    AttemptId attempt = new AttemptId(claimed.attempt().turn(), claimed.attempt().number() + 1);
    int results = (int) journal().stream().filter(s -> s.state() == StepState.RESULT).count();
    FakeTurn next =
        new FakeTurn(
            new Claimed(attempt, claimed.address(), claimed.messages(), reason, results, 0),
            memory,
            journal,
            answers,
            came,
            taken);
    next.earlier = earlier;
    return next;
  }

  /** Makes the attempt end at its next step, as a drain's deadline does. */
  public void interrupt() {
    over = new Interrupted();
  }

  /** Makes the attempt end at once. Call it on the event loop of the run. */
  public void cancel() {
    over = new Cancelled("stopped by its user");
    Runnable registered = end;
    if (registered != null) {
      registered.run();
    }
  }

  /** The steps so far, in the order in which they were begun. */
  public List<Step> journal() {
    synchronized (journal) {
      return List.copyOf(journal.values());
    }
  }

  /** The deltas of this attempt. */
  public List<String> deltas() {
    return List.copyOf(deltas);
  }

  /** What a person watching this attempt has read. */
  public String shown() {
    return String.join("", deltas);
  }

  /** The labels of the steps that this attempt began. */
  public List<String> labels() {
    return List.copyOf(labels);
  }

  /** What this attempt asked. */
  public List<String> questions() {
    return List.copyOf(questions);
  }

  @Override
  public Claimed turn() {
    return claimed;
  }

  @Override
  public Future<List<Exchange>> memory(int limit) {
    if (stuck) {
      return Promise.<List<Exchange>>promise().future();
    }
    return Future.succeededFuture(
        memory.subList(Math.max(0, memory.size() - limit), memory.size()));
  }

  @Override
  public Future<Optional<String>> recall(String prefix) {
    return Future.succeededFuture(
        earlier.stream()
            .filter(step -> step.key().startsWith(prefix) && step.state() == StepState.RESULT)
            .reduce((first, second) -> second)
            .map(Step::result));
  }

  @Override
  public Future<Optional<AttemptId>> previous() {
    AttemptId last =
        attempt() > 1 ? new AttemptId(claimed.attempt().turn(), attempt() - 1) : before;
    return Future.succeededFuture(Optional.ofNullable(last));
  }

  @Override
  public List<Step> steps() {
    return journal();
  }

  @Override
  public Future<String> step(
      String key, String label, StepPolicy policy, Supplier<Future<String>> effect) {
    Step known = journal.get(key);
    if (known != null && known.state() == StepState.RESULT) {
      return Future.succeededFuture(known.result());
    }
    HoldfastException refused = over;
    if (refused != null) {
      return Future.failedFuture(refused);
    }
    if (known != null) {
      return unknown(known, label, policy, effect);
    }
    return perform(key, label, effect);
  }

  private Future<String> unknown(
      Step known, String label, StepPolicy policy, Supplier<Future<String>> effect) {
    String key = known.key();
    if (policy instanceof StepPolicy.Reconcile reconcile) {
      return reconcile
          .find()
          .get()
          .compose(
              found ->
                  found.isPresent()
                      ? record(key, label, found.get())
                      : perform(key, label, effect));
    }
    if (policy instanceof StepPolicy.Retry) {
      return perform(key, label, effect);
    }
    return switch (answers.getOrDefault(key, "")) {
      case "again" -> perform(key, label, effect);
      case "done" -> record(key, label, "");
      default -> asking("Did \"" + label + "\" happen? Answer done or again.");
    };
  }

  private Future<String> perform(String key, String label, Supplier<Future<String>> effect) {
    journal.put(key, new Step(key, label, StepState.INTENT, attempt(), ""));
    labels.add(label);
    return effect.get().compose(result -> record(key, label, result));
  }

  private Future<String> record(String key, String label, String result) {
    if (over instanceof Fenced fenced) {
      return Future.failedFuture(fenced);
    }
    journal.put(key, new Step(key, label, StepState.RESULT, attempt(), result));
    return Future.succeededFuture(result);
  }

  @Override
  public Future<String> ask(String key, String question) {
    return Optional.ofNullable(answers.get(key))
        .map(Future::succeededFuture)
        .orElseGet(() -> asking(question));
  }

  private Future<String> asking(String question) {
    questions.add(question);
    return Future.failedFuture(new Asking());
  }

  @Override
  public Future<Decision> permission(String key, PermissionRequest request) {
    Step known = journal.get(key);
    if (known != null && known.state() == StepState.RESULT) {
      return Future.succeededFuture(Decision.ofRecorded(known.result()));
    }
    journal.put(key, new Step(key, request.label(), StepState.INTENT, attempt(), ""));
    over = new Fenced(claimed.attempt());
    questions.add(request.text());
    return Future.failedFuture(new Asking());
  }

  /** Takes the RESULT of a step away, as if the process had died before it was committed. */
  public void forget(String key) {
    Step known = Optional.ofNullable(journal.get(key)).orElseThrow();
    journal.put(key, new Step(key, known.label(), StepState.INTENT, known.attempt(), ""));
  }

  /** The next attempt, with what was decided about what this one asked permission for. */
  public FakeTurn decided(Decision decision) {
    Step asked =
        journal().stream()
            .filter(s -> s.key().startsWith("permission-") && s.state() == StepState.INTENT)
            .reduce((first, second) -> second)
            .orElseThrow();
    String result = decision.recorded();
    journal.put(
        asked.key(), new Step(asked.key(), asked.label(), StepState.RESULT, attempt(), result));
    return next(null);
  }

  /** Something comes for the turn while it runs. */
  public void say(String text) {
    Inbound inbound =
        new Inbound(claimed.address(), "s" + came.size(), new Sender("u1", ""), text, List.of(), 0);
    came.add(new Message("s" + came.size(), inbound, 0));
  }

  @Override
  public Future<List<Message>> steering(String key) {
    if (!taken.containsKey(key) && !came.isEmpty()) {
      taken.put(key, List.copyOf(came));
      came.clear();
    }
    return Future.succeededFuture(taken.getOrDefault(key, List.of()));
  }

  @Override
  public int ranIn(String key) {
    Step step = journal.get(key);
    return step != null && step.state() == StepState.RESULT ? step.attempt() : 0;
  }

  @Override
  public void progress(String label) {
    progress.add(label);
  }

  /** What this attempt said it was at. */
  public List<String> progress() {
    return List.copyOf(progress);
  }

  /** The first attempt of the next turn of the same session, which can recall this one's steps. */
  public FakeTurn after(String... texts) {
    FakeTurn next = of(texts);
    next.earlier = Stream.concat(earlier.stream(), journal().stream()).toList();
    next.before = claimed.attempt();
    return next;
  }

  @Override
  public void delta(String text) {
    if (!(over instanceof Fenced)) {
      deltas.add(text);
    }
  }

  @Override
  public void onCancel(Runnable end) {
    this.end = end;
  }

  private int attempt() {
    return claimed.attempt().number();
  }
}
