package io.holdfast.cli.admin;

import io.holdfast.config.Fault;
import java.util.ArrayList;
import java.util.List;

/**
 * Why a gateway refused: a problem of RFC 9457 or, where something else answered, its status.
 *
 * @param said what it said
 * @param advice what to do about it; may be empty
 * @param faults what is wrong with a configuration, if it was about one
 */
record Problem(String said, String advice, List<String> faults) {

  static Problem of(int status, String body, Reach reach) {
    Reading problem = new Reading(Answer.json(body));
    List<String> said = new ArrayList<>();
    said.add(
        problem.text("title").isEmpty() ? reach.url() + " said " + status : problem.text("title"));
    if (!problem.text("detail").isEmpty()) {
      said.add(problem.text("detail"));
    }
    List<String> faults = problem.list("faults").stream().map(Problem::fault).toList();
    return new Problem(String.join(": ", said), advice(status, problem, reach), faults);
  }

  private static String fault(Reading fault) {
    return new Fault(
            fault.text("path"),
            fault.text("found"),
            fault.text("expected"),
            fault.text("suggestion"))
        .toString();
  }

  private static String advice(int status, Reading problem, Reach reach) {
    boolean ours = !problem.text("title").isEmpty();
    return switch (status) {
      case 401, 403 -> reach.advice();
      case 404 -> ours ? "" : "what answers there has no /api: is it a Holdfast, and a new one?";
      default -> "";
    };
  }

  @Override
  public String toString() {
    String line = advice.isEmpty() ? said : said + "; " + advice;
    return line.lines().map(String::strip).reduce("", (a, b) -> a.isEmpty() ? b : a + " " + b);
  }
}
