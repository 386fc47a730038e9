package io.holdfast.gateway;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks whether a process that shares the database has died, and sees to what it left behind. */
final class TakeOver extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
  private static final long PERIOD = 1_000;

  private final Judgement judgement;
  private boolean looking;

  TakeOver(Judgement judgement) {
    this.judgement = judgement;
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
    judgement
        .takeOver()
        .onFailure(e -> LOG.debug("take-over failed={}", e.toString()))
        .onComplete(done -> looking = false);
  }
}
