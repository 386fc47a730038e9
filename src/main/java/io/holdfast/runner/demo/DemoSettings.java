package io.holdfast.runner.demo;

import io.holdfast.config.Settings;
import java.time.Duration;

/**
 * What the configuration says about a demo runner.
 *
 * @param pace how long a step takes
 */
record DemoSettings(Duration pace) {

  static DemoSettings of(Settings settings) {
    return new DemoSettings(settings.duration("pace"));
  }
}
