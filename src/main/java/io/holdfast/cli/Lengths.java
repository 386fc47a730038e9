package io.holdfast.cli;

import io.holdfast.config.Durations;
import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads lengths of time as the configuration has them, such as {@code 90s}. */
final class Lengths implements ITypeConverter<Duration> {

  @Override
  public Duration convert(String text) {
    try {
      return Durations.parse(text);
    } catch (IllegalArgumentException none) {
      throw new TypeConversionException(
          "found \"" + text + "\", expected a length of time such as 90s");
    }
  }
}
