package io.holdfast.link;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A WebSocket to a platform that is made anew whenever it ends. A new one is opened only when the
 * old one is closed. Confined to the event loop on which it was opened.
 */
public final class Link {

  private static final Logger LOG = LoggerFactory.getLogger(Link.class);

  /** Ends a socket on which nothing was said yet. */
  private static final int GOING_AWAY = 1001;

  private final Vertx vertx;
  private final WebSocketClient client;
  private final String name;
  private final Talk talk;
  private final Pace pace;
  private final InstantSource clock;
  private final DoubleSupplier chance;
  private final Promise<Void> gone = Promise.promise();
  private Course course = Course.NEW;
  private Optional<Line> line = Optional.empty();
  private boolean trying;
  private boolean leaving;
  private boolean open;
  private long timer = -1;

  /**
   * A link that is not opened yet.
   *
   * @param client whose connect, handshake and closing timeouts bound each try
   * @param name for the log
   * @param clock one that nobody sets
   * @param chance gives numbers from 0 to 1
   */
  public Link(
      Vertx vertx,
      WebSocketClient client,
      String name,
      Talk talk,
      Pace pace,
      InstantSource clock,
      DoubleSupplier chance) {
    this.vertx = vertx;
    this.client = client;
    this.name = name;
    this.talk = talk;
    this.pace = pace;
    this.clock = clock;
    this.chance = chance;
  }

  /** Tries until it is closed. */
  public void open() {
    trying = true;
    boolean resuming = talk.resumable() && course.resumes(pace);
    talk.way(resuming)
        .compose(client::connect)
        .onSuccess(socket -> opened(socket, resuming))
        .onFailure(cause -> ended(End.BROKEN, course.unreached(resuming), cause.toString()));
  }

  /**
   * Closes it for good.
   *
   * @param code of the Close frame: it may decide what the platform remembers
   * @return completes when no socket is open
   */
  public Future<Void> close(int code) {
    leaving = true;
    vertx.cancelTimer(timer);
    line.ifPresent(current -> current.end(End.BROKEN, code, "closed"));
    if (!trying) {
      gone.tryComplete();
    }
    return gone.future();
  }

  private void opened(WebSocket socket, boolean resuming) {
    Line opened = new Line(vertx, socket, talk, pace, clock, resuming, this::isUp);
    line = Optional.of(opened);
    opened.gone().onSuccess(closed -> ended(opened.how(), after(opened), opened.because()));
    if (leaving) {
      opened.end(End.BROKEN, GOING_AWAY, "closed");
    }
  }

  private void isUp(Line current) {
    course = course.up();
    LOG.info("event=link-up connector={} resumed={}", name, current.resuming());
  }

  private Course after(Line ended) {
    Optional<Duration> lasted = ended.lasted();
    return course.ended(
        ended.how(), ended.resuming(), lasted.isPresent(), lasted.orElse(Duration.ZERO), pace);
  }

  private void ended(End how, Course next, String why) {
    line = Optional.empty();
    trying = false;
    if (leaving) {
      gone.tryComplete();
      return;
    }
    course = next;
    Duration pause = course.pause(pace, chance.getAsDouble());
    say(how, why, pause);
    timer = vertx.setTimer(Math.max(1, pause.toMillis()), again -> open());
  }

  private void say(End how, String why, Duration pause) {
    boolean opens = course.open(pace) && !open;
    open = course.open(pace);
    LOG.atLevel(opens ? Level.ERROR : Level.WARN)
        .log(
            "event=link-down connector={} end={} circuit={} again-in={}ms because=\"{}\"",
            name,
            how,
            open ? "open" : "closed",
            pause.toMillis(),
            why);
  }
}
