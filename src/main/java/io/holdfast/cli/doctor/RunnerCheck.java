package io.holdfast.cli.doctor;

import io.holdfast.config.Block;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** Whether what a runner needs is there. */
public final class RunnerCheck implements Check {

  private static final int PATIENCE_MILLIS = 3_000;

  private final Block runner;
  private final String path;

  /**
   * @param path the directories to look for programs in, as in {@code PATH}
   */
  public RunnerCheck(Block runner, String path) {
    this.runner = runner;
    this.path = path;
  }

  @Override
  public String name() {
    return "runner " + runner.id();
  }

  @Override
  public Finding look() {
    return switch (runner.type()) {
      case "openai" -> reached(URI.create(runner.settings().text("base-url")));
      case "command", "acp" -> program(runner.settings().texts("command").get(0));
      default -> new Finding.Ok("needs nothing");
    };
  }

  private static Finding reached(URI url) {
    int standard = "https".equals(url.getScheme()) ? 443 : 80;
    String host = String.valueOf(url.getHost());
    int port = url.getPort() < 0 ? standard : url.getPort();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
      return new Finding.Ok(host + ":" + port + " connects");
    } catch (IOException e) {
      return new Finding.Warn(
          host + ":" + port + " does not connect: " + reason(e),
          "its turns wait and fail until it does; see base-url and the model's server");
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.net.UnknownHostException ? "no such host" : "" + e.getMessage();
  }

  private Finding program(String name) {
    Path directory = Path.of(runner.settings().text("directory")).toAbsolutePath();
    Optional<Path> file =
        name.contains("/") ? Optional.of(directory.resolve(name).normalize()) : found(name);
    if (file.isEmpty() || !Files.isRegularFile(file.get())) {
      return new Finding.Fail(
          "there is no program " + file.map(Path::toString).orElse(name + " on the PATH"),
          "install it, or correct runners." + runner.id() + ".command");
    }
    return Files.isExecutable(file.get())
        ? new Finding.Ok(file.get() + " is there")
        : new Finding.Fail(file.get() + " is not executable", "chmod +x it");
  }

  private Optional<Path> found(String name) {
    return Arrays.stream(path.split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).resolve(name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
