package io.holdfast.lab.world;

import static io.holdfast.lab.world.Settings.USUAL;

import io.holdfast.lab.history.Event;
import io.holdfast.model.Reason;
import java.time.Duration;
import java.util.List;

/** The stories of replies that nobody fetches for long, so that they are held back. */
final class HeldBack {

  private static final Duration LONG = Duration.ofHours(2);

  private HeldBack() {}

  static List<Scenario> all() {
    return List.of(
        new Scenario("held", USUAL.more("deliveries: {hold-after: 1h}\n"), HeldBack::old),
        new Scenario("flood", USUAL.more("deliveries: {hold-above: 2}\n"), HeldBack::many),
        new Scenario("receipt", USUAL.more("deliveries: {hold-after: 1h}\n"), HeldBack::receipt));
  }

  /** The next start holds back what is old and asks; one chat says yes, for the other one does. */
  private static void old(Stage stage) {
    stage.deafen();
    stage.plain("a", "a1", 1, 5);
    stage.plain("a", "a2", 1, 5);
    stage.plain("b", "b1", 1, 5);
    String other = stage.turn("b");
    stage.waiting(3);
    stage.jump(LONG);
    stage.fromHere();
    stage.stop(Reason.RESTART);
    stage.held(3);
    stage.store(store -> store.retry(other + ".1", stage.now()));
    stage.recover();
    asked(stage);
  }

  /** More than so many are held back, by a look of a gateway that lives. */
  private static void many(Stage stage) {
    stage.deafen();
    stage.plain("a", "a1", 1, 5);
    stage.plain("a", "a2", 1, 5);
    stage.plain("a", "a3", 0, 5);
    stage.waiting(3);
    stage.jump(LONG);
    stage.fromHere();
    long now = stage.now();
    for (int i = 0; i < 2; i++) {
      stage.store(
          store -> store.holdBack(0, 2, now - LONG.dividedBy(2).toMillis(), n -> n + " wait", now));
    }
    stage.held(3);
    stage.recover();
    asked(stage);
  }

  private static void asked(Stage stage) {
    stage.expect(
        stage.seen(event -> event instanceof Event.Shown shown && shown.notice().equals("held")),
        "its user is asked about what is held back");
  }

  /** What is held back was fetched before, and its receipt comes late. */
  private static void receipt(Stage stage) {
    stage.slow();
    stage.plain("a", "a1", 1, 5);
    stage.seen(event -> event instanceof Event.Shown shown && shown.inReplyTo().contains("a1"));
    stage.deafen();
    stage.waiting(1);
    stage.jump(LONG);
    stage.fromHere();
    stage.stop(Reason.RESTART);
    stage.held(1);
    stage.recover();
    stage.quiet();
    stage.expect(
        !stage.saw(event -> event instanceof Event.Repeated),
        "what is held back and was fetched before is not sent again");
  }
}
