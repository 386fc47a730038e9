package io.holdfast;

import io.holdfast.cli.Boot;
import io.holdfast.cli.Holdfast;
import io.holdfast.connector.discord.DiscordConnector;
import io.holdfast.connector.telegram.TelegramConnector;
import io.holdfast.connector.websocket.WebSocketConnector;
import io.holdfast.gateway.Kinds;
import io.holdfast.runner.acp.AcpRunner;
import io.holdfast.runner.command.CommandRunner;
import io.holdfast.runner.demo.DemoRunner;
import io.holdfast.runner.openai.OpenAiRunner;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** The command line of the gateway; {@code --help} says what it takes. */
public final class Main {

  static final Kinds KINDS =
      new Kinds(
          List.of(WebSocketConnector.type(), TelegramConnector.type(), DiscordConnector.type()),
          List.of(DemoRunner.type(), OpenAiRunner.type(), CommandRunner.type(), AcpRunner.type()));

  private Main() {}

  public static void main(String[] args) {
    // Before the first class of Vert.x: it looks for a logger once.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    int code = Holdfast.commandLine(new ThisProcess()).execute(args);
    Logging.flush();
    System.exit(code);
  }

  /** This process, when it runs the gateway. */
  private static final class ThisProcess implements Boot {

    private final AtomicBoolean hungUp = new AtomicBoolean();

    /** The JVM would die of a SIGHUP until the gateway is there to take it. */
    @Override
    public void begins() {
      Signals.on("HUP", () -> hungUp.set(true));
    }

    @Override
    public Kinds kinds() {
      return KINDS;
    }

    @Override
    public int run(Setup setup, Optional<Path> file) throws InterruptedException {
      return new Daemon(vertx(), setup.loaded(), file, setup.kinds()).run(hungUp::get);
    }
  }

  /** Without the cache in the temporary directory that a SIGKILL would leave behind. */
  private static Vertx vertx() {
    return Vertx.vertx(
        new VertxOptions()
            .setFileSystemOptions(
                new FileSystemOptions()
                    .setFileCachingEnabled(false)
                    .setClassPathResolvingEnabled(false)));
  }
}
