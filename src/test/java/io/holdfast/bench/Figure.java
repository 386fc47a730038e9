package io.holdfast.bench;

import java.util.Locale;

/**
 * One line of the result.
 *
 * @param name the field in the JSON
 * @param value what was measured
 * @param what a sentence for people, units included
 * @param comparison what it is compared with, measured in the same run
 * @param aim what we want, as a bound
 * @param met whether it is so
 */
record Figure(String name, double value, String what, String comparison, String aim, boolean met) {

  static Figure atLeast(String name, double value, double aim, String what, String comparison) {
    return new Figure(name, value, what, comparison, ">= " + brief(aim), value >= aim);
  }

  static Figure atMost(String name, double value, double aim, String what, String comparison) {
    return new Figure(name, value, what, comparison, "<= " + brief(aim), value <= aim);
  }

  static Figure without(String name, double value, String what, String comparison) {
    return new Figure(name, value, what, comparison, "", true);
  }

  /** The line of the table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "%-15s %10s  %-8s %-3s %s%s",
        name,
        brief(value),
        aim,
        aim.isEmpty() ? "" : met ? "yes" : "NO",
        what,
        comparison.isEmpty() ? "" : "; " + comparison);
  }

  /** The member of the JSON object. */
  String json() {
    return "\"" + name + "\":" + String.format(Locale.ROOT, "%.3f", value);
  }

  static String brief(double value) {
    return value >= 100
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }
}
