package io.holdfast.gateway;

import io.holdfast.config.Block;
import io.holdfast.config.Loaded;
import io.holdfast.config.Plan;
import io.holdfast.config.Plan.Action;
import io.holdfast.config.Plan.Kind;
import io.holdfast.config.Plan.Verb;
import io.holdfast.ops.Control.Applied;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One plan on its way into force, one verticle at a time: runners first, then the settings that
 * name them, then what is no longer named, then connectors. What fails is noted and the rest goes
 * on; a verticle whose new form does not start is there in its old one.
 */
final class Application {

  private static final Logger LOG = LoggerFactory.getLogger(Application.class);

  private final Plan plan;
  private final Loaded loaded;
  private final InForce inForce;
  private final Steps steps;
  private final List<String> failures = new ArrayList<>();
  private volatile Optional<String> replaced = Optional.empty();

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

    /** All is done: says what nobody sees to now. Never fails. */
    Future<Void> review();
  }

  /**
   * @param plan from what is in force to {@code loaded}
   */
  Application(Plan plan, Loaded loaded, InForce inForce, Steps steps) {
    this.plan = plan;
    this.loaded = loaded;
    this.inForce = inForce;
    this.steps = steps;
  }

  /** Whether this runner is between its old and its new deployment. Safe from any thread. */
  boolean replaces(String runner) {
    return replaced.filter(runner::equals).isPresent();
  }

  /** Completes, always well, with what was done and what failed. */
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
        .compose(revived -> plan.isEmpty() ? Future.succeededFuture() : steps.review())
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
