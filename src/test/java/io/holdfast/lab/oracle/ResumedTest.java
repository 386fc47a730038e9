package io.holdfast.lab.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.Event.How;
import io.holdfast.lab.history.Task.Kind;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I9: what a stop cuts goes on with that stop's reason")
class ResumedTest {

  @Test
  @DisplayName("a turn that ran when the stop came goes on with no other")
  void ran() {
    Story story =
        new Story()
            .task("m1", Kind.PLAIN, 0)
            .turned("m1", "running", 1, "")
            .ended(1, How.CLEAN, "shutdown", Map.of())
            .turned("m1", "resumed", 2, "crash")
            .reply("m1");

    assertThat(judged(story)).singleElement().asString().contains("went on with reason \"crash\"");
  }

  @Test
  @DisplayName("a turn that only waited in it to go on keeps the reason that it had")
  void waited() {
    Story story =
        new Story()
            .task("m1", Kind.PLAIN, 0)
            .turned("m1", "running", 1, "")
            .killed(1)
            .turned("m1", "interrupted", 1, "crash")
            .ended(2, How.CLEAN, "shutdown", Map.of())
            .turned("m1", "resumed", 2, "crash")
            .reply("m1");

    assertThat(judged(story)).isEmpty();
  }

  @Test
  @DisplayName("nothing is judged where the user has decided himself that it goes on")
  void decided() {
    Story story =
        new Story()
            .task("m1", Kind.PLAIN, 0)
            .turned("m1", "running", 1, "")
            .ended(1, How.CLEAN, "shutdown", Map.of())
            .add(new Event.Ready(2))
            .say("m2", "/resume")
            .turned("m1", "resumed", 2, "")
            .reply("m1");

    assertThat(judged(story)).isEmpty();
  }

  private static List<Violation> judged(Story story) {
    return story.judge().stream()
        .filter(violation -> violation.what().contains("went on with reason"))
        .toList();
  }
}
