package io.holdfast.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.protocol.ProtocolClient;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client's conversation with the service, over every restart of it. */
final class Talk implements AutoCloseable {

  private static final Pattern LINE = Pattern.compile("step (\\d+) attempt (\\d+)");

  private final Vertx vertx = Vertx.vertx();
  private final WebSocketClient sockets = vertx.createWebSocketClient();
  private final Service service;
  private final ProtocolClient client;

  Talk(Service service) {
    this(service, "");
  }

  Talk(Service service, String token) {
    this.service = service;
    this.client = ProtocolClient.of(vertx, sockets, service.port(), "web").returning().token(token);
    client.connect().toCompletionStage().toCompletableFuture().join();
  }

  void say(String text) {
    client.say("chat", text);
  }

  /** Waits until the turn has done so many steps. */
  void awaitStep(int step) {
    await()
        .atMost(Service.PATIENCE)
        .until(
            () ->
                client.frames("progress").stream()
                    .anyMatch(frame -> frame.getInteger("step") >= step));
  }

  /** Waits for the first reply and gives its text. */
  String awaitReply() {
    await().atMost(Service.PATIENCE).until(() -> !replies().isEmpty());
    return replies().get(0);
  }

  private List<String> replies() {
    return client.shown().stream()
        .filter(frame -> "reply".equals(frame.getString("type")))
        .map((JsonObject frame) -> frame.getString("text"))
        .toList();
  }

  /** The task was done once, each step once and in order, and in at least so many attempts. */
  void assertDoneOnce(int steps, int attempts) {
    Matcher line = LINE.matcher(awaitReply());
    List<Integer> order = new ArrayList<>();
    int last = 0;
    while (line.find()) {
      order.add(Integer.parseInt(line.group(1)));
      last = Integer.parseInt(line.group(2));
    }
    assertThat(order).hasSize(steps).isSorted().doesNotHaveDuplicates();
    assertThat(last).isGreaterThanOrEqualTo(attempts);
    assertThat(replies()).hasSize(1);
  }

  /** Why turns were resumed, as their timelines say. */
  List<String> reasons() throws IOException {
    List<String> reasons = new ArrayList<>();
    Path copy = Files.createTempDirectory("holdfast");
    String url = "jdbc:sqlite:" + service.database(copy);
    try (Connection connection = DriverManager.getConnection(url);
        ResultSet row =
            connection
                .createStatement()
                .executeQuery("SELECT detail FROM timeline WHERE event = 'resumed'")) {
      while (row.next()) {
        reasons.add(row.getString(1).toLowerCase(Locale.ROOT));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } finally {
      for (String file : List.of("holdfast.db", "holdfast.db-wal", "holdfast.db-shm")) {
        Files.deleteIfExists(copy.resolve(file));
      }
      Files.delete(copy);
    }
    return reasons;
  }

  @Override
  public void close() {
    client.close();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
