package io.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A directory of a run of the lab")
class ScratchTest {

  @TempDir Path parent;

  @Test
  @DisplayName(
      "is removed by the next run when its own was killed, and left alone while that lives")
  void sweepsAfterTheDead() throws Exception {
    Process dead = new ProcessBuilder("true").start();
    assertThat(dead.waitFor()).isZero();
    Path left = Files.createDirectory(parent.resolve("holdfast-lab-" + dead.pid() + "-1"));
    Files.writeString(Files.createDirectory(left.resolve("run-1")).resolve("holdfast.db"), "x");
    Path foreign = Files.createDirectory(parent.resolve("holdfast-labour"));
    Path living = Scratch.in(parent);

    Path next = Scratch.in(parent);

    assertThat(parent).isDirectoryNotContaining(left::equals);
    assertThat(foreign).exists();
    assertThat(living).exists();
    assertThat(next).isEmptyDirectory();
  }
}
