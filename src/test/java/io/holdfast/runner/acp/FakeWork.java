package io.holdfast.runner.acp;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** What a {@link FakeAgent} does for a prompt, which follows from words of that. */
final class FakeWork {

  private static final String CONTINUED = "You were interrupted";

  private final FakeAgent agent;
  private int calls;

  FakeWork(FakeAgent agent) {
    this.agent = agent;
  }

  /** Does it, and gives why it ended. */
  String on(String text) throws Exception {
    if (text.startsWith(CONTINUED) || text.contains("\n" + CONTINUED)) {
      return goOn(text);
    }
    String word = text.substring(text.lastIndexOf('\n') + 1).split(" ", 2)[0];
    String rest = text.substring(Math.min(text.length(), text.lastIndexOf(word) + word.length()));
    switch (word) {
      case "TOOL":
        return useTool();
      case "ODD":
        permitted(null);
        return useTool();
      case "HANG":
        return hang();
      case "SLOW":
        return slowly();
      case "FAIL":
        FakeAgent.forEver();
        return "";
      case "DIE":
        System.err.println("out of luck");
        Runtime.getRuntime().halt(3);
        return "";
      case "REFUSE":
        return "refusal";
      case "LONG":
        agent.say("as far as it goes");
        return "max_tokens";
      case "ENDLESS":
        while (!agent.cancelled) {
          agent.say("and so on, ".repeat(10_000));
        }
        return "cancelled";
      case "THINK":
        agent.update(
            "agent_thought_chunk", JsonObject.of("content", FakeAgent.text("I wonder what ")));
        agent.update(
            "agent_thought_chunk", JsonObject.of("content", FakeAgent.text("to say. Perhaps")));
        plan();
        return end("thought");
      case "KNOWN":
        return end(agent.known.stream().filter(said -> !said.isEmpty()).toList().toString());
      case "DRAW":
        return draw();
      case "ASK":
        return end(ask(new JsonObject(rest.strip())));
      default:
        return end("you said " + text);
    }
  }

  /** Tries a tool again that was under way, unless it is told that it may not. */
  private String goOn(String text) throws Exception {
    boolean refused = text.contains("and you may not") || text.contains("so do not");
    return text.endsWith("TOOL") && !refused ? useTool() : end("went on in " + agent.session);
  }

  private String end(String text) {
    agent.say(text);
    return "end_turn";
  }

  /** Says something, gives two files, and says something else. */
  private String draw() {
    agent.say("Here it is.");
    give(JsonObject.of("type", "image", "mimeType", "image/png", "data", "AAEC"));
    JsonObject notes = JsonObject.of("uri", "file:///notes/my%20notes.txt", "blob", "aGk=");
    give(JsonObject.of("type", "resource", "resource", notes.put("mimeType", "text/plain")));
    return end("And that is all.");
  }

  private void give(JsonObject block) {
    agent.update("agent_message_chunk", JsonObject.of("content", block));
  }

  private void plan() {
    JsonArray entries =
        JsonArray.of(
            JsonObject.of("content", "look", "status", "completed"),
            JsonObject.of("content", "leap", "status", "in_progress"));
    agent.update("plan", JsonObject.of("entries", entries));
  }

  /** Asks the client for what the prompt says, and gives its answers. */
  private String ask(JsonObject request) throws Exception {
    StringBuilder said = new StringBuilder();
    JsonObject params = request.getJsonObject("params").put("sessionId", agent.session);
    JsonObject answer = agent.call(request.getString("method"), params);
    said.append(answer.encode());
    if (request.getString("method").equals("terminal/create") && !answer.containsKey("error")) {
      JsonObject named = answer.getJsonObject("result").put("sessionId", agent.session);
      said.append(agent.call("terminal/wait_for_exit", named).encode());
      said.append(agent.call("terminal/output", named).encode());
      agent.call("terminal/release", named);
    }
    return said.toString();
  }

  private String useTool() throws Exception {
    String id = "call-" + ++calls + "-" + ProcessHandle.current().pid();
    JsonObject call = JsonObject.of("toolCallId", id, "title", "make x", "kind", "edit");
    boolean tells = !agent.style.equals("qwen") && !agent.style.equals("gemini");
    if (tells && !agent.style.equals("codex")) {
      agent.tool(
          "tool_call", JsonObject.of("toolCallId", id, "title", "tool", "status", "pending"));
      agent.tool("tool_call_update", call);
    }
    boolean allowed = permitted(call);
    if (agent.style.equals("opencode")) {
      allowed = allowed && permitted(call.copy().put("kind", "edit"));
    }
    if (agent.cancelled) {
      return agent.style.equals("qwen") ? "end_turn" : "cancelled";
    }
    if (allowed) {
      agent.note("executed", "make x");
    }
    if (tells) {
      agent.tool(
          agent.style.equals("codex") ? "tool_call" : "tool_call_update",
          call.copy()
              .put("status", allowed ? "completed" : "failed")
              .put("content", JsonArray.of(JsonObject.of("content", FakeAgent.text("made x")))));
    }
    if (!allowed && agent.style.equals("codex")) {
      return "cancelled";
    }
    return end(allowed ? "Tool finished." : "I may not.");
  }

  private boolean permitted(JsonObject call) throws Exception {
    JsonArray options =
        JsonArray.of(
            JsonObject.of("optionId", agent.style + "-always", "kind", "allow_always"),
            JsonObject.of("optionId", agent.style + "-yes", "kind", "allow_once"),
            JsonObject.of("optionId", agent.style + "-no", "kind", "reject_once"));
    JsonObject params =
        JsonObject.of("sessionId", agent.session, "toolCall", call, "options", options);
    JsonObject outcome =
        agent
            .call("session/request_permission", params)
            .getJsonObject("result")
            .getJsonObject("outcome");
    agent.note("permissions", outcome.encode());
    return (agent.style + "-yes").equals(outcome.getString("optionId"));
  }

  /** Begins a tool call and does not end it until a file is there. */
  private String hang() throws Exception {
    agent.say("Let me see.");
    agent.tool(
        "tool_call",
        JsonObject.of("toolCallId", "done-1", "title", "read y", "status", "completed"));
    agent.tool(
        "tool_call",
        JsonObject.of("toolCallId", "hang-1", "title", "make x", "status", "in_progress"));
    agent.note("hangs", agent.session);
    while (!agent.cancelled && !Files.exists(agent.home.resolve("release"))) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return agent.cancelled ? "cancelled" : end("released");
  }

  private String slowly() throws Exception {
    for (int i = 0; i < 3000 && !agent.cancelled; i++) {
      agent.say(" tok" + i);
      TimeUnit.MILLISECONDS.sleep(10);
    }
    return agent.cancelled ? "cancelled" : "end_turn";
  }
}
