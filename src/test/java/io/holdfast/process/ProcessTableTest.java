package io.holdfast.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.holdfast.process.ProcessTable.Entry;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A line of /proc/…/stat")
class ProcessTableTest {

  private static final String REST =
      " 1 40 41 0 -1 4194560 0 0 0 0 0 0 0 0 20 0 1 0 777 1000 100 1\n";

  @Test
  @DisplayName("is read past a name with spaces and parentheses")
  void reads() {
    assertThat(ProcessTable.parse("42 (a) (S 1) b) S" + REST)).contains(new Entry(42, 40, 41, 777));
  }

  @Test
  @DisplayName("counts for nothing when the process is a zombie, or gone")
  void zombies() {
    assertThat(ProcessTable.parse("42 (sh) Z" + REST)).isEmpty();
    assertThat(ProcessTable.parse("")).isEmpty();
  }
}
