package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Loaded;
import io.holdfast.config.Plan;
import io.holdfast.config.Plan.Action;
import io.holdfast.config.Plan.Kind;
import io.holdfast.config.Plan.Verb;
import io.holdfast.failpoint.Failpoint;
import io.holdfast.ops.Control.Applied;
import io.holdfast.ops.Status.Reloaded;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a changed configuration, one verticle at a time: runners first, then the settings that
 * name them, then what is no longer named, then connectors. What is asked for while a reload is
 * under way is one more reload after it, however often it is asked. Safe from any thread.
 */
final class Reloads {

  private static final Logger LOG = LoggerFactory.getLogger(Reloads.class);
  private static final String NOTHING = "nothing changed";

  private final Future<?> booted;
  private final Supplier<Future<Loaded>> source;
  private final InForce inForce;
  private final Steps steps;
  private final InstantSource clock;
  private Optional<Future<Applied>> current = Optional.empty();
  private Optional<Future<Applied>> next = Optional.empty();
  private volatile Optional<Reloaded> last = Optional.empty();
  private volatile Optional<String> replaced = Optional.empty();
  private volatile Runnable before = () -> {};
  private volatile Consumer<Reloaded> after = ended -> {};

  /** What a reload does to the gateway; each step also fails when it would block the stop. */
  interface Steps {

    /** Whether the gateway stops, so that nothing is deployed any more. */
    boolean stopping();

    Future<Void> deploy(Kind kind, Block block);

    /** Drains and undeploys; it is gone even where this fails, which is about what it has left. */
    Future<Void> undeploy(Kind kind, String id);

    /** Whether it is deployed. */
    boolean up(Kind kind, String id);

    /** Settings have changed: puts right what depends on them. */
    Future<Void> settle();
  }

  /**
   * @param booted before it completes nothing is read: what is deployed anew while the boot still
   *     deploys would be there twice
   * @param source reads the configuration again
   */
  Reloads(
      Future<?> booted,
      Supplier<Future<Loaded>> source,
      InForce inForce,
      Steps steps,
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
    return replaced.filter(runner::equals).isPresent();
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
    return new Application(plan, loaded)
        .run()
        .compose(Failpoint.RELOAD_APPLIED::link)
        .onSuccess(this::ended);
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

  /** One plan on its way into force. */
  private final class Application {
    private final Plan plan;
    private final Loaded loaded;
    private final List<String> failures = new ArrayList<>();

    Application(Plan plan, Loaded loaded) {
      this.plan = plan;
      this.loaded = loaded;
    }

    Future<Applied> run() {
      return each(Kind.RUNNER, Verb.ADD, this::add)
          .compose(added -> each(Kind.RUNNER, Verb.REDEPLOY, this::redeploy))
          .compose(redeployed -> settings())
          .compose(set -> each(Kind.RUNNER, Verb.REMOVE, this::remove))
          .compose(removed -> each(Kind.CONNECTOR, Verb.REMOVE, this::remove))
          .compose(removed -> each(Kind.CONNECTOR, Verb.REDEPLOY, this::redeploy))
          .compose(redeployed -> each(Kind.CONNECTOR, Verb.ADD, this::add))
          .compose(added -> each(Kind.RUNNER, Verb.LEAVE, this::revive))
          .compose(revived -> each(Kind.CONNECTOR, Verb.LEAVE, this::revive))
          .map(done -> new Applied(plan, failures));
    }

    private Future<Void> each(Kind kind, Verb verb, Function<Action, Future<Void>> what) {
      Future<Void> chain = Future.succeededFuture();
      for (Action action : plan.actions()) {
        if (action.kind() == kind && action.verb() == verb) {
          chain = chain.compose(before -> unlessStopping(action, what));
        }
      }
      return chain;
    }

    private Future<Void> unlessStopping(Action action, Function<Action, Future<Void>> what) {
      if (!steps.stopping()) {
        return what.apply(action);
      }
      return action.verb() == Verb.LEAVE ? Future.succeededFuture() : left(action);
    }

    private Future<Void> left(Action action) {
      failures.add(action + ": left for the next start, since the gateway stops");
      return Future.succeededFuture();
    }

    private Future<Void> add(Action action) {
      Block block = InForce.block(loaded.config(), action.kind(), action.id()).orElseThrow();
      return steps
          .deploy(action.kind(), block)
          .onSuccess(up -> take(action))
          .recover(cause -> failed(action, cause, "it is left out"));
    }

    private Future<Void> remove(Action action) {
      return steps
          .undeploy(action.kind(), action.id())
          .onComplete(gone -> take(action))
          .recover(cause -> failed(action, cause, "what it left waits for the next start"))
          .compose(gone -> settle());
    }

    /** What is not to change, but does not run since an earlier reload could not start it. */
    private Future<Void> revive(Action action) {
      if (steps.up(action.kind(), action.id())) {
        return Future.succeededFuture();
      }
      Block block = inForce.block(action.kind(), action.id()).orElseThrow();
      return steps
          .deploy(action.kind(), block)
          .onSuccess(up -> LOG.info("reload revived=\"{}\"", action.id()))
          .recover(cause -> failed(action, cause, "it does not run"));
    }

    private Future<Void> redeploy(Action action) {
      Block before = inForce.block(action.kind(), action.id()).orElseThrow();
      Block after = InForce.block(loaded.config(), action.kind(), action.id()).orElseThrow();
      replaced = Optional.of(action.id());
      return steps
          .undeploy(action.kind(), action.id())
          .compose(gone -> steps.deploy(action.kind(), after))
          .onSuccess(up -> take(action))
          .recover(cause -> back(action, before, cause))
          .onComplete(done -> replaced = Optional.empty());
    }

    private Future<Void> back(Action action, Block before, Throwable cause) {
      if (steps.stopping()) {
        return left(action);
      }
      return steps
          .deploy(action.kind(), before)
          .compose(up -> failed(action, cause, "the old one is back"))
          .recover(also -> failed(action, cause, "and the old one does not start either: " + also));
    }

    private Future<Void> failed(Object what, Throwable cause, String then) {
      LOG.error("reload action=\"{}\" failed then=\"{}\"", what, then, cause);
      failures.add(what + ": " + cause.getMessage() + "; " + then);
      return Future.succeededFuture();
    }

    private Future<Void> settings() {
      boolean any = plan.actions().stream().anyMatch(action -> action.verb() == Verb.ADJUST);
      return each(Kind.SETTING, Verb.ADJUST, this::adjust)
          .compose(taken -> any ? settle() : Future.succeededFuture());
    }

    private Future<Void> adjust(Action action) {
      inForce.take(loaded, action.id());
      return Future.succeededFuture();
    }

    private Future<Void> settle() {
      return steps
          .settle()
          .recover(cause -> failed("routes", cause, "turns that wait stay where they are"));
    }

    private void take(Action action) {
      inForce.take(loaded, action.kind() == Kind.RUNNER ? "runners" : "connectors", action.id());
    }
  }
}
