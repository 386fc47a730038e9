package io.holdfast.lab.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.holdfast.lab.mutation.Mutation.Edit;
import io.holdfast.lab.mutation.Mutation.Power;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MutantTest {

  private static final String FILE = "java/io/holdfast/store/sql/Claim.java";

  @TempDir private Path directory;

  @Test
  @DisplayName("each mutation of the catalogue finds its text and compiles")
  void allAreJava() throws Exception {
    for (Mutation mutation : Catalogue.all()) {
      Path classes = Mutant.of(mutation, directory.resolve(mutation.name()));

      assertThat(classes).isNotEmptyDirectory();
    }
  }

  @Test
  @DisplayName("a text that the source no longer has is told with its file")
  void textIsGone() {
    assertThatThrownBy(() -> Mutant.of(of("no such text"), directory))
        .hasMessageContaining("src/main/" + FILE)
        .hasMessageContaining("no: no such text");
  }

  @Test
  @DisplayName("a text that occurs twice is no text to be changed")
  void textIsNotUnique() {
    assertThatThrownBy(() -> Mutant.of(of("import"), directory))
        .hasMessageContaining("more than one");
  }

  private static Mutation of(String text) {
    return new Mutation("m", List.of(new Edit(FILE, text, "")), new Power(), Set.of());
  }
}
