package io.holdfast;

import io.holdfast.config.Config;
import io.holdfast.connector.websocket.WebSocketConnector;
import io.holdfast.gateway.Kinds;
import io.holdfast.runner.command.CommandRunner;
import io.holdfast.runner.demo.DemoRunner;
import io.holdfast.runner.openai.OpenAiRunner;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;

/** The command line of the gateway; {@code --help} says what it takes. */
public final class Main {

  private static final Kinds KINDS =
      new Kinds(
          List.of(WebSocketConnector.type()),
          List.of(DemoRunner.type(), OpenAiRunner.type(), CommandRunner.type()));

  private Main() {}

  public static void main(String[] args) {
    // Before the first class of Vert.x: it looks for a logger once.
    System.setProperty(
        "vertx.logger-delegate-factory-class-name",
        "io.vertx.core.logging.SLF4JLogDelegateFactory");
    int code = Holdfast.commandLine(Main::boot).execute(args);
    Logging.flush();
    System.exit(code);
  }

  private static int boot(Config config) throws InterruptedException {
    return new Daemon(vertx(), config, KINDS).run();
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
