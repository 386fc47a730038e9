package io.holdfast.cli.doctor;

import io.holdfast.cli.admin.AdminClient;
import io.holdfast.cli.admin.Answer;
import io.holdfast.cli.admin.Api;
import io.holdfast.cli.admin.Reading;
import io.holdfast.cli.admin.Unserved;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Whether a gateway answers and is ready, and lets us in. */
public final class GatewayCheck implements Check {

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Supplier<AdminClient> client;
  private final Supplier<OptionalLong> owner;

  /**
   * @param client asks the gateway where it should be
   * @param owner the process that has the database open
   */
  public GatewayCheck(Supplier<AdminClient> client, Supplier<OptionalLong> owner) {
    this.client = client;
    this.owner = owner;
  }

  @Override
  public String name() {
    return "gateway";
  }

  @Override
  public Finding look() {
    AdminClient asked = client.get();
    Optional<Answer> ready = asked.look("/health/ready", PATIENCE);
    if (ready.isEmpty()) {
      return silent("nothing answers at " + asked.url());
    }
    return ready.get().status() == 200 ? admitted(asked) : notReady(ready.get());
  }

  private Finding silent(String what) {
    OptionalLong process = owner.get();
    return process.isEmpty()
        ? new Finding.Warn(what, "start it, if it should run")
        : new Finding.Warn(
            what + ", but process " + process.getAsLong() + " has the database open",
            "if it is not starting or ending, the address has changed since it started: restart it,"
                + " or give its --url");
  }

  private static Finding notReady(Answer answer) {
    String checks =
        answer.reading().members("checks").entrySet().stream()
            .filter(check -> !check.getValue().equals("true"))
            .map(Map.Entry::getKey)
            .collect(Collectors.joining(", "));
    return new Finding.Fail(
        checks.isEmpty() ? "it does not answer as it should" : "it is not ready: " + checks,
        "its log says why");
  }

  private static Finding served(String ready, Reading status) {
    String unserved = Unserved.words(status);
    return unserved.isEmpty()
        ? new Finding.Ok(ready)
        : new Finding.Warn(
            ready + ", and turns wait for runners that it does not have: " + unserved,
            Unserved.TODO);
  }

  private static Finding admitted(AdminClient asked) {
    Optional<Answer> status = asked.look(Api.STATUS, PATIENCE);
    if (status.isPresent() && status.get().status() == 200) {
      Reading read = status.get().reading();
      return served("ready at " + asked.url() + ", node " + read.text("node"), read);
    }
    String answer = status.map(s -> " (" + s.status() + ")").orElse("");
    return new Finding.Warn(
        "ready, but its administration does not let us in" + answer,
        "holdfast status says what to set");
  }
}
