package io.holdfast.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Runs in the profile {@code lab} only: it takes the better part of an hour. */
class FullLabIT {

  @Test
  @DisplayName("every part of the lab, with the effort that the published figures are made of")
  void everything() throws Exception {
    System.setProperty("lab.jvm", startOptions() + " -XX:TieredStopAtLevel=1");

    assertThat(new CommandLine(new Lab()).execute("--report")).isZero();
  }

  /** A quick start, without which a thousand of them take too long. */
  private static String startOptions() throws IOException {
    Process process =
        new ProcessBuilder("scripts/start", "--jvm-options")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
  }
}
