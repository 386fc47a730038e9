package io.holdfast.lab.world;

import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Inside;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Task;
import io.holdfast.lab.history.Task.Kind;
import io.holdfast.model.Address;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Revision;
import io.holdfast.model.Sender;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What a script can have happen. Its waits end, too, when what they wait for does not come, since a
 * run in which something is struck goes another way.
 */
final class Stage {

  private static final long PATIENCE = 8_000;

  /** For what comes in any case, however busy the machine is. */
  private static final long LONG_PATIENCE = 30_000;

  private static final Set<String> RUNS = Set.of("running", "resumed", "done");

  private final World world;

  Stage(World world) {
    this.world = world;
  }

  // ── clients ──────────────────────────────────────────────────────────────────────────────────

  void say(String chat, String id, String text) {
    world.client().say(chat, id, text);
  }

  void task(String chat, String id, Kind kind, int steps, int pace) {
    say(chat, id, new Task(kind, steps, pace, 0).text());
  }

  void plain(String chat, String id, int steps, int pace) {
    task(chat, id, Kind.PLAIN, steps, pace);
  }

  void again(String id) {
    world.client().again(id);
  }

  void frame(JsonObject frame) {
    world.client().send(frame);
  }

  /** Deliveries come, and are not shown. */
  void deafen() {
    world.client().deafen();
  }

  /** Deliveries are shown, and the gateway does not learn of it. */
  void slow() {
    world.client().slow();
  }

  /** Deliveries are shown and acked again. */
  void recover() {
    world.client().recover();
  }

  /** The line is cut once in place of an ack. */
  void cutBeforeAck() {
    world.client().cutBeforeAck();
  }

  /** The line is cut once in place of reading a frame of this type. */
  void cutBefore(String type) {
    world.client().cutBefore(type);
  }

  /** Until each of those has happened, without which the story tells nothing. */
  void cut() {
    expect(world.await(world.client()::allCut, LONG_PATIENCE), "the line is cut");
  }

  /** A message says something else, as its platform tells. */
  void change(String chat, String id, String text) {
    Inbound said =
        new Inbound(
            new Address("web", chat, ""), id, new Sender("u-" + chat, ""), text, List.of(), now());
    revise(id, text, store -> store.edit(said, List.of(), now()));
  }

  /** A message is deleted, as its platform tells. */
  void takeBack(String id) {
    revise(id, "", store -> store.retract("web", id, now()));
  }

  private void revise(String id, String text, Function<Store, Future<Revision>> change) {
    world.history().add(new Event.Revising(id, text));
    store(store -> change.apply(store).onSuccess(came -> revised(id, text, came)));
  }

  private void revised(String id, String text, Revision came) {
    expect(came == Revision.MADE, "nothing has taken " + id);
    if (came == Revision.MADE) {
      world.history().add(new Event.Revised(id, text));
    }
  }

  /** Somebody writes on each board. */
  void write() {
    world.boards().write();
  }

  /** Until the gateway's first message is to be seen on a board. */
  void posted(String board) {
    seen(event -> event instanceof Event.Posted posted && posted.chat().equals(board));
  }

  // ── waiting ──────────────────────────────────────────────────────────────────────────────────

  /** Where nothing is struck all comes in any case. */
  private long patience() {
    return world.undisturbed() ? LONG_PATIENCE : PATIENCE;
  }

  /** Until a chat's turns have had so many effects. */
  void effects(String chat, int count) {
    world.await(() -> world.ledger().of(chat) >= count, patience());
  }

  /** Gives whether it was. */
  boolean seen(Predicate<Event> event) {
    return world.await(() -> saw(event), patience());
  }

  /** Whether it has been. */
  boolean saw(Predicate<Event> event) {
    return world.history().entries().stream().anyMatch(entry -> event.test(entry.event()));
  }

  /** Until a chat's turn runs. */
  void running(String chat) {
    seen(
        event ->
            event instanceof Event.Turned turned
                && turned.chat().equals(chat)
                && RUNS.contains(turned.state()));
  }

  /** Until a chat's turn runs in this attempt or a later one. */
  void runs(String chat, int attempt) {
    seen(
        event ->
            event instanceof Event.Turned turned
                && turned.chat().equals(chat)
                && turned.attempt() >= attempt);
  }

