package io.holdfast.store.postgres;

import static io.holdfast.store.StoreContract.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.store.Rings;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What becomes of the bells of two nodes when the way of one to the server is no good. */
@DisplayName("A node's bells")
class BellsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Soon over, and long enough for a busy machine to answer. */
  private static final CheckedConnection.Rhythm QUICK = new CheckedConnection.Rhythm(100, 3_000);

  private final Vertx vertx = Vertx.vertx();
  private final FaultProxy proxy = new FaultProxy(vertx, Server.uri());
  private final String schema = UUID.randomUUID().toString();
  private final Rings near = new Rings();
  private final Rings far = new Rings();
  private final List<Bells> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(bells -> done(bells.close()));
    proxy.close();
    done(vertx.close());
  }

  private Bells bells(String uri, Rings here) {
    Bells bells =
        new Bells(
            (VertxInternal) vertx,
            Session.options(PostgresStore.Access.of(uri)),
            QUICK,
            here,
            UUID.randomUUID().toString(),
            schema);
    opened.add(bells);
    done(bells.listen());
    return bells;
  }

  private static void awaitHeard(Bells rung, Rings there, String runner) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              rung.work(runner);
              return there.heard().contains("work " + runner);
            });
  }

  private static void awaitSeen(Rings shows, Rings there, String text) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              shows.show("text", text);
              return there.heard().contains("shown " + text);
            });
  }

  @Test
  @DisplayName("are heard, and hear, again when all connections have fallen silent")
  void silent() {
    Bells behind = bells(proxy.uri(), near);
    Bells other = bells(Server.uri(), far);
    awaitHeard(other, near, "before");
    awaitHeard(behind, far, "before");

    proxy.silence();
    proxy.speak();
    awaitHeard(other, near, "after");
    assertThat(near.heard()).contains("missed");
    awaitSeen(far, near, "after");
    awaitHeard(behind, far, "after");
    awaitSeen(near, far, "after");
  }

  @Test
  @DisplayName("have everybody look once they hear again, since they may have missed something")
  void missed() {
    bells(proxy.uri(), near);
    proxy.leave();
    proxy.comeBack();
    await().atMost(PATIENCE).until(() -> near.heard().contains("missed"));
  }

  @Test
  @DisplayName("do not wait for ever for a new connection on which nobody answers")
  void silentAtConnecting() {
    bells(proxy.uri(), near);
    Bells other = bells(Server.uri(), far);
    proxy.silence();
    int old = proxy.silenced();
    await().atMost(PATIENCE).until(() -> proxy.silenced() > old);

    proxy.speak();
    awaitHeard(other, near, "after");
  }

  @Test
  @DisplayName("are heard, and hear, though the server could not be reached at first")
  void awayAtFirst() {
    proxy.leave();
    Bells behind = bells(proxy.uri(), near);
    Bells other = bells(Server.uri(), far);

    proxy.comeBack();
    awaitHeard(other, near, "after");
    awaitHeard(behind, far, "after");
  }
}
