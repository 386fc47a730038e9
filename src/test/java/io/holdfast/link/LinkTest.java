package io.holdfast.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.holdfast.blocking.Loop;
import io.holdfast.stop.SteadyClock;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("A link")
class LinkTest {

  /** Longer than any test. */
  private static final Duration LONG = Duration.ofSeconds(30);

  private static final int RESUMES = 3;
  private static final int TIMES = 1_000;

  /** A port at which nothing listens. */
  private static final int NOBODY = 1;

  private final Vertx vertx = Vertx.vertx();
  private final Loop loop = new Loop(vertx);
  private final List<ServerWebSocket> open = new CopyOnWriteArrayList<>();
  private final AtomicInteger most = new AtomicInteger();
  private final AtomicInteger opened = new AtomicInteger();
  private final Words words = new Words();
  private volatile Consumer<ServerWebSocket> welcome = ws -> ws.writeTextMessage("up");
  private HttpServer server;
  private Link link;

  /** Says {@code ask}, hears {@code up} and {@code alive}; resumes where it was up once. */
  private final class Words implements Talk {
    private final List<Boolean> ways = new CopyOnWriteArrayList<>();
    private final AtomicInteger ups = new AtomicInteger();
    private volatile End meaning = End.BROKEN;
    private volatile Duration first = LONG;

    private volatile boolean nobody;

    /** So many times there is nobody where it is to resume. */
    private final AtomicInteger deadWays = new AtomicInteger();

    @Override
    public boolean resumable() {
      return ups.get() > 0;
    }

    @Override
    public Future<WebSocketConnectOptions> way(boolean resuming) {
      ways.add(resuming);
      WebSocketConnectOptions options = new WebSocketConnectOptions();
      boolean dead = nobody || (resuming && deadWays.getAndDecrement() > 0);
      options.setHost("127.0.0.1").setPort(dead ? NOBODY : server.actualPort()).setURI("/");
      return Future.succeededFuture(options);
    }

    @Override
    public void heard(Line line, String text) {
      if (text.equals("alive")) {
        line.answered();
      } else {
        int up = ups.incrementAndGet();
        line.up();
        line.beat(up == 1 ? first : LONG, 1);
      }
    }

    @Override
    public void ask(Line line) {
      line.say("ask");
    }

    @Override
    public End meaning(int code) {
      return meaning;
    }
  }

  @BeforeEach
  void start() throws Exception {
    server = listen(0);
    link = link(LONG);
  }

  /** One that waits so long for a socket to be up. */
  private Link link(Duration opening) {
    InstantSource clock = SteadyClock.from(InstantSource.system());
    return new Link(
        vertx,
        vertx.createWebSocketClient(new WebSocketClientOptions().setClosingTimeout(20)),
        "chat",
        words,
        quick(opening),
        clock,
        () -> 0.5);
  }

  /** The circuit does not open before more failures than any test has. */
  private static Pace quick(Duration opening) {
    return new Pace(
        Duration.ofMillis(1),
        Duration.ofMillis(1),
        10_000,
        Duration.ofMillis(50),
        RESUMES,
        Duration.ofHours(1),
        opening,
        Duration.ofMillis(100));
  }

  private HttpServer listen(int port) throws Exception {
    return vertx
        .createHttpServer()
        .webSocketHandler(this::connected)
        .listen(port, "127.0.0.1")
        .await(20, TimeUnit.SECONDS);
  }

  private void connected(ServerWebSocket ws) {
    open.add(ws);
    opened.incrementAndGet();
    most.accumulateAndGet(open.size(), Math::max);
    ws.closeHandler(gone -> open.remove(ws));
    welcome.accept(ws);
  }

  @AfterEach
  void stop() throws Exception {
    vertx.close().await(20, TimeUnit.SECONDS);
  }

  private void begin() {
    loop.run(link::open);
  }

  private static void answer(ServerWebSocket ws) {
    ws.textMessageHandler(asked -> ws.writeTextMessage("alive"));
    ws.writeTextMessage("up");
  }

