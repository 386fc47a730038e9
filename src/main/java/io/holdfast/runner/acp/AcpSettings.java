package io.holdfast.runner.acp;

import io.holdfast.config.Settings;
import io.holdfast.process.Launch;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What the configuration says about an agent.
 *
 * @param command the program and its arguments
 * @param workspaces where each chat session has its directory
 * @param env variables for it, beside the few that it inherits
 * @param files whether it may read and write files through the gateway
 * @param terminals whether it may run commands through the gateway
 * @param policy what it may do when it asks
 * @param approvers who may decide where people are asked, by the ids of senders; empty for whoever
 *     may write in the chat
 * @param askTimeout how long they may take
 * @param mode the session's mode; empty for the agent's own choice
 * @param model the session's model; empty for the agent's own choice
 * @param authMethod how to authenticate once it has started; empty for not at all
 * @param mcpServers the MCP servers that it is told of
 * @param history how many past exchanges a new session in an old conversation is told
 * @param startTimeout how long it may take to start, and to open a session
 * @param silence for how long it may say nothing while it works, unless a tool runs
 * @param grace how long it may take to end, each time that it is asked to
 * @param keep how long it is kept running after a turn
 * @param kept how many are kept running so
 * @param restarts how often it is started again in one attempt of a turn
 */
record AcpSettings(
    List<String> command,
    Path workspaces,
    Map<String, String> env,
    boolean files,
    boolean terminals,
    Policy policy,
    List<String> approvers,
    Duration askTimeout,
    String mode,
    String model,
    String authMethod,
    List<McpServer> mcpServers,
    int history,
    Duration startTimeout,
    Duration silence,
    Duration grace,
    Duration keep,
    int kept,
    int restarts) {

  AcpSettings {
    command = List.copyOf(command);
    env = Map.copyOf(env);
    approvers = List.copyOf(approvers);
    mcpServers = List.copyOf(mcpServers);
  }

  static AcpSettings of(Settings settings) {
    return new AcpSettings(
        located(settings.texts("command")),
        Path.of(settings.text("workspaces")).toAbsolutePath(),
        settings.map("env"),
        settings.flag("files"),
        settings.flag("terminals"),
        Policy.of(settings.section("permissions")),
        settings.texts("approvers"),
        settings.duration("ask-timeout"),
        settings.text("mode"),
        settings.text("model"),
        settings.text("auth-method"),
        settings.sections("mcp-servers").stream().map(McpServer::of).toList(),
        settings.number("history"),
        settings.duration("start-timeout"),
        settings.duration("silence-timeout"),
        settings.duration("grace"),
        settings.duration("keep"),
        settings.number("max-turns"),
        settings.number("restarts"));
  }

  /** A program that is named by a path is not looked for in the workspaces. */
  private static List<String> located(List<String> command) {
    if (command.get(0).indexOf('/') < 0) {
      return command;
    }
    List<String> located = new ArrayList<>(command);
    located.set(0, Path.of(command.get(0)).toAbsolutePath().toString());
    return located;
  }

  /** The program's name, to show. */
  String program() {
    return Launch.name(command);
  }

  boolean reads() {
    return files && policy.allows("read");
  }

  boolean writes() {
    return files && policy.allows("edit");
  }

  boolean executes() {
    return terminals && policy.allows("execute");
  }
}
