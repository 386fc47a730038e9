package io.holdfast.runner.acp;

/** Why an agent gave no answer. */
final class AgentFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean passing;

  private AgentFailure(String code, String sentence, boolean passing) {
    super(sentence, null, false, false);
    this.code = code;
    this.passing = passing;
  }

  /** A failure that starting the agent again does not mend. */
  static AgentFailure lasting(String code, String sentence) {
    return new AgentFailure(code, sentence, false);
  }

  /** The agent's process ended by itself. */
  static AgentFailure ended(String sentence) {
    return new AgentFailure("agent-ended", sentence, true);
  }

  /** The agent refused what it was asked. */
  static AgentFailure of(RpcError error) {
    return error.code() == RpcError.AUTH_REQUIRED
        ? lasting("agent-login", "The agent wants to be logged in: " + error.getMessage())
        : lasting("agent-error", "The agent failed: " + error.getMessage());
  }

  /** A short word for programs. */
  String code() {
    return code;
  }

  /** Whether it may be over once the agent runs anew. */
  boolean passing() {
    return passing;
  }

  /** What a user is told. */
  String sentence() {
    String text = String.valueOf(getMessage());
    return text.endsWith(".") || text.endsWith("!") || text.endsWith("?") ? text : text + ".";
  }
}