  private static void cut(ServerWebSocket ws) {
    ws.writeTextMessage("up").onComplete(said -> ws.close((short) 4000));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  @DisplayName(
      "S53, S54: of 1,000 reconnects never has two sockets open, and leaves no descriptor behind")
  void flat() throws Exception {
    welcome = LinkTest::cut;
    begin();
    await().until(() -> opened.get() > TIMES / 10);
    long before = descriptors();
    await().until(() -> opened.get() > TIMES);
    assertThat(descriptors()).isLessThanOrEqualTo(before + 4);
    assertThat(most.get()).isEqualTo(1);
    assertThat(words.ways.stream().skip(1).limit(9)).containsOnly(true);
  }

  private static long descriptors() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  @DisplayName("S46, S53: is made anew when the other side is silent, after the old one is closed")
  void halfOpen() {
    words.first = Duration.ofMillis(100);
    AtomicInteger first = new AtomicInteger();
    welcome =
        ws -> {
          if (first.getAndIncrement() == 0) {
            ws.writeTextMessage("up");
          } else {
            answer(ws);
          }
        };
    begin();
    await().until(() -> words.ups.get() > 1);
    assertThat(most.get()).isEqualTo(1);
    assertThat(words.ways).containsExactly(false, true);
  }

  @Test
  @DisplayName("S46: is made anew when it does not come up in time")
  void mute() {
    link = link(Duration.ofSeconds(2));
    welcome = ws -> {};
    begin();
    await().until(() -> opened.get() > 1);
    welcome = LinkTest::answer;
    await().until(() -> words.ups.get() > 0);
    assertThat(most.get()).isEqualTo(1);
  }

  @Test
  @DisplayName("S48: begins afresh where resuming always fails")
  void resumeFails() {
    welcome = LinkTest::cut;
    begin();
    await().until(() -> words.ups.get() > 0);
    welcome = ws -> ws.close((short) 4000);
    await().until(() -> words.ways.lastIndexOf(false) > 0);
    List<Boolean> ways = List.copyOf(words.ways);
    assertThat(ways.subList(1, ways.size()).indexOf(false)).isGreaterThanOrEqualTo(RESUMES);
  }

  @Test
  @DisplayName("S48: still resumes where nobody was reached for a while, as nothing was refused")
  void outage() {
    words.deadWays.set(2 * RESUMES);
    cutOnce();
    await().until(() -> words.ups.get() > 1);
    assertThat(words.ways.stream().skip(1)).hasSize(2 * RESUMES + 1).containsOnly(true);
  }

  @Test
  @DisplayName("S48: begins afresh where the way to resume is dead for good")
  void deadWay() {
    words.deadWays.set(Integer.MAX_VALUE);
    cutOnce();
    await().until(() -> words.ups.get() > 1);
    assertThat(words.ways).startsWith(false, true, true, true, true).endsWith(false);
  }

  private void cutOnce() {
    welcome =
        ws -> {
          welcome = LinkTest::answer;
          cut(ws);
        };
    begin();
  }

  @Test
  @DisplayName("S49: comes back by itself, however long there was nobody, and whatever was said")
  void probes() throws Exception {
    words.meaning = End.HOPELESS;
    welcome = ws -> ws.close((short) 4004);
    begin();
    await().until(() -> opened.get() > 1);
    words.nobody = true;
    await().until(() -> words.ways.size() > 6);
    welcome = LinkTest::answer;
    words.nobody = false;
    await().until(() -> words.ups.get() > 0);
  }

  @Test
  @DisplayName("when it is closed says so with the code that it is given, and stays closed")
  void closes() throws Exception {
    welcome = LinkTest::answer;
    begin();
    await().until(() -> words.ups.get() > 0);
    ServerWebSocket ws = open.get(0);
    loop.ask(() -> link.close(4001));
    await().until(open::isEmpty);
    assertThat(ws.closeStatusCode()).isEqualTo((short) 4001);
    assertThat(opened.get()).isEqualTo(1);
  }
}
