package io.holdfast.ops.api;

import io.holdfast.config.Config;
import io.holdfast.http.HttpGate;
import io.holdfast.ops.Control;
import io.holdfast.store.Store;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The administration interface under {@code /api}, as {@code openapi.json} beside this class
 * describes it.
 */
public final class AdminApi {

  private static final Logger LOG = LoggerFactory.getLogger(AdminApi.class);

  private final Admission admission;
  private final Backups backups;
  private final Operations operations;

  /**
   * The interface to one store and gateway.
   *
   * @param admin who may use it; asked at every request
   * @param scratch a directory for copies of the store, on a disk with room for one, that nobody
   *     else uses; made if missing
   */
  public AdminApi(
      Store store,
      Control control,
      Supplier<Config.Admin> admin,
      Supplier<Optional<Path>> scratch,
      InstantSource clock) {
    this.admission = new Admission(admin, clock);
    this.backups = new Backups(store, scratch, clock);
    this.operations =
        new Operations(
            Stream.of(
                    new Looks(store, control).operations(),
                    new Steers(store, clock).operations(),
                    new Pairings(store, clock).operations(),
                    new Controls(control).operations(),
                    backups.operations(),
                    new Description().operations())
                .flatMap(List::stream)
                .toList());
  }

  /** Mounts the routes, and deletes copies that an earlier process was killed over. */
  public void mount(HttpGate http) {
    backups.tidy(http.context().owner());
    http.mount("/api/*", request -> serve(http, request));
  }

  /** All that is served. */
  List<Operation> operations() {
    return operations.all();
  }

  private void serve(HttpGate http, RoutingContext context) {
    HttpServerRequest request = context.request();
    String path = Optional.ofNullable(request.path()).orElse("");
    Optional<Operation> operation = operations.find(request.method().name(), path);
    Future.succeededFuture()
        .compose(none -> answer(context, path, operation))
        .recover(failure -> Future.succeededFuture(refuse(path, failure)))
        // The gateway completes its part on other threads than the server's.
        .onSuccess(
            answer ->
                http.context()
                    .runOnContext(
                        here -> {
                          log(request, path, operation, answer);
                          Sending.send(request.response(), answer);
                        }));
  }

  private Future<Answer> answer(
      RoutingContext context, String path, Optional<Operation> operation) {
    HttpServerRequest request = context.request();
    if (operation.isEmpty() || !operation.get().open()) {
      admission.check(request);
    }
    Operation known =
        operation.orElseThrow(() -> operations.missing(request.method().name(), path));
    MultiMap query = query(context);
    return Bodies.read(request, known.body())
        .compose(
            body -> {
              Call call = new Call(context.vertx(), known, path, query, body);
              call.checkQuery();
              return known.work().apply(call);
            });
  }

  private static MultiMap query(RoutingContext context) {
    try {
      return context.queryParams();
    } catch (HttpException e) {
      throw Refusal.of(Kind.BAD_REQUEST, "The query is not percent-encoded UTF-8.");
    }
  }

  private static Answer refuse(String path, Throwable failure) {
    Refusal refusal = Refusal.of(failure);
    if (refusal.kind() == Kind.INTERNAL) {
      LOG.warn("admin path={} failed", path, failure);
    }
    return refusal.answer(path);
  }

  private static void log(
      HttpServerRequest request, String path, Optional<Operation> operation, Answer answer) {
    if (request.method().equals(HttpMethod.POST)) {
      LOG.info(
          "admin action={} path={} from={} result={}",
          operation.map(Operation::id).orElse("unknown"),
          path,
          Admission.address(request),
          answer.status());
    }
  }
}
