package io.holdfast.lab.world;

import io.holdfast.failpoint.Action;
import io.holdfast.failpoint.Failpoints;
import io.holdfast.failpoint.Halted;
import io.holdfast.gateway.Gateway;
import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.History;
import io.holdfast.model.Reason;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of a gateway after the other, as a supervisor sees to it: the next begins when one has
 * ended, however it has. At their points they meet what the run's plan has for them. Safe from any
 * thread.
 */
final class Lives implements Life.Overseer {

  /** How a life begins. Arms the calling thread. */
  interface Cradle {
    Life life(int number, Life.Overseer overseer);
  }

  /** Longer than the longest budget and a life's patience beyond it. */
  private static final long SOON_MILLIS = 90_000;

  private static final int MOST = 100;

  private final Cradle cradle;
  private final Passes passes;
  private final Client client;
  private final Database database;
  private final History history;
  private final Bell bell;
  private final Thread supervisor = new Thread(this::supervise, "lab-supervisor");
  private volatile @Nullable Life current;
  private volatile @Nullable Life ready;
  private volatile boolean closing;
  private volatile boolean over;
  private volatile int count;
  private volatile int crashes;
  private volatile String broken = "";
  private final List<String> late = new CopyOnWriteArrayList<>();

  /**
   * @param client is told which life listens
   * @param database that they have one after the other
   * @param bell rings when one begins or ends
   */
  Lives(
      Cradle cradle, Passes passes, Client client, Database database, History history, Bell bell) {
    this.cradle = cradle;
    this.passes = passes;
    this.client = client;
    this.database = database;
    this.history = history;
    this.bell = bell;
  }

  // ── from the first to the last ───────────────────────────────────────────────────────────────

  void begin() {
    supervisor.setDaemon(true);
    supervisor.start();
  }

  /** Has the next one that stops cleanly, struck by nothing, be the last. */
  void closing() {
    closing = true;
  }

  /** Whether there is to be no other. */
  boolean over() {
    return over;
  }

  /** Ends the one that lives, if one does; blocks until nothing of any is left. */
  void end() throws InterruptedException {
    over = true;
    Optional.ofNullable(current).ifPresent(Life::die);
    supervisor.join();
  }

  private void supervise() {
    try {
      while (!over) {
        liveOnce();
      }
    } catch (InterruptedException | RuntimeException e) {
      broken = "the supervisor broke: " + e;
      over = true;
    } finally {
      Failpoints.disarm();
    }
  }

  private void liveOnce() throws InterruptedException {
    if (count == MOST) {
      throw new IllegalStateException("more than " + MOST + " lives");
    }
    int before = passes.struck().size();
    Life life = cradle.life(++count, this);
    current = life;
    How how = life.live();
    current = null;
    boolean unstruck = passes.struck().size() == before;
    if (how != How.CLEAN) {
      crashes++;
    }
    if (how == How.LATE) {
      late.add("life %d does not end, its stop is %s".formatted(life.number(), life.stop()));
    }
    history.add(new Event.Ended(life.number(), how, life.stop(), database.markers()));
    if (how == How.CLEAN && unstruck && !life.left().isEmpty()) {
      history.add(new Event.Left(life.left()));
    }
    if (closing && how == How.CLEAN && unstruck) {
      over = true;
    }
    bell.ring();
  }

  // ── what they say ────────────────────────────────────────────────────────────────────────────

  @Override
  public Action reached(Life life, String point) {
    Optional<Blow> blow = passes.pass(point);
    if (blow.isEmpty() || over) {
      return Action.PASS;
    }
    history.add(new Event.Struck(point, blow.get().word()));
    return switch (blow.get().way()) {
      case HALT -> {
        life.die();
        throw new Halted(point);
      }
      case FAIL -> Action.FAIL;
      case DELAY -> new Action.Delay(blow.get().millis());
    };
  }

  @Override
  public void ready(Life life, int port) {
    history.add(new Event.Ready(life.number()));
    client.serve(life, port);
    ready = life;
    if (life.over()) {
      dead(life);
    }
    bell.ring();
  }

  @Override
  public void dead(Life life) {
    client.leave(life);
    if (ready == life) {
      ready = null;
    }
    bell.ring();
  }

  // ── what is asked of them ────────────────────────────────────────────────────────────────────

  /** The life that is ready, as soon as one is. */
  Life ready() {
    if (!bell.await(() -> ready != null || over, SOON_MILLIS)) {
      throw new IllegalStateException("no life is ready after " + SOON_MILLIS + " ms");
    }
    if (over) {
      throw new IllegalStateException("it is over before its time");
    }
    Life life = ready;
    return life == null ? ready() : life;
  }

  /** The life that is ready, if one is. */
  Optional<Life> readyNow() {
    return Optional.ofNullable(ready);
  }

  /** Waits until one is ready, or it is over. */
  void readyOrOver() {
    if (!bell.await(() -> over || ready != null, SOON_MILLIS)) {
      throw new IllegalStateException("no life is ready, and none has stopped cleanly");
    }
  }

  /** Has somebody deal with the gateway that is ready. */
  Life operate(Consumer<Gateway> operator) {
    Life life = ready();
    life.operate(operator);
    return life;
  }

  /** Has the life that is ready stop, and waits until it has ended. */
  void stop(Reason reason) {
    ended(operate(gateway -> gateway.stop(reason)));
  }

  /** Waits until a life has ended. */
  void ended(Life life) {
    if (!bell.await(() -> life.over() && ready != life, SOON_MILLIS)) {
      throw new IllegalStateException("a life does not end " + SOON_MILLIS + " ms after its stop");
    }
  }

  // ── what became of them ──────────────────────────────────────────────────────────────────────

  int count() {
    return count;
  }

  /** How many did not stop cleanly. */
  int crashes() {
    return crashes;
  }

  /** The stops that hung, whatever had struck them. */
  List<String> late() {
    return List.copyOf(late);
  }

  /** What went wrong that no promise is about; empty if nothing did. */
  String broken() {
    return broken;
  }
}
