package io.holdfast.runner.demo;

import io.holdfast.config.Settings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * What the configuration says about a demo runner.
 *
 * @param pace how long a step takes
 * @param ledger where each step writes that it ran
 */
record DemoSettings(Duration pace, Optional<Path> ledger) {

  static DemoSettings of(Settings settings) {
    return new DemoSettings(
        settings.duration("pace"),
        settings.has("ledger") ? Optional.of(Path.of(settings.text("ledger"))) : Optional.empty());
  }
}
