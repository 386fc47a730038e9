package io.holdfast.lab.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.lab.history.Event;
import io.holdfast.lab.history.History;
import io.holdfast.lab.oracle.Oracle;
import io.holdfast.lab.oracle.Violation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S43: of what a node does after it was frozen")
class FencedTest {

  private final List<History.Entry> entries = new ArrayList<>();
  private final Fenced fenced = new Fenced();

  private FencedTest effect(int step, int attempt) {
    Event effect = new Event.Effect("a", "t", Integer.toString(step), attempt);
    entries.add(new History.Entry(entries.size(), effect));
    return this;
  }

  private FencedTest frozen() {
    fenced.hold("t", 1, entries.size());
    return this;
  }

  private List<String> broken() {
    return Oracle.ofNodes(fenced.judged(entries)).stream().map(Violation::invariant).toList();
  }

  @Test
  @DisplayName("the effect of the step that it had begun is none, as the other node has it, too")
  void oneMore() {
    effect(1, 1).frozen().effect(2, 2).effect(3, 2).effect(2, 1);

    assertThat(broken()).doesNotContain("I3", "I4", "I5");
    assertThat(fenced.late(entries)).containsExactly(entries.get(3));
  }

  @Test
  @DisplayName("a second one is a broken promise")
  void twoMore() {
    effect(1, 1).frozen().effect(2, 2).effect(3, 2).effect(2, 1).effect(3, 1);

    assertThat(broken()).contains("I4");
  }

  @Test
  @DisplayName("one of a step that the other node does not do is a broken promise")
  void another() {
    effect(1, 1).frozen().effect(2, 2).effect(3, 1);

    assertThat(broken()).contains("I4");
  }

  @Test
  @DisplayName("nothing is excused of one that was not frozen")
  void notFrozen() {
    effect(1, 1).effect(2, 2).effect(2, 1);

    assertThat(broken()).contains("I4");
  }
}
