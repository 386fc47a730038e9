package io.holdfast.ops;

import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the store refuse what turns ask permission for and nobody has decided in time. */
public final class Undecided extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(Undecided.class);
  private static final long PERIOD = 2_000;

  private final Store store;
  private final String text;
  private final InstantSource clock;
  private boolean looking;

  /**
   * @param text what the chat of such a turn is told
   */
  public Undecided(Store store, String text, InstantSource clock) {
    this.store = store;
    this.text = text;
    this.clock = clock;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(PERIOD, tick -> look());
    return Future.succeededFuture();
  }

  private void look() {
    if (looking) {
      return;
    }
    looking = true;
    store
        .expire(text, clock.millis())
        .onSuccess(Undecided::say)
        .onFailure(e -> LOG.debug("undecided failed={}", e.toString()))
        .onComplete(done -> looking = false);
  }

  private static void say(int turns) {
    if (turns > 0) {
      LOG.info("undecided turns={}", turns);
    }
  }
}
