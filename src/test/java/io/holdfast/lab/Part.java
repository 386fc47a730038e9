package io.holdfast.lab;

import io.holdfast.lab.report.PartReport;
import java.util.function.Consumer;

/** One part of the lab: a way to strike the gateway. */
public interface Part {

  /** One word, e.g. {@code points}. */
  String name();

  /**
   * Runs it to its end.
   *
   * @param progress gets a line now and then
   */
  PartReport run(Effort effort, Consumer<String> progress) throws Exception;
}
