package io.holdfast.ops.api;

import io.holdfast.model.DeliveryState;
import io.holdfast.model.Page;
import io.holdfast.model.SessionState;
import io.holdfast.model.TurnState;
import io.holdfast.ops.Control;
import io.holdfast.store.Lookout;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** What only looks. */
record Looks(Lookout store, Control control) {

  List<Operation> operations() {
    return List.of(
        Operation.get("/api/status", "status", this::status),
        Operation.get(
            "/api/sessions",
            "sessions",
            this::sessions,
            "state",
            "connector",
            "chat",
            "cursor",
            "limit"),
        Operation.get(
            "/api/turns", "turns", this::turns, "state", "runner", "session", "cursor", "limit"),
        Operation.get("/api/turns/{id}", "turn", this::turn),
        Operation.get("/api/messages/{platformId}", "trace", this::trace),
        Operation.get(
            "/api/deliveries",
            "deliveries",
            this::deliveries,
            "state",
            "connector",
            "chat",
            "cursor",
            "limit"),
        Operation.get("/api/leases", "leases", this::leases, "limit"),
        Operation.get("/api/config", "configuration", this::configuration));
  }

  private Future<Answer> status(Call call) {
    return store.counts().map(counts -> Answer.ok(Views.status(control.status(), counts)));
  }

  private Future<Answer> sessions(Call call) {
    Lookout.SessionFilter filter =
        new Lookout.SessionFilter(
            call.word("state", SessionState.class), call.filter("connector"), call.filter("chat"));
    return page(call, store.sessions(filter, call.piece()), Views::session);
  }

  private Future<Answer> turns(Call call) {
    Lookout.TurnFilter filter =
        new Lookout.TurnFilter(
            call.words("state", TurnState.class), call.filter("runner"), call.filter("session"));
    return page(call, store.turns(filter, call.piece()), Views::turn);
  }

  private Future<Answer> deliveries(Call call) {
    Lookout.DeliveryFilter filter =
        new Lookout.DeliveryFilter(
            call.word("state", DeliveryState.class), call.filter("connector"), call.filter("chat"));
    return page(call, store.deliveries(filter, call.piece()), Views::delivery);
  }

  /** The store says {@link IllegalArgumentException} to a cursor that is not one of the list. */
  static <T> Future<Answer> page(Call call, Future<Page<T>> page, Function<T, JsonObject> view) {
    return page.map(found -> Answer.ok(Views.list(found.items(), view, found.next())))
        .recover(
            failure ->
                Future.failedFuture(
                    failure instanceof IllegalArgumentException
                        ? Refusal.of(
                            Kind.BAD_PARAMETER,
                            "cursor",
                            "what an answer of this list gave as next",
                            call.filter("cursor"))
                        : failure));
  }

  private Future<Answer> turn(Call call) {
    String id = call.part("id");
    return store
        .turn(id)
        .map(found -> found.map(Views::detail).orElseThrow(() -> missing("turn", id)))
        .map(Answer::ok);
  }

  private Future<Answer> trace(Call call) {
    String id = call.part("platformId");
    return store
        .trace(id)
        .map(
            traces -> {
              if (traces.isEmpty()) {
                throw missing("message", id);
              }
              return Answer.ok(Views.list(traces, Views::trace, ""));
            });
  }

  private Future<Answer> leases(Call call) {
    return store.nodes(call.limit()).map(nodes -> Answer.ok(Views.list(nodes, Views::node, "")));
  }

  private Future<Answer> configuration(Call call) {
    return Future.succeededFuture(Answer.ok(control.configuration()));
  }

  static Refusal missing(String what, String id) {
    return Refusal.of(Kind.NOT_FOUND, "There is no " + what + " " + id + ".");
  }
}
