package io.holdfast.cli.doctor;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Directions;
import io.holdfast.cli.admin.Reach;
import io.holdfast.config.Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** Whether the port is free, or a gateway has it. */
public final class PortCheck implements Check {

  private final Config.Http http;

  public PortCheck(Config.Http http) {
    this.http = http;
  }

  @Override
  public String name() {
    return "port";
  }

  @Override
  public Finding look() {
    if (http.port() == 0) {
      return new Finding.Ok("any free one");
    }
    URI url = Directions.url(http);
    Optional<Answer> answer =
        new AdminClient(new Reach(url, Optional.empty(), ""))
            .look("/health/live", Duration.ofSeconds(3));
    return answer.isEmpty() ? free() : answered(answer.get());
  }

  private Finding answered(Answer answer) {
    return answer.reading().flag("live")
        ? new Finding.Ok(here() + " is answered by a Holdfast")
        : new Finding.Fail(
            here() + " is taken by something that is no Holdfast, or one that hangs",
            "see which process has it (ss -ltnp), or set http.port to another one");
  }

  private Finding free() {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(http.host(), http.port()));
      return new Finding.Ok(here() + " is free");
    } catch (IOException e) {
      return new Finding.Fail(
          here() + " cannot be listened on: " + e.getMessage(), "change http.host or http.port");
    }
  }

  private String here() {
    return http.host() + ":" + http.port();
  }
}
