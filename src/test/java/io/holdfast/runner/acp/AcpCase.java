package io.holdfast.runner.acp;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Turns of an agent that behaves as a real one does, and nothing that is left of it. */
@EnabledOnOs(OS.LINUX)
abstract class AcpCase {

  @TempDir Path directory;
  AcpBench bench;

  @BeforeEach
  void open() {
    bench = new AcpBench(directory);
  }

  @AfterEach
  void close() {
    bench.close();
    bench.ended();
  }
}
