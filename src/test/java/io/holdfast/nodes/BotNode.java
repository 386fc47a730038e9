package io.holdfast.nodes;

import io.holdfast.config.Block;
import io.holdfast.config.ConfigLoader;
import io.holdfast.config.Loaded;
import io.holdfast.connector.Budget;
import io.holdfast.connector.ConnectorServices;
import io.holdfast.connector.ConnectorType;
import io.holdfast.connector.Facts;
import io.holdfast.connector.Window;
import io.holdfast.gateway.Gateway;
import io.holdfast.gateway.Kinds;
import io.holdfast.model.Address;
import io.holdfast.model.Audience;
import io.holdfast.model.Delivery;
import io.holdfast.model.Inbound;
import io.holdfast.model.Reason;
import io.holdfast.model.Sender;
import io.holdfast.runner.demo.DemoRunner;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetSocket;
import io.vertx.core.parsetools.RecordParser;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a process of its own, whose connector is the bot of a {@link Platform}. Its
 * arguments are its configuration, its name at the platform and the platform's port.
 */
final class BotNode {

  private static final Facts FACTS =
      new Facts(
          "Lines",
          Facts.Acknowledgement.NONE,
          Window.NONE,
          Optional.of("token"),
          Map.of(Facts.Operation.SEND, new Facts.Sending(Window.FOR_EVER, false)),
          new Facts.Text(1_000, Facts.Markup.PLAIN),
          Budget.FREE,
          Set.of());

  private BotNode() {}

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx();
    Optional<Path> file = Optional.of(Path.of(arguments[0]));
    int port = Integer.parseInt(arguments[2]);
    // The configuration has no kind of its own for it.
    ConnectorType bot =
        new ConnectorType(
            "websocket", FACTS, (block, services) -> new Bot(block, services, arguments[1], port));
    Loaded loaded = ConfigLoader.read(vertx, file).await(60, TimeUnit.SECONDS);
    Gateway gateway =
        new Gateway(
            vertx,
            loaded,
            file,
            new Kinds(List.of(bot), List.of(DemoRunner.type())),
            InstantSource.system(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(gateway)));
    System.out.println("ready port=" + gateway.start().await(60, TimeUnit.SECONDS));
  }

  private static void stop(Gateway gateway) {
    try {
      gateway.stop(Reason.SHUTDOWN).await(60, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends what is due, one after the other, as often as it takes. */
  private static final class Bot extends VerticleBase {

    private static final Duration TIMEOUT = Duration.ofSeconds(1);
    private static final long POLL = 50;
    private static final long GOODBYE = 500;

    private final Block block;
    private final ConnectorServices services;
    private final String node;
    private final int port;
    private final Map<String, Promise<Void>> unanswered = new HashMap<>();
    private Optional<NetSocket> socket = Optional.empty();
    private boolean sending;

    Bot(Block block, ConnectorServices services, String node, int port) {
      this.block = block;
      this.services = services;
      this.node = node;
      this.port = port;
    }

    @Override
    public Future<?> start() {
      vertx.setPeriodic(POLL, tick -> look());
      return vertx.createNetClient().connect(port, "127.0.0.1").onSuccess(this::connected);
    }

    private void connected(NetSocket open) {
      socket = Optional.of(open);
      open.handler(RecordParser.newDelimited("\n", line -> read(line.toString())));
      open.write("hello " + node + "\n");
    }

    private void read(String line) {
      String[] words = line.split(" ", 4);
      if (words[0].equals("ok")) {
        unanswered.getOrDefault(words[1], Promise.promise()).tryComplete();
        return;
      }
      Address place = new Address(block.id(), words[2], "");
      Inbound message = new Inbound(place, words[1], new Sender("ann", ""), words[3], List.of(), 0);
      services
          .store()
          .accept(
              message,
              services.routes().get().of(place).orElseThrow(),
              "held",
              services.clock().millis());
    }

    private void look() {
      if (sending || socket.isEmpty()) {
        return;
      }
      sending = true;
      services
          .store()
          .due(block.id(), Audience.everyone(), 0, 1)
          .compose(due -> due.isEmpty() ? Future.succeededFuture() : send(due.get(0)))
          .onComplete(done -> sending = false);
    }

    private Future<Void> send(Delivery delivery) {
      return services
          .permit()
          .send(TIMEOUT, () -> write(delivery))
          .compose(
              sent ->
                  services
                      .store()
                      .delivered(block.id(), List.of(delivery.id()), services.clock().millis()));
    }

    private Future<Void> write(Delivery delivery) {
      Promise<Void> answered = Promise.promise();
      unanswered.put(delivery.id(), answered);
      String text = delivery.content().text().lines().findFirst().orElse("");
      return socket
          .orElseThrow()
          .write("send " + delivery.id() + " " + text + "\n")
          .compose(written -> answered.future());
    }

    /** Takes its time, in which it goes on sending. */
    @Override
    public Future<?> stop() {
      return vertx
          .timer(GOODBYE, TimeUnit.MILLISECONDS)
          .compose(said -> socket.map(NetSocket::close).orElseGet(Future::succeededFuture));
    }
  }
}
