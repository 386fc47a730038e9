package io.holdfast.connector;

import io.holdfast.delivery.Cut;
import io.holdfast.model.Attachment;
import io.holdfast.model.Delivery;
import io.holdfast.model.Draft;
import io.holdfast.model.Head;
import io.holdfast.model.HoldfastException;
import io.holdfast.model.Settlement;
import io.holdfast.retry.Until;
import io.micrometer.core.instrument.Counter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one piece of a delivery to its platform, each attempt committed before it is made: as a
 * new message, or by giving the draft of its turn its text. Whoever asks has seen to it that
 * nothing else is written in the chat meanwhile. Confined to one event loop.
 */
final class Courier {

  private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

  /** How often the store is told again what it could not commit. */
  private static final long AGAIN = 1_000;

  private final Vertx vertx;
  private final String connector;
  private final Facts facts;
  private final Platform platform;
  private final OnUnknown policy;
  private final ConnectorServices services;
  private final Posts posts;
  private final DraftMessages drafts;
  private final BooleanSupplier closed;
  private final BiConsumer<String, SendFailure.Wait> told;
  private final Counter sent;

  /** How often in a row a chat's platform was not reached. */
  private final Map<String, Integer> missed = new HashMap<>();

  /**
   * @param closed whether nothing more is to be done
   * @param told gets each chat whose platform says when to come again, and what it says
   */
  Courier(
      Vertx vertx,
      String connector,
      Facts facts,
      Platform platform,
      OnUnknown policy,
      ConnectorServices services,
      DraftMessages drafts,
      BooleanSupplier closed,
      BiConsumer<String, SendFailure.Wait> told) {
    this.vertx = vertx;
    this.connector = connector;
    this.facts = facts;
    this.platform = platform;
    this.policy = policy;
    this.services = services;
    this.posts = new Posts(facts);
    this.drafts = drafts;
    this.closed = closed;
    this.told = told;
    this.sent = ConnectorMeters.sent(services.meters(), connector);
  }

  /** What is to be done with a piece. */
  Next next(Head head, long now) {
    return Next.of(exact(head), policy, head, now);
  }

  /** When that may be done, in milliseconds since the epoch. */
  long notBefore(Head head, long now) {
    return Math.max(later(head, now), now + draft(head).map(drafts::settling).orElse(0L));
  }

  /** Where the clock was set back since it was tried, what is further off than any pause is due. */
  private long later(Head head, long now) {
    long pause = Verdicts.longest(head.unknowns() > 0 && isSeen(head));
    return now < head.triedAt() && head.later() > now + pause ? now : head.later();
  }

  /** Completes when it is settled what it came to. */
  Future<Void> bring(Head head, Next next, long now) {
    return Future.succeededFuture()
        .compose(free -> begin(head, next, now))
        .recover(cause -> giveUp(head, cause));
  }

  /** How exact is what is to be done: the same text for the same message may be told for ever. */
  private Facts.Sending exact(Head head) {
    if (posts.isFile(head)) {
      return facts.of(Facts.Operation.ATTACH).orElseThrow();
    }
    boolean there = draft(head).map(Draft::state).filter(Draft.State.SENT::equals).isPresent();
    return facts.of(there ? Facts.Operation.EDIT : Facts.Operation.SEND).orElseThrow();
  }

  /** Whether a copy of it would be seen. */
  private boolean isSeen(Head head) {
    return !exact(head).findable() && exact(head).key().equals(Window.NONE);
  }

  /** The draft that is to become it. */
  private Optional<Draft> draft(Head head) {
    return posts.isFile(head) ? Optional.empty() : head.draft().filter(drafts::usable);
  }

  private Future<Void> begin(Head head, Next next, long now) {
    if (next instanceof Next.Send send) {
      return withFile(head, file -> send(head, file, send.marked()));
    }
    if (next instanceof Next.Find) {
      return withFile(head, file -> find(head, file));
    }
    if (next instanceof Next.GiveUp up) {
      return settle(head, new Settlement.Dead(up.because()));
    }
    return settle(head, new Settlement.Unknown(now, ((Next.Doubt) next).because()));
  }

  /**
   * With the file that the piece is, if it is one; with none, if that is not to be had. Later, when
   * the store is not ready; and not at all, if nothing may be begun any more once it is there.
   */
  private Future<Void> withFile(Head head, Function<Optional<Attachment>, Future<Void>> then) {
    if (!posts.isGiven(head) || posts.isRefused(head)) {
      return then.apply(Optional.empty());
    }
    Delivery delivery = head.delivery();
    return services
        .store()
        .file(delivery.address(), delivery.id(), posts.index(head))
        .transform(
            read -> {
              if (read.cause() instanceof HoldfastException.NotReady) {
                return vertx.timer(AGAIN, TimeUnit.MILLISECONDS).mapEmpty();
              }
              if (read.failed()) {
                LOG.warn(
                    "event=file-not-read connector={} delivery={} cause={}",
                    connector,
                    delivery.id(),
                    read.cause().toString());
              }
              return mayBegin()
                  ? then.apply(read.succeeded() ? read.result() : Optional.empty())
                  : Future.succeededFuture();
            });
  }

  private boolean mayBegin() {
    return !closed.getAsBoolean() && services.permit().mayStillSend(Platform.TIMEOUT);
  }

