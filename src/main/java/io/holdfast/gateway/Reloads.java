package io.holdfast.gateway;

import io.holdfast.config.Loaded;
import io.holdfast.config.Plan;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.ops.Control.Applied;
import io.holdfast.ops.Status.Reloaded;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has a changed configuration applied, one reload at a time. What is asked for while a reload is
 * under way is one more reload after it, however often it is asked. Safe from any thread.
 */
final class Reloads {

  private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);
  private static final String NOTHING = "nothing changed";

  private final Future<?> booted;
  private final Supplier<Future<Loaded>> source;
  private final InForce inForce;
  private final Application.Steps steps;
  private final InstantSource clock;
  private Optional<Future<Applied>> current = Optional.empty();
  private Optional<Future<Applied>> next = Optional.empty();
  private volatile Optional<Reloaded> last = Optional.empty();
  private volatile Optional<Application> applying = Optional.empty();
  private volatile Runnable before = () -> {};
  private volatile Consumer<Reloaded> after = ended -> {};

  /**
   * @param booted before it completes nothing is read: what is deployed anew while the boot still
   *     deploys would be there twice
   * @param source reads the configuration again
   */
  Reloads(
      Future<?> booted,
      Supplier<Future<Loaded>> source,
      InForce inForce,
      Application.Steps steps,
      InstantSource clock) {
    this.booted = booted;
    this.source = source;
    this.inForce = inForce;
    this.steps = steps;
    this.clock = clock;
  }

  /** Has these called around each reload. */
  void around(Runnable first, Consumer<Reloaded> then) {
    before = first;
    after = then;
  }

  /** Reloads; fails, and has changed nothing, when the configuration is not valid. */
  synchronized Future<Applied> reload() {
    if (current.isEmpty()) {
      Future<Applied> begun = begin();
      current = Optional.of(begun);
      begun.onComplete(done -> ended());
      return begun;
    }
    if (next.isEmpty()) {
      next = Optional.of(current.get().transform(done -> begin()));
    }
    return next.get();
  }

  /** Reloads if what is in force differs from what the source says, or that is not valid. */
  void catchUp() {
    source
        .get()
        .map(now -> inForce.loaded().plan(now).isEmpty())
        .otherwise(false)
        .onSuccess(
            same -> {
              if (!same) {
                reload();
              }
            });
  }

  private synchronized void ended() {
    current = next;
    next = Optional.empty();
    current.ifPresent(running -> running.onComplete(done -> ended()));
  }

  /** Completes, always well, when no reload is under way. */
  synchronized Future<Void> settled() {
    return next.or(() -> current)
        .map(reload -> reload.<Void>mapEmpty().otherwiseEmpty())
        .orElseGet(Future::succeededFuture);
  }

  /** Whether this runner is between its old and its new deployment. */
  boolean replaces(String runner) {
    return applying.filter(application -> application.replaces(runner)).isPresent();
  }

  /** What became of the last reload. */
  Optional<Reloaded> last() {
    return last;
  }

  private Future<Applied> begin() {
    return booted
        .compose(up -> read())
        .compose(Failpoint.RELOAD_READ::link)
        .compose(this::apply)
        .onFailure(this::refused);
  }

  private Future<Loaded> read() {
    before.run();
    return source.get();
  }

  private void refused(Throwable cause) {
    LOG.error("reload=refused in-force=unchanged cause={}", cause.getMessage());
    ended(false, "reload refused, the last good configuration is in force: " + cause.getMessage());
  }

  private void ended(boolean ok, String summary) {
    Reloaded ended = new Reloaded(clock.millis(), ok, summary);
    // The watched file is looked at after each other reload, too; that is not what an operator
    // asks.
    if (!summary.equals(NOTHING) || last.filter(Reloaded::ok).isEmpty()) {
      last = Optional.of(ended);
    }
    after.accept(ended);
  }

  private Future<Applied> apply(Loaded loaded) {
    Plan plan = inForce.loaded().plan(loaded);
    if (plan.isEmpty()) {
      LOG.info("reload=nothing-changed");
    } else {
      LOG.info("reload=begun plan=\"{}\"", plan);
    }
    Application application = new Application(plan, loaded, inForce, steps);
    applying = Optional.of(application);
    return application.run().compose(Failpoint.RELOAD_APPLIED::link).onSuccess(this::ended);
  }

  private void ended(Applied applied) {
    boolean ok = applied.failures().isEmpty();
    ended(ok, summary(applied));
    if (!applied.plan().isEmpty() || !ok) {
      LOG.info("reload=done failures={}", applied.failures());
    }
  }

  private static String summary(Applied applied) {
    if (!applied.failures().isEmpty()) {
      return String.join("; ", applied.failures());
    }
    return applied.plan().isEmpty() ? NOTHING : applied.plan().toString();
  }
}
