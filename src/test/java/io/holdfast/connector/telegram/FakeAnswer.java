package io.holdfast.connector.telegram;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;

/** How the Bot API of a {@link FakeTelegram} answers. */
final class FakeAnswer {

  private FakeAnswer() {}

  static void ok(HttpServerRequest request, Object result) {
    if (!request.response().closed()) {
      request.response().end(new JsonObject().put("ok", true).put("result", result).toBuffer());
    }
  }

  static void error(
      HttpServerRequest request, int code, String description, JsonObject parameters) {
    request
        .response()
        .setStatusCode(code)
        .end(
            new JsonObject()
                .put("ok", false)
                .put("error_code", code)
                .put("description", description)
                .put("parameters", parameters)
                .toBuffer());
  }

  static void error(HttpServerRequest request, int code, String description) {
    error(request, code, description, new JsonObject());
  }
}
