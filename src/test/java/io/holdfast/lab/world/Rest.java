package io.holdfast.lab.world;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.oracle.Oracle;
import java.util.Optional;

/** A look at a life that has nothing to do. */
final class Rest {

  /** What ends the work of a turn comes after all that can be seen of the turn. */
  private static final long MILLIS = 5_000;

  private final Life life;
  private Optional<Event.Idle> seen = Optional.empty();

  private Rest(Life life) {
    this.life = life;
  }

  /** The timers that it has once those of its last work are gone; empty where it ends. */
  static Optional<Event.Idle> of(Life life, Bell bell) {
    Rest rest = new Rest(life);
    bell.await(rest::isThere, MILLIS);
    return rest.seen;
  }

  private boolean isThere() {
    seen = life.idle();
    return seen.map(Oracle::atRest).orElse(life.over() || !life.stop().isEmpty());
  }
}
