package io.holdfast.runner.acp;

/**
 * What the configuration says about one tool call.
 *
 * @param rule what is to be done about it
 * @param kind its kind, in the configuration's words
 * @param outside whether it is about a file that is not in the workspace
 */
record Ruling(Rule rule, String kind, boolean outside) {

  /** What a permission for the session covers: its kind, in the workspace or out of it. */
  String scope() {
    return (outside ? "outside-" : "inside-") + kind;
  }
}
