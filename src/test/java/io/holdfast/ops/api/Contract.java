package io.holdfast.ops.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.validation.RequestValidator;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * The description as vertx-openapi understands it. Of media types this knows a fixed few, and
 * refuses a document with others; so these stand for ours, in the document and in the answers:
 *
 * <ul>
 *   <li>a vendor's JSON for problems, which is validated as JSON is
 *   <li>any bytes, with no schema, for YAML and for a database
 * </ul>
 */
final class Contract {

  private static final Map<String, String> STAND_INS =
      Map.of(
          "application/problem+json", "application/vnd.problem+json",
          "application/yaml", "application/octet-stream",
          "application/vnd.sqlite3", "application/octet-stream");

  private final OpenAPIContract contract;
  private final ResponseValidator responses;
  private final RequestValidator requests;

  Contract(Vertx vertx) throws IOException {
    String text = text();
    for (Map.Entry<String, String> entry : STAND_INS.entrySet()) {
      text = text.replace("\"" + entry.getKey() + "\"", "\"" + entry.getValue() + "\"");
    }
    JsonObject document = new JsonObject(text);
    document
        .getJsonObject("paths")
        .getJsonObject("/api/plan")
        .getJsonObject("post")
        .getJsonObject("requestBody")
        .put("content", new JsonObject().put("application/octet-stream", new JsonObject()));
    contract = ApiRig.await(OpenAPIContract.from(vertx, document));
    responses = ResponseValidator.create(vertx, contract);
    requests = RequestValidator.create(vertx, contract);
  }

  static String text() throws IOException {
    return Description.read().toString();
  }

  OpenAPIContract contract() {
    return contract;
  }

  /** Fails unless the reply is one that the description has for the operation. */
  void check(String operation, ApiRig.Reply reply) {
    Map<String, String> headers = new HashMap<>();
    contract
        .operation(operation)
        .getResponse(reply.status())
        .getHeaders()
        .forEach(
            header -> {
              String value = reply.headers().get(header.getName());
              if (value != null) {
                headers.put(header.getName(), value);
              }
            });
    String type = STAND_INS.getOrDefault(reply.type(), reply.type());
    ApiRig.await(
        responses.validate(
            ValidatableResponse.create(reply.status(), headers, reply.body(), type), operation));
  }

  /** Fails unless the description allows the request. */
  Future<?> check(HttpServerRequest request, String operation) {
    String type = request.getHeader("content-type");
    if (type != null) {
      request.headers().set("content-type", STAND_INS.getOrDefault(type, type));
    }
    return requests.validate(request, operation);
  }
}
