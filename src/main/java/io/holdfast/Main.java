package io.holdfast;

import io.holdfast.config.Config;

/** The command line of the gateway; {@code --help} says what it takes. */
public final class Main {

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

  private static int boot(Config config) {
    throw new UnsupportedOperationException("this build has no gateway");
  }
}
