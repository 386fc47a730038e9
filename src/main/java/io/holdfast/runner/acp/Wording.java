package io.holdfast.runner.acp;

import io.holdfast.model.Decision;
import io.holdfast.model.Exchange;
import io.holdfast.model.Step;
import io.holdfast.model.StepState;
import java.util.ArrayList;
import java.util.List;

/** What an agent is told. */
final class Wording {

  /** Under what a tool call's step begins. */
  static final String TOOL = "tool-";

  private static final int LONGEST_DETAIL = 1_000;
  private static final int MOST_PLACES = 5;

  private Wording() {}

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
        made(steps),
        StepState.INTENT);
    decided(text, Consents.unused(steps));
    return text.append("What you said about it so far was lost, so give your whole answer.\n\n")
        .append("The request:\n\n")
        .append(request)
        .toString();
  }

  /** Without the tool calls that nobody has permitted yet, or no agent has heard of it. */
  private static List<Step> made(List<Step> steps) {
    List<Step> made = new ArrayList<>(steps);
    for (Step question : Consents.unused(steps)) {
      steps.subList(0, steps.indexOf(question)).stream()
          .filter(step -> asks(question, step))
          .reduce((first, last) -> last)
          .ifPresent(made::remove);
    }
    return made;
  }

  private static boolean asks(Step question, Step step) {
    return step.key().startsWith(TOOL)
        && step.state() == StepState.INTENT
        && question.label().startsWith(step.label());
  }

  private static void decided(StringBuilder text, List<Step> asked) {
    for (Step question : asked) {
      Consents.decision(question)
          .ifPresent(decision -> text.append(decided(question.label(), decision)).append("\n\n"));
    }
  }

  private static String decided(String label, Decision decision) {
    return switch (decision.kind()) {
      case ONCE, SESSION ->
          "You asked whether you may do this. You may, so do it if it is not done yet: " + label;
      case EXPIRED -> "You asked whether you may do this, and nobody answered, so do not: " + label;
      case DENIED ->
          "You asked whether you may do this, and you may not: "
              + label
              + (decision.said().isEmpty() ? "" : "\nInstead you were told: " + decision.said());
    };
  }

  /** What people are asked about a call that needs their permission. */
  static String permission(ToolCall call, Ruling ruling) {
    StringBuilder details = new StringBuilder(shortened(call.title()));
    if (!call.command().isEmpty() && !shortened(call.title()).contains(call.command())) {
      details.append('\n').append(shortened(call.command()));
    }
    List<String> places =
        call.places().stream().filter(place -> !call.title().equals(place)).toList();
    places.stream()
        .limit(MOST_PLACES)
        .forEach(place -> details.append('\n').append(shortened(place)));
    if (places.size() > MOST_PLACES) {
      details.append("\nand ").append(places.size() - MOST_PLACES).append(" more files");
    }
    String where = ruling.outside() ? ", outside of its workspace:" : ":";
    return "The agent asks whether it may "
        + verb(ruling.kind())
        + where
        + "\n\n"
        + fenced(details.toString());
  }

  private static String verb(String kind) {
    return switch (kind) {
      case "execute" -> "**run a command**";
      case "edit" -> "**change files**";
      case "delete" -> "**delete files**";
      case "move" -> "**move files**";
      case "read" -> "**read files**";
      case "search" -> "**search in files**";
      case "fetch" -> "**fetch something from elsewhere**";
      case "switch-mode" -> "**change its mode**";
      case "think" -> "**think**";
      default -> "**use a tool**";
    };
  }

  /** Both ends of a long text: what matters may be in either. */
  private static String shortened(String text) {
    if (text.length() <= LONGEST_DETAIL) {
      return text;
    }
    int end = text.length() - LONGEST_DETAIL / 2;
    String left = " … " + (end - LONGEST_DETAIL / 2) + " characters left out … ";
    return text.substring(0, LONGEST_DETAIL / 2) + left + text.substring(end);
  }

  /** As it is, whatever Markdown is in it. */
  private static String fenced(String text) {
    String fence = "```";
    while (text.contains(fence)) {
      fence += "`";
    }
    return fence + "\n" + text + "\n" + fence;
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