  void accepted(String id) {
    seen(event -> event instanceof Event.Accepted accepted && accepted.id().equals(id));
  }

  /** The turn that a chat's first effect or frame told of; empty if none did. */
  String turn(String chat) {
    seen(event -> event instanceof Event.Turned turned && turned.chat().equals(chat));
    return world.history().entries().stream()
        .map(entry -> entry.event())
        .filter(Event.Turned.class::isInstance)
        .map(Event.Turned.class::cast)
        .filter(turned -> turned.chat().equals(chat))
        .map(Event.Turned::turn)
        .findFirst()
        .orElse("");
  }

  /** Until so many lives have ended, however. */
  void lives(int ended) {
    world.await(
        () ->
            world.history().entries().stream()
                    .filter(entry -> entry.event() instanceof Event.Ended)
                    .count()
                >= ended,
        patience());
  }

  /** Until something about a message is shown; gives whether it was. */
  boolean answered(String id) {
    return seen(event -> event instanceof Event.Shown shown && shown.inReplyTo().contains(id));
  }

  /** Until so many deliveries wait, and nothing else goes on. */
  void waiting(int deliveries) {
    world.await(() -> world.database().left().equals(waitingOnly(deliveries)), patience());
  }

  private static Map<String, Integer> waitingOnly(int deliveries) {
    return Map.of("pending", deliveries, "nodes", 1);
  }

  /** Until so many deliveries are held back, without which the story tells nothing. */
  void held(int deliveries) {
    expect(
        world.await(
            () -> world.database().left().getOrDefault("held", 0) == deliveries, patience()),
        deliveries + " deliveries are held back");
  }

  void quiet() {
    world.quiet();
  }

  // ── operators ────────────────────────────────────────────────────────────────────────────────

  /** Stops the gateway, and waits until it is gone. */
  void stop(Reason reason) {
    world.stop(reason);
  }

  /** Begins its stop; the story goes on meanwhile. */
  Life beginStop(Reason reason) {
    Life life = world.operate(gateway -> gateway.stop(reason));
    world.await(() -> life.over() || !life.stop().isEmpty(), patience());
    return life;
  }

  void ended(Life life) {
    world.ended(life);
  }

  void hurry(Life life) {
    life.operate(Gateway::hurry);
  }

  /** Has new settings, and reads them. */
  void reload(Settings settings) {
    redeploy(settings);
    Life life = world.readyLife();
    int verticles = life.verticles();
    ask(gateway -> gateway.control().reload(Optional.empty()));
    expect(life.verticles() <= verticles, "a reload leaves no verticle behind");
  }

  private void redeploy(Settings settings) {
    world.configure(settings);
    world.history().add(new Event.Redeployed());
  }

  /** The same, and the story goes on meanwhile. */
  void beginReload(Settings settings) {
    redeploy(settings);
    world.operate(gateway -> gateway.control().reload(Optional.empty()));
  }

  /** Asks a gateway for something, and waits for its answer, whatever it is. */
  void ask(Function<Gateway, Future<?>> question) {
    AtomicBoolean answered = new AtomicBoolean();
    Life life =
        world.operate(gateway -> question.apply(gateway).onComplete(answer -> answered.set(true)));
    expect(world.await(() -> answered.get() || life.over(), patience()), "an operator is answered");
  }

  /** What holds unless something is struck. */
  void expect(boolean is, String what) {
    world.expect(is, what);
  }

  /** How many effects a chat's turns have had so far. */
  int effectsOf(String chat) {
    return world.ledger().of(chat);
  }

  void store(Function<Store, Future<?>> question) {
    ask(
        gateway ->
            Inside.store(gateway).<Future<?>>map(question).orElseGet(Future::succeededFuture));
  }

  /** What is reached from now on is what the story is about, and where it is struck. */
  void fromHere() {
    world.fromHere();
  }

  long now() {
    return world.clock().millis();
  }

  void jump(Duration by) {
    world.clock().jump(by);
  }

  /** A life that stops and goes on for so long without a sign of life counts as amiss. */
  void beats(Life life) {
    long before = world.database().lastBeat();
    if (!world.await(() -> life.over() || world.database().lastBeat() > before, patience())) {
      world.history().add(new Event.Left(Map.of("nodes that drain without a sign of life", 1)));
    }
  }

  Settings settings() {
    return world.scenario().settings();
  }
}
