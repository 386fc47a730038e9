package io.holdfast.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open socket of a link, from its opening to its end. Confined to the link's event loop. */
public final class Line {

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** Of the range that is left to applications: no platform takes it for a goodbye. */
  private static final int GIVEN_UP = 4000;

  /** What a link is told of its line. */
  interface Listener {
    void up(Line line);
  }

  private final Vertx vertx;
  private final WebSocket socket;
  private final Talk talk;
  private final Pace pace;
  private final InstantSource clock;
  private final Listener listener;
  private final boolean resuming;
  private final long opening;
  private final Promise<Void> gone = Promise.promise();
  private Optional<Long> up = Optional.empty();
  private Optional<End> end = Optional.empty();
  private Optional<Pulse> pulse = Optional.empty();
  private String because = "";
  private boolean reading = true;
  private long timer = -1;

  Line(
      Vertx vertx,
      WebSocket socket,
      Talk talk,
      Pace pace,
      InstantSource clock,
      boolean resuming,
      Listener listener) {
    this.vertx = vertx;
    this.socket = socket;
    this.talk = talk;
    this.pace = pace;
    this.clock = clock;
    this.resuming = resuming;
    this.listener = listener;
    this.opening = vertx.setTimer(pace.opening().toMillis(), late -> tooLate());
    socket.closeHandler(closed -> closed());
    socket.exceptionHandler(broken -> because = broken.toString());
    socket.textMessageHandler(this::heard);
  }

  // ── for the talk ─────────────────────────────────────────────────────────────────────────────

  /** Whether it is to go on with what was before. */
  public boolean resuming() {
    return resuming;
  }

  /** Says a text; whether it arrives is not known when this succeeds. */
  public Future<Void> say(String text) {
    return ended() ? Future.failedFuture("the line has ended") : socket.writeTextMessage(text);
  }

  /** The platform has said that the link works. */
  public void up() {
    if (!ended() && up.isEmpty()) {
      vertx.cancelTimer(opening);
      up = Optional.of(clock.millis());
      listener.up(this);
    }
  }

  /**
   * From now on the other side is asked once an interval whether it lives.
   *
   * @param chance how far into the first interval that begins, from 0 to 1
   */
  public void beat(Duration interval, double chance) {
    if (!ended()) {
      long now = clock.millis();
      pulse = Optional.of(Pulse.begun(interval.toMillis(), pace.answer().toMillis(), chance, now));
      wake();
    }
  }

  /** The other side lives. */
  public void answered() {
    pulse = pulse.map(Pulse::answered);
  }

  /** Reads nothing until {@link #resume()}; meanwhile no answer is missed. */
  public void pause() {
    if (reading && !ended()) {
      reading = false;
      socket.pause();
    }
  }

  /** Reads on. */
  public void resume() {
    if (!reading) {
      reading = true;
      pulse = pulse.map(begun -> begun.excused(clock.millis()));
      socket.resume();
    }
  }

  /**
   * Ends it from this side. Nothing is heard or said on it any more.
   *
   * @param code of the Close frame: it may decide what the platform remembers
   */
  public void end(End how, int code, String why) {
    if (ended()) {
      return;
    }
    end = Optional.of(how);
    because = why;
    resume();
    // It is gone when the other side has answered, or after the client's closing timeout.
    socket.close((short) code).onFailure(e -> LOG.debug("event=close-failed cause={}", "" + e));
  }

  // ── for the link ─────────────────────────────────────────────────────────────────────────────

  /** Completes when the socket is closed on both sides, or given up. */
  Future<Void> gone() {
    return gone.future();
  }

  /** What its end means; to be asked once it is gone. */
  End how() {
    return end.orElse(End.BROKEN);
  }

  String because() {
    return because;
  }

  /** For how long it was up; empty where it never was. */
  Optional<Duration> lasted() {
    return up.map(since -> Duration.ofMillis(clock.millis() - since));
  }

  private boolean ended() {
    return end.isPresent();
  }

  private void heard(String text) {
    if (!ended()) {
      talk.heard(this, text);
    }
  }

  private void tooLate() {
    end(End.BROKEN, GIVEN_UP, "it did not come up in time");
  }

  private void closed() {
    vertx.cancelTimer(opening);
    vertx.cancelTimer(timer);
    if (!ended()) {
      Short code = socket.closeStatusCode();
      end = Optional.of(talk.meaning(code == null ? 0 : code));
      because = because.isEmpty() ? "the other side closed: " + code + " " + reason() : because;
    }
    gone.tryComplete();
  }

  private String reason() {
    return Optional.ofNullable(socket.closeReason()).orElse("");
  }

  // ── is it alive ──────────────────────────────────────────────────────────────────────────────

  private void wake() {
    vertx.cancelTimer(timer);
    pulse.ifPresent(
        begun -> timer = vertx.setTimer(begun.next(clock.millis()), look -> look(begun)));
  }

  private void look(Pulse before) {
    if (ended()) {
      return;
    }
    long now = clock.millis();
    Pulse current = pulse.orElse(before);
    switch (current.at(now)) {
      case DEAD -> {
        if (reading) {
          end(End.BROKEN, GIVEN_UP, "no answer within " + current.patience() + " ms");
          return;
        }
        pulse = Optional.of(current.excused(now));
      }
      case ASK -> {
        pulse = Optional.of(current.sent(now));
        talk.ask(this);
      }
      case WAIT -> {}
    }
    wake();
  }
}
