package io.holdfast.ops.api;

import java.util.stream.Stream;

/** Requests with the answers that the description promises for them; at least one an operation. */
final class Samples {

  private static final String KEY = "web%2Fdev%252F1";

  private Samples() {}

  /**
   * One request.
   *
   * @param id the operation
   * @param type of the body; empty for none
   * @param valid whether the description allows the request
   */
  record Sample(
      String id, String method, String uri, String type, String body, int status, boolean valid) {
    @Override
    public String toString() {
      return id + ": " + method + " " + uri + " " + body + " is answered " + status;
    }
  }

  static Stream<Sample> all() {
    return Stream.of(good(), bad()).flatMap(samples -> samples);
  }

  private static Stream<Sample> good() {
    return Stream.of(
        get("status", "/api/status", 200),
        get("sessions", "/api/sessions", 200),
        get("sessions", "/api/sessions?state=active&connector=web&chat=a%2Fb&limit=1", 200),
        json("suspend", "/api/sessions/" + KEY + "/suspend", "", 200),
        json("suspend", "/api/sessions/web%2Fother/suspend", "", 404),
        json("resume", "/api/sessions/" + KEY + "/resume", "", 200),
        json("resume", "/api/sessions/web%2Fother/resume", "", 404),
        get("turns", "/api/turns", 200),
        get("turns", "/api/turns?state=queued&state=running&runner=demo&session=" + KEY, 200),
        get("turn", "/api/turns/t1", 200),
        get("turn", "/api/turns/t999", 404),
        json("cancel", "/api/turns/t1/cancel", "", 200),
        json("cancel", "/api/turns/t999/cancel", "", 404),
        json("cancel", "/api/turns/t5/cancel", "", 409),
        get("trace", "/api/messages/m1", 200),
        get("trace", "/api/messages/c1", 200),
        get("trace", "/api/messages/m999", 404),
        get("deliveries", "/api/deliveries?state=sent", 200),
        json("retry", "/api/deliveries/d1/retry", "", 200),
        json("retry", "/api/deliveries/d999/retry", "", 404),
        json("drop", "/api/deliveries/d1/drop", "", 200),
        json("drop", "/api/deliveries/d999/drop", "", 404),
        get("pairings", "/api/pairings", 200),
        get("pairings", "/api/pairings?connector=tg&limit=1", 200),
        json("approve", "/api/pairings/AB-CD/approve", "", 200),
        json("approve", "/api/pairings/AB-CE/approve", "", 404),
        json("revoke", "/api/pairings/tg/u%2F1/revoke", "", 200),
        json("revoke", "/api/pairings/tg/u%2F2/revoke", "", 404),
        get("leases", "/api/leases?limit=1000", 200),
        get("configuration", "/api/config", 200),
        new Sample("plan", "POST", "/api/plan", "application/yaml", "a: 1", 200, true),
        json("reload", "/api/reload", "", 200),
        json("reload", "/api/reload", "{\"turn\":\"t1\"}", 202),
        json("drain", "/api/drain", "{}", 202),
        json("drain", "/api/drain", "{\"turn\":\"t1\",\"key\":\"again\"}", 202),
        json("drain", "/api/drain", "{\"turn\":\"t5\"}", 409),
        json("restart", "/api/restart", "", 202),
        json("restart", "/api/restart", "{\"turn\":\"t5\"}", 409),
        get("backup", "/api/backup", 200),
        get("description", "/api/openapi.json", 200));
  }

  /** What the description does not allow either, where its language can say so. */
  private static Stream<Sample> bad() {
    return Stream.of(
        wrong("sessions", "/api/sessions?state=asleep"),
        wrong("turns", "/api/turns?state=queued&state=lost"),
        wrong("turns", "/api/turns?limit=0"),
        wrong("deliveries", "/api/deliveries?limit=1001"),
        wrong("pairings", "/api/pairings?limit=0"),
        wrong("leases", "/api/leases?limit=many"),
        new Sample(
            "drain", "POST", "/api/drain", "application/json", "{\"turns\":\"t1\"}", 400, false),
        new Sample("restart", "POST", "/api/restart", "application/json", "[]", 400, false),
        new Sample(
            "reload", "POST", "/api/reload", "application/json", "{\"turn\":7}", 400, false));
  }

  private static Sample get(String id, String uri, int status) {
    return new Sample(id, "GET", uri, "", "", status, true);
  }

  private static Sample wrong(String id, String uri) {
    return new Sample(id, "GET", uri, "", "", 400, false);
  }

  private static Sample json(String id, String uri, String body, int status) {
    return new Sample(
        id, "POST", uri, body.isEmpty() ? "" : "application/json", body, status, true);
  }
}
