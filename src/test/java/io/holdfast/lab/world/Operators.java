package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.lab.history.Task.Kind;
import io.holdfast.model.Address;
import io.holdfast.model.AttemptId;
import io.holdfast.model.Audience;
import io.holdfast.model.Change;
import io.holdfast.model.Draft;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Scope;
import io.holdfast.model.Sender;
import io.holdfast.model.Settlement;
import io.holdfast.ops.Control.Asked;
import io.holdfast.store.Lookout.DeliveryFilter;
import io.holdfast.store.Lookout.Piece;
import io.holdfast.store.Lookout.SessionFilter;
import io.holdfast.store.Lookout.TurnFilter;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The stories in which somebody operates the gateway, or sets its clock. */
final class Operators {

  private static final String TWO =
      """
        other: {type: demo}
      routes:
        - {connector: web, chat: "o*", runner: other}
        - {runner: demo}
      """;

  private Operators() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("redeploy", USUAL.reloading(), Operators::redeploy),
        new Scenario("redeploy-late", USUAL.reloading().drain(300), Operators::redeployLate),
        new Scenario("stubborn", USUAL.reloading().drain(300), Operators::stubborn),
        new Scenario("reroute", USUAL.reloading().more(TWO), Operators::reroute),
        new Scenario("reconnect", USUAL.reloading(), Operators::reconnect),
        new Scenario("requested", USUAL, Operators::requested),
        new Scenario("looks", USUAL, Operators::looks),
        new Scenario("steered", USUAL, Operators::steered),
        new Scenario("forward", USUAL, Operators::forward),
        new Scenario("backward", USUAL, Operators::backward),
        new Scenario("both", USUAL.drain(1_000).reloading(), Operators::both));
  }

  private static void redeploy(Stage stage) {
    stage.plain("a", "a1", 3, 40);
    stage.effects("a", 1);
    stage.plain("a", "a2", 1, 5);
    stage.reload(stage.settings().runner(", max-turns: 9"));
    stage.plain("a", "a3", 2, 40);
    stage.reload(stage.settings().runner(", max-turns: 8"));
  }

  private static void redeployLate(Stage stage) {
    stage.plain("a", "a1", 2, 500);
    stage.running("a");
    stage.reload(stage.settings().runner(", max-turns: 9"));
  }

  /** Two attempts at once, of which one is superseded and does not know. */
  private static void stubborn(Stage stage) {
    stage.task("s", "s1", Kind.STUBBORN, 2, 600);
    stage.running("s");
    stage.reload(stage.settings().runner(", max-turns: 9"));
    stage.effects("s", 1);
    stage.plain("s", "s2", 1, 5);
  }

  private static void reroute(Stage stage) {
    stage.plain("o", "o1", 2, 40);
    stage.plain("o", "o2", 1, 5);
    stage.effects("o", 1);
    stage.reload(stage.settings().more(""));
  }

  private static void reconnect(Stage stage) {
    stage.plain("a", "a1", 2, 40);
    stage.effects("a", 1);
    stage.reload(stage.settings().connector(", heartbeat: 20s"));
    stage.plain("b", "b1", 1, 5);
    stage.reload(stage.settings().connector(", heartbeat: 25s"));
  }

  private static void requested(Stage stage) {
    stage.plain("a", "a1", 3, 60);
    String turn = stage.turn("a");
    for (int i = 0; i < 2; i++) {
      stage.ask(
          gateway -> gateway.control().stop(Reason.RESTART, Optional.of(new Asked(turn, "r"))));
    }
  }

  private static void looks(Stage stage) {
    stage.plain("a", "a1", 1, 5);
    stage.quiet();
    for (int i = 0; i < 2; i++) {
      stage.frame(new JsonObject().put("type", "history").put("chat", "a"));
      lists(stage);
      stage.ask(gateway -> gateway.beat());
      stage.ask(gateway -> gateway.counts());
      Path copy = Path.of("/dev/shm").resolve("copy-" + Thread.currentThread().getId() + ".db");
      stage.store(store -> store.backup(copy));
      delete(copy);
    }
  }

  private static void lists(Stage stage) {
    Piece piece = new Piece("", 10);
    stage.store(store -> store.sessions(new SessionFilter(Optional.empty(), "", ""), piece));
    stage.store(store -> store.turns(new TurnFilter(Set.of(), "", ""), piece));
    stage.store(store -> store.deliveries(new DeliveryFilter(Optional.empty(), "", ""), piece));
    String turn = stage.turn("a");
    stage.store(store -> store.turn(turn));
    stage.store(store -> store.trace("a1"));
    stage.store(store -> store.timeline("web", "a1"));
    stage.store(store -> store.nodes(10));
    stage.store(store -> store.pairings("", piece, 1));
    stage.store(store -> store.pairing("none", "nobody"));
    stage.store(store -> store.made("web", Audience.everyone(), 0, 0, 10));
    stage.store(store -> store.glance("web", Audience.everyone(), 0, 0, 10));
    stage.store(store -> store.file(new Address("web", "none", ""), "none", 0));
    stage.store(store -> store.heads("web", 10));
    stage.store(store -> store.attempting("web", "none", 0, 1, 1));
    stage.store(store -> store.settle("web", "none", 0, new Settlement.Dead("none"), 1));
    stage.store(store -> store.draft(new AttemptId("none", 1)));
    Draft draft = Draft.begun("none", "none", List.of(), 1);
    stage.store(store -> store.drafting(new AttemptId("none", 1), draft));
    stage.store(store -> store.drafted("none", ""));
    stage.store(store -> store.recall("none", "session-"));
    stage.store(store -> store.previous("none"));
    stage.store(store -> store.saveCursor("none", "1"));
    stage.store(store -> store.cursor("none"));
    stage.store(store -> store.revisable("web", "none"));
    stage.store(store -> store.running("nobody", Scope.everything()));
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void steered(Stage stage) {
    stage.plain("a", "a1", 2, 30);
    stage.accepted("a1");
    stage.plain("b", "b1", 1, 5);
    Address none = new Address("web", "b", "");
    Inbound other = new Inbound(none, "none", new Sender("none", ""), "other", List.of(), 1);
    for (int i = 0; i < 2; i++) {
      stage.store(store -> store.steer("web/b", facts -> List.of(new Change.Answer("hello")), 1));
      stage.store(store -> store.retry("none", 1));
      stage.store(store -> store.drop("none", 1));
      stage.store(store -> store.expire("too late", 1));
      Address direct = new Address("none", "nobody", "");
      stage.store(store -> store.pair(direct, new Sender("nobody", ""), 1));
      stage.store(store -> store.approve("none", "welcome", 1));
      stage.store(store -> store.revoke("none", "nobody"));
      stage.store(store -> store.edit(other, List.of(), 1));
      stage.store(store -> store.retract("web", "none", 1));
    }
  }

  private static void forward(Stage stage) {
    stage.plain("a", "a1", 3, 60);
    stage.effects("a", 1);
    stage.jump(Duration.ofDays(1));
    stage.plain("b", "b1", 1, 5);
    Life life = stage.beginStop(Reason.SHUTDOWN);
    stage.jump(Duration.ofDays(1));
    stage.ended(life);
    stage.plain("b", "b2", 1, 5);
  }

  private static void backward(Stage stage) {
    stage.plain("a", "a1", 4, 120);
    stage.effects("a", 1);
    stage.plain("a", "a3", 1, 5);
    stage.accepted("a3");
    stage.jump(Duration.ofDays(-1));
    stage.plain("a", "a2", 1, 5);
    // Both are taken up before the stop, whose restart would put their order right.
    stage.effects("a", 6);
    stage.plain("b", "b1", 3, 60);
    stage.effects("b", 1);
    Life life = stage.beginStop(Reason.RESTART);
    stage.jump(Duration.ofDays(-1));
    stage.ended(life);
    stage.plain("b", "b2", 1, 5);
  }

  /** A redeploy and a stop at the same moment. */
  private static void both(Stage stage) {
    stage.plain("a", "a1", 3, 150);
    stage.effects("a", 1);
    stage.beginReload(stage.settings().runner(", max-turns: 9"));
    stage.stop(Reason.SHUTDOWN);
  }
}
