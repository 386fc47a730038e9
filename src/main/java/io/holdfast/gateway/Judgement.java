package io.holdfast.gateway;

import io.holdfast.config.Config;
import io.holdfast.config.Routes;
import io.holdfast.model.Recovery;
import io.holdfast.model.Route;
import io.holdfast.stop.LoopBreaker;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of turns that a process, or a runner that is gone, has left behind.
 *
 * @param store asked at each call, since there is none before it is open
 * @param config in force
 */
record Judgement(String node, Supplier<Store> store, Supplier<Config> config, InstantSource clock) {

  private static final Logger LOG = LoggerFactory.getLogger(Judgement.class);

  /** Judges what was interrupted, and sends what waits to the runners that there are. */
  Future<Recovery> recover() {
    long now = clock.millis();
    LoopBreaker loopBreaker = new LoopBreaker(config.get().resume());
    return store
        .get()
        .recover(node, orphan -> loopBreaker.judge(orphan, now), now)
        .onSuccess(found -> LOG.info("recovery {}", describe(found)))
        .compose(found -> reroute().map(found));
  }

  /** The same for what a process left behind that died while this one lives, if one has. */
  Future<Void> takeOver() {
    long now = clock.millis();
    LoopBreaker loopBreaker = new LoopBreaker(config.get().resume());
    return store
        .get()
        .takeOver(node, orphan -> loopBreaker.judge(orphan, now), now)
        .onSuccess(found -> found.ifPresent(taken -> LOG.info("take-over {}", describe(taken))))
        .mapEmpty();
  }

  private static String describe(Recovery found) {
    return String.format(
        "resumed=%s quarantined=%d asking=%d cancelled=%d queued=%d",
        found.resumed(), found.quarantined(), found.asking(), found.cancelled(), found.queued());
  }

  /**
   * Says which turns wait for runners that there are not, and which no route leads elsewhere. They
   * go on waiting: another node may have such a runner, or an operator put it back. Never fails,
   * since it only looks.
   */
  Future<Void> unserved() {
    return store
        .get()
        .counts()
        .map(counts -> counts.unserved(config.get().routes().runners()))
        .onSuccess(Judgement::warn)
        .onFailure(cause -> LOG.debug("unserved failed={}", cause.toString()))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private static void warn(Map<String, Long> unserved) {
    if (!unserved.isEmpty()) {
      LOG.warn(
          "event=unserved turns={} because=\"no such runner here, and no route elsewhere\"",
          new TreeMap<>(unserved));
    }
  }

  /** Sends what waits to the runners that the routes in force name. */
  Future<Integer> reroute() {
    Routes routes = config.get().routes();
    return store
        .get()
        .reroute(
            routes.runners(), address -> routes.of(address).map(Route::runner), clock.millis());
  }
}
