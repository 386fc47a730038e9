package io.holdfast.config;

/**
 * One thing that is wrong with a configuration. Shows no secret.
 *
 * @param path where, such as {@code runners.gpt.base-url}; for a syntax error the file, line and
 *     column
 * @param found what stands there
 * @param expected what should
 * @param suggestion what was probably meant; may be empty
 */
public record Fault(String path, String found, String expected, String suggestion) {

  @Override
  public String toString() {
    String fault = path + ": found " + found + ", expected " + expected;
    return suggestion.isEmpty() ? fault : fault + "; " + suggestion;
  }
}
