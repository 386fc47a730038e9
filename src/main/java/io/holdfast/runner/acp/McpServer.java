package io.holdfast.runner.acp;

import io.holdfast.config.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/**
 * A server of tools that an agent is told of, and connects to by itself.
 *
 * @param command the program and its arguments, for one that the agent starts; else empty
 * @param url where it is, for one that runs
 * @param transport how it is spoken to there: http or sse
 * @param values variables for the program, or headers for the requests
 */
record McpServer(
    String name, List<String> command, String url, String transport, Map<String, String> values) {

  McpServer {
    command = List.copyOf(command);
    values = Map.copyOf(values);
  }

  static McpServer of(Settings settings) {
    List<String> command = settings.texts("command");
    return new McpServer(
        settings.text("name"),
        command,
        settings.text("url"),
        settings.text("transport"),
        settings.map(command.isEmpty() ? "headers" : "env"));
  }

  /** Whether an agent can connect to it; every one can start a program. */
  boolean fits(Capabilities agent) {
    return !command.isEmpty() || (transport.equals("sse") ? agent.mcpSse() : agent.mcpHttp());
  }

  JsonObject json() {
    JsonArray pairs = new JsonArray();
    values.forEach((name, value) -> pairs.add(JsonObject.of("name", name, "value", value)));
    if (command.isEmpty()) {
      return JsonObject.of("type", transport, "name", name, "url", url, "headers", pairs);
    }
    return JsonObject.of(
        "name",
        name,
        "command",
        command.get(0),
        "args",
        new JsonArray(command.subList(1, command.size())),
        "env",
        pairs);
  }
}
