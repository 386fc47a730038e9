package io.holdfast.model;

/** What a stop, or a question about running turns, is about. */
public sealed interface Scope {

  /** Every turn of the node. */
  record Everything() implements Scope {}

  /**
   * The turns of one runner on the node.
   *
   * @param runner the runner's id in the configuration
   */
  record OfRunner(String runner) implements Scope {}

  /** The whole node. */
  static Scope everything() {
    return new Everything();
  }

  /** One runner verticle. */
  static Scope runner(String id) {
    return new OfRunner(id);
  }
}
