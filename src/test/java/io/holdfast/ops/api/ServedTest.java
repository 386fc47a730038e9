package io.holdfast.ops.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Config;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What is served and what openapi.json describes are the same:")
class ServedTest {

  private JsonObject document;
  private List<Operation> served;

  @BeforeEach
  void read() throws IOException {
    document = new JsonObject(Contract.text());
    served =
        new AdminApi(
                new FakeStore(0).store(),
                new FakeControl(),
                () -> new Config.Admin(Optional.empty(), false),
                () -> Optional.of(Path.of(".")),
                () -> Instant.EPOCH)
            .operations();
  }

  /** The operation's id, method, path and query parameters, as one line. */
  private static String line(String id, String method, String path, Stream<String> query) {
    return id
        + " "
        + method
        + " "
        + path
        + " "
        + query.collect(Collectors.toCollection(TreeSet::new));
  }

  private Stream<Described> described() {
    return Described.all(document);
  }

  @Test
  @DisplayName("operations, their methods, paths and parameters")
  void operations() {
    assertThat(served.stream().map(o -> line(o.id(), o.method(), o.path(), o.query().stream())))
        .containsExactlyInAnyOrderElementsOf(
            described()
                .map(d -> line(d.id(), d.method(), d.path(), d.parameters("query").stream()))
                .toList());
  }

  @Test
  @DisplayName("bodies, by media type")
  void bodies() {
    Map<String, String> types =
        served.stream().collect(Collectors.toMap(Operation::id, o -> o.body().type()));
    described()
        .forEach(
            d -> {
              if (!d.body().isEmpty()) {
                assertThat(types.get(d.id())).as(d.id()).isEqualTo(d.body());
              }
            });
  }

  @Test
  @DisplayName("which of them need no token")
  void security() {
    assertThat(served.stream().filter(Operation::open).map(Operation::id))
        .containsExactlyElementsOf(described().filter(Described::open).map(Described::id).toList());
  }

  @Test
  @DisplayName("the kinds of problems")
  void problems() {
    String responses = document.getJsonObject("components").getJsonObject("responses").encode();
    assertThat(Arrays.asList(Kind.values()))
        .allSatisfy(kind -> assertThat(responses).contains("`" + kind.code() + "`"));
  }

  /** An operation in the document. */
  record Described(String method, String path, JsonObject json, JsonObject components) {

    static Stream<Described> all(JsonObject document) {
      JsonObject paths = document.getJsonObject("paths");
      return paths.fieldNames().stream()
          .flatMap(
              path ->
                  new TreeMap<>(paths.getJsonObject(path).getMap())
                      .keySet().stream()
                          .map(
                              method ->
                                  new Described(
                                      method.toUpperCase(Locale.ROOT),
                                      path,
                                      paths.getJsonObject(path).getJsonObject(method),
                                      document.getJsonObject("components"))));
    }

    String id() {
      return json.getString("operationId");
    }

    boolean open() {
      return json.containsKey("security") && json.getJsonArray("security").isEmpty();
    }

    /** The media type of the body; empty for none. */
    String body() {
      JsonObject body = json.getJsonObject("requestBody", new JsonObject());
      return String.join("", body.getJsonObject("content", new JsonObject()).fieldNames());
    }

    /** The names of the parameters that stand in {@code place}, in their order. */
    List<String> parameters(String place) {
      return json.getJsonArray("parameters", new JsonArray()).stream()
          .map(parameter -> resolve((JsonObject) parameter))
          .filter(parameter -> parameter.getString("in").equals(place))
          .map(parameter -> parameter.getString("name"))
          .toList();
    }

    private JsonObject resolve(JsonObject parameter) {
      String ref = parameter.getString("$ref", "");
      return ref.isEmpty()
          ? parameter
          : components
              .getJsonObject("parameters")
              .getJsonObject(ref.substring(ref.lastIndexOf('/') + 1));
    }
  }
}