  /**
   * What cannot even be tried, through whatever fault, would hold up its chat for ever. Only what
   * was attempted can be given up.
   */
  private Future<Void> giveUp(Head head, Throwable cause) {
    Delivery delivery = head.delivery();
    String because = "a fault in the gateway: " + cause.getClass().getSimpleName();
    LOG.warn(
        "event=given-up connector={} delivery={} because=\"{}\"",
        connector,
        delivery.id(),
        because);
    int whole = posts.end(head);
    return services
        .store()
        .attempting(connector, delivery.id(), head.from(), whole, services.clock().millis())
        .transform(begun -> settle(head, new Settlement.Dead(because)));
  }

  private Future<Void> find(Head head, Optional<Attachment> file) {
    Post post = posts.of(head, posts.piece(head), file, false);
    return services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.find(post))
        .transform(
            answer ->
                answer.succeeded()
                    ? found(head, file, answer.result())
                    : settle(head, failed(head, answer.cause())));
  }

  private Future<Void> found(Head head, Optional<Attachment> file, Optional<String> receipt) {
    return receipt.isPresent()
        ? settle(head, new Settlement.Sent(receipt.get(), posts.whole(head, posts.piece(head))))
        : send(head, file, false);
  }

  private Future<Void> send(Head head, Optional<Attachment> file, boolean marked) {
    Delivery delivery = head.delivery();
    Cut piece = posts.piece(head);
    return services
        .store()
        .attempting(connector, delivery.id(), head.from(), piece.upto(), services.clock().millis())
        .transform(
            begun -> {
              if (begun.failed()) {
                // It may be committed all the same, and nothing was written.
                return settle(
                    head, Verdicts.of(begun.cause(), false, 1, services.clock().millis()));
              }
              return begun.result() ? write(head, piece, file, marked) : Future.succeededFuture();
            });
  }

  private Future<Void> write(Head head, Cut piece, Optional<Attachment> file, boolean marked) {
    Post post = posts.of(head, piece, file, marked);
    if (post.text().isBlank() && post.attachments().isEmpty()) {
      return settle(head, new Settlement.Sent("", posts.whole(head, piece)));
    }
    Optional<Draft> draft = draft(head);
    Future<Settlement> outcome =
        draft.isPresent() ? become(head, draft.get(), post, piece) : send(head, post, piece);
    return outcome.compose(as -> settle(head, as));
  }

  private Future<Settlement> send(Head head, Post post, Cut piece) {
    return services
        .permit()
        .send(Platform.TIMEOUT, () -> platform.send(post))
        .map(receipt -> sent(head, receipt, piece))
        .otherwise(
            cause ->
                cause instanceof SendFailure.Refused && posts.refuse(head)
                    ? withoutFile(head, cause)
                    : failed(head, cause));
  }

  /** It goes as text, at once. */
  private Settlement withoutFile(Head head, Throwable cause) {
    long now = services.clock().millis();
    return notSent(head, new Settlement.Later(now, "no file: " + cause.getMessage()), cause);
  }

  /** The draft gets the text; where there is none, or it cannot be changed, the text is sent. */
  private Future<Settlement> become(Head head, Draft draft, Post post, Cut piece) {
    return drafts
        .receipt(draft, post.address())
        .compose(
            known ->
                known.isPresent()
                    ? drafts.edit(known.get(), post).map(done -> sent(head, known.get(), piece))
                    : Future.succeededFuture(gone(head, "there is none")))
        .otherwise(
            cause ->
                cause instanceof SendFailure.Refused
                    ? gone(head, String.valueOf(cause.getMessage()))
                    : failed(head, cause));
  }

  private Settlement gone(Head head, String because) {
    LOG.info(
        "event=draft-gone connector={} delivery={} because=\"{}\"",
        connector,
        head.delivery().id(),
        because);
    return new Settlement.Gone("its draft is not there: " + because);
  }

  private Settlement sent(Head head, String receipt, Cut piece) {
    missed.remove(head.delivery().address().chat());
    return new Settlement.Sent(receipt, posts.whole(head, piece));
  }

  private Settlement failed(Head head, Throwable cause) {
    String chat = head.delivery().address().chat();
    if (cause instanceof SendFailure.Wait wait) {
      told.accept(chat, wait);
    }
    int times = missed.merge(chat, 1, Integer::sum);
    int failures = Math.max(times, head.unknowns() + 1);
    Settlement as = Verdicts.of(cause, isSeen(head), failures, services.clock().millis());
    if (as instanceof Settlement.Dead) {
      missed.remove(chat);
    }
    return notSent(head, as, cause);
  }

  private Settlement notSent(Head head, Settlement as, Throwable cause) {
    LOG.warn(
        "event=not-sent connector={} delivery={} as={} cause={}",
        connector,
        head.delivery().id(),
        as.getClass().getSimpleName(),
        cause.toString());
    return as;
  }

  /** Until it is committed; in a process that ends first the next one finds the attempt. */
  private Future<Void> settle(Head head, Settlement as) {
    if (as instanceof Settlement.Sent done && done.whole()) {
      sent.increment();
    }
    return Until.succeeded(
        () ->
            services
                .store()
                .settle(
                    connector, head.delivery().id(), head.from(), as, services.clock().millis()),
        closed,
        () -> vertx.timer(AGAIN, TimeUnit.MILLISECONDS).mapEmpty());
  }
}
