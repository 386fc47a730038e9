package io.holdfast.runner.acp;

/**
 * What the configuration says about one tool call.
 *
 * @param rule what is to be done about it
 * @param kind its kind, in the configuration's words
 * @param outside whether it is about a file that is not in the workspace
 * @param tool which one it is, where the kind does not say; empty else
 */
record Ruling(Rule rule, String kind, boolean outside, String tool) {

  private static final int DIGEST = 16;

  /**
   * What a permission for the session covers: its kind, in the workspace or out of it; of a kind
   * that says nothing, this one tool.
   */
  String scope() {
    String covered = (outside ? "outside-" : "inside-") + kind;
    return tool.isEmpty() ? covered : covered + "-" + Sha256.of(tool).substring(0, DIGEST);
  }
}
