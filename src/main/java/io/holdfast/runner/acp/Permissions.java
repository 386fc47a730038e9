package io.holdfast.runner.acp;

import io.vertx.core.Future;

/** Decides whether an agent may do what it asks permission for. */
interface Permissions {

  /**
   * Whether {@code call} may be made. If the Future fails, the prompt is cancelled and the attempt
   * fails with the same: so a question to a person ends it with {@code Asking}, and the attempt
   * that goes on with the answer has the agent ask again.
   */
  Future<Boolean> allows(ToolCall call);
}
