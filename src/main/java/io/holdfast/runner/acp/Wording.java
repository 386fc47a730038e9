package io.holdfast.runner.acp;

import io.holdfast.model.Attachment;
import io.holdfast.model.Exchange;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import io.holdfast.runner.TurnContext;
import java.util.List;

/** What an agent is told. */
final class Wording {

  /** Under what a tool call's step begins. */
  static final String TOOL = "tool-";

  private Wording() {}

  /** What was said, and the names of the files that came with it, which the agent cannot see. */
  static String request(TurnContext turn) {
    StringBuilder text = new StringBuilder(turn.text());
    for (var message : turn.turn().messages()) {
      for (Attachment file : message.inbound().attachments()) {
        text.append("\n[attached: ").append(file.name()).append(", not shown]");
      }
    }
    return text.toString();
  }

  /** What goes before a request in a session that knows nothing of the conversation. */
  static String transcript(List<Exchange> memory) {
    if (memory.isEmpty()) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("This is what was said in this conversation before you joined it:\n\n");
    for (Exchange past : memory) {
      text.append("User: ").append(past.question()).append("\n\n");
      text.append("You: ").append(past.answer()).append("\n\n");
    }
    return text.append("The user goes on:\n\n").toString();
  }

  /**
   * A request that was interrupted.
   *
   * @param steps the turn's journal
   * @param remembers whether the agent's session has what was done so far
   */
  static String continuation(String request, List<Step> steps, boolean remembers) {
    StringBuilder text =
        new StringBuilder(
            "You were interrupted while you worked on the request below. Go on where you stopped,"
                + " and do not do again what is done.\n\n");
    if (!remembers) {
      list(text, "These tool calls ended:", steps, StepState.RESULT);
    }
    list(
        text,
        "How these tool calls ended is not known. Look at what they did before you repeat one:",
        steps,
        StepState.INTENT);
    return text.append("What you said about it so far was lost, so give your whole answer.\n\n")
        .append("The request:\n\n")
        .append(request)
        .toString();
  }

  private static void list(StringBuilder text, String title, List<Step> steps, StepState state) {
    List<Step> tools =
        steps.stream().filter(s -> s.key().startsWith(TOOL) && s.state() == state).toList();
    if (tools.isEmpty()) {
      return;
    }
    text.append(title).append('\n');
    for (Step tool : tools) {
      text.append("- ").append(tool.label());
      if (state == StepState.RESULT) {
        text.append(": ").append(tool.result());
      }
      text.append('\n');
    }
    text.append('\n');
  }
}
