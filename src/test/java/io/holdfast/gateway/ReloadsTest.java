package io.holdfast.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.config.Block;
import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.config.Plan.Kind;
import io.holdfast.ops.Control.Applied;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A reload")
class ReloadsTest {

  private static final String SLOW = "runners: {demo: {type: demo, pace: 1s}}";
  private static final String FAST = "runners: {demo: {type: demo, pace: 10ms}}";

  private final Vertx vertx = Vertx.vertx();
  private final Gate gate = new Gate();
  private Loaded file = parsed(SLOW);
  private final InForce inForce = new InForce(file);
  private final Reloads reloads =
      new Reloads(
          Future.succeededFuture(),
          () -> Future.succeededFuture(file),
          inForce,
          gate,
          InstantSource.system());

  /** A gateway in which everything has an answer at once. */
  private static final class Gate implements Application.Steps {
    final List<String> done = new ArrayList<>();
    final Set<String> broken = new HashSet<>();
    final Set<String> up = new HashSet<>(Set.of("web", "demo"));
    boolean stopping;
    boolean stopsAtUndeploy;
    boolean settles = true;
    Runnable atUndeploy = () -> {};

    @Override
    public boolean stopping() {
      return stopping;
    }

    @Override
    public Future<Void> deploy(Kind kind, Block block) {
      done.add("deploy " + block.id());
      if (stopping || broken.contains(block.id())) {
        return Future.failedFuture("it does not start");
      }
      up.add(block.id());
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> undeploy(Kind kind, String id) {
      done.add("undeploy " + id);
      up.remove(id);
      atUndeploy.run();
      stopping = stopsAtUndeploy;
      return Future.succeededFuture();
    }

    @Override
    public boolean up(Kind kind, String id) {
      return up.contains(id);
    }

    @Override
    public Future<Void> settle() {
      return settles ? Future.succeededFuture() : Future.failedFuture("the store is not ready");
    }

    @Override
    public Future<Void> review() {
      return Future.succeededFuture();
    }
  }

  @AfterEach
  void close() {
    vertx.close().await();
  }

  private Loaded parsed(String yaml) {
    return ConfigLoader.parse(vertx, Buffer.buffer(yaml)).await();
  }

  private Applied reload(String yaml) {
    file = parsed(yaml);
    return reloads.reload().await();
  }

  @Test
  @DisplayName("whose routes cannot be settled does the rest, and says so")
  void goesOnAfterSettling() {
    gate.settles = false;
    Applied applied =
        reload(
            "{watch: false, runners: {demo: {type: demo, pace: 1s}}, connectors: {web: {type: websocket, hello-timeout: 9s}}}");

    assertThat(applied.failures()).hasSize(1).first().asString().contains("store is not ready");
    assertThat(inForce.config().watch()).isFalse();
    assertThat(gate.done).contains("undeploy web", "deploy web");
    assertThat(reloads.last().orElseThrow().ok()).isFalse();
  }

  @Test
  @DisplayName("brings back what neither the new nor the old configuration could start")
  void revives() {
    gate.broken.add("demo");
    assertThat(reload(FAST).failures()).hasSize(1);
    assertThat(gate.up).doesNotContain("demo");

    gate.broken.clear();
    assertThat(reload(SLOW).failures()).isEmpty();
    assertThat(gate.up).contains("demo");
  }

  @Test
  @DisplayName("that a stop overtakes says what it has left undone")
  void saysWhatIsLeft() {
    gate.stopsAtUndeploy = true;
    assertThat(reload(FAST).failures()).hasSize(1).first().asString().contains("gateway stops");
    assertThat(reloads.last().orElseThrow().ok()).isFalse();
  }

  @Test
  @DisplayName(
      "tells which runner is between its old and its new deployment, and that none is later")
  void replaces() {
    List<Boolean> replaced = new ArrayList<>();
    gate.atUndeploy = () -> replaced.add(reloads.replaces("demo"));
    reload(FAST);

    assertThat(replaced).containsExactly(true);
    assertThat(reloads.replaces("demo")).isFalse();
  }
}
