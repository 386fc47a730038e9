package io.holdfast.cli;

/** What a gateway answers, as its interface is described. */
final class Canned {

  static final String TURN_ID = "0193b5c0-0000-7000-8000-000000000001";

  static final String MARKER =
      """
      {"stop":"st-1","reason":"restart","at":"2026-11-24T12:00:04.000Z"}""";

  static final String STATUS =
      """
      {"node":"n-1","version":"0.1.0","startedAt":"2026-11-24T09:00:20.000Z",\
      "config":"/etc/holdfast/holdfast.yaml","ready":false,\
      "checks":{"store":true,"accepting":false,"connector.web":true},\
      "draining":{"stop":"st-1","scope":"","reason":"restart","turns":3,\
      "until":"2026-11-24T12:01:01.000Z","end":"2026-11-24T12:01:16.000Z"},\
      "reloaded":{"at":"2026-11-24T11:57:20.000Z","ok":true,"summary":"redeploy runner demo"},\
      "counts":{"turns":{"running":3,"queued":12,"asking":0},"queued":{"demo":12},\
      "deliveries":{"pending":4},"markers":3}}""";

  private Canned() {}

  static String turn(String state, String marker) {
    return """
        {"id":"%s","session":"web/chat-1",\
        "address":{"connector":"web","chat":"chat-1","thread":"","person":""},"runner":"demo",\
        "state":"%s","cancelled":false,"attempt":2,"interruptions":1,"steps":2,"node":"",\
        "marker":%s,"acceptedAt":"2026-11-24T12:00:01.123Z","since":"2026-11-24T12:00:13.523Z"}"""
        .formatted(TURN_ID, state, marker);
  }

  /** A turn of two attempts, with a marker in between. */
  static String detail(String state) {
    return """
        {"turn":%s,"messages":[%s],"steps":[%s,%s],"deliveries":[%s],"timeline":[%s]}"""
        .formatted(
            turn(state, "null"),
            message("task"),
            step("1", 1, "2026-11-24T12:00:01.140Z", "\"2026-11-24T12:00:02.140Z\""),
            step("2", 2, "2026-11-24T12:00:10.500Z", "\"2026-11-24T12:00:11.500Z\""),
            delivery("sent", "\"2026-11-24T12:00:13.535Z\""),
            timeline());
  }

  static String message(String kind) {
    return """
        {"connector":"web","platformId":"m-1","kind":"%s","sender":"u-7",\
        "acceptedAt":"2026-11-24T12:00:01.123Z"}"""
        .formatted(kind);
  }

  static String step(String key, int attempt, String begun, String ended) {
    return """
        {"key":"%s","label":"step %s of 2","state":"%s","attempt":%d,"begunAt":"%s","endedAt":%s}"""
        .formatted(key, key, ended.equals("null") ? "intent" : "result", attempt, begun, ended);
  }

  static String delivery(String state, String ended) {
    return """
        {"id":"%s/1","connector":"web","chat":"chat-1","turn":"%s","kind":"reply","part":1,\
        "parts":1,"state":"%s","createdAt":"2026-11-24T12:00:13.523Z","finalAt":%s}"""
        .formatted(TURN_ID, TURN_ID, state, ended);
  }

  static String timeline() {
    return String.join(
        ",",
        noted("01.123", "accepted", 0, "queued"),
        noted("01.130", "claimed", 1, ""),
        noted("05.000", "interrupted", 1, "restart"),
        noted("10.400", "resumed", 2, "restart"),
        noted("13.523", "finished", 2, "done"),
        noted("13.535", "delivered", 0, TURN_ID + "/1"));
  }

  static String noted(String second, String event, int attempt, String detail) {
    return """
        {"at":"2026-11-24T12:00:%sZ","event":"%s","turn":"%s","attempt":%d,"detail":"%s"}"""
        .formatted(second, event, TURN_ID, attempt, detail);
  }

  static String page(String next, String... items) {
    return """
        {"items":[%s],"next":%s}"""
        .formatted(String.join(",", items), next);
  }
}
