package io.holdfast.runner.acp;

import io.vertx.core.json.JsonObject;

/**
 * What an agent said that it can do.
 *
 * @param load whether it goes on with a session and repeats what was said in it
 * @param resume whether it goes on with a session and repeats nothing
 * @param images whether a prompt may have pictures
 * @param embedded whether a prompt may have files
 * @param mcpHttp whether it connects to MCP servers over HTTP
 * @param mcpSse whether it connects to MCP servers over SSE
 */
record Capabilities(
    boolean load,
    boolean resume,
    boolean images,
    boolean embedded,
    boolean mcpHttp,
    boolean mcpSse) {

  /** The version of the protocol that is spoken here. */
  static final int VERSION = 1;

  /**
   * Reads the answer to {@code initialize}.
   *
   * @throws AgentFailure when it speaks another version
   */
  static Capabilities of(JsonObject answer) {
    Object version = answer.getValue("protocolVersion");
    if (!(version instanceof Number number) || number.intValue() != VERSION) {
      throw AgentFailure.lasting(
          "agent-version",
          "The agent speaks version " + version + " of its protocol, and not " + VERSION + ".");
    }
    JsonObject all = object(answer, "agentCapabilities");
    JsonObject prompt = object(all, "promptCapabilities");
    JsonObject mcp = object(all, "mcpCapabilities");
    return new Capabilities(
        Boolean.TRUE.equals(all.getValue("loadSession")),
        object(all, "sessionCapabilities").getValue("resume") instanceof JsonObject,
        Boolean.TRUE.equals(prompt.getValue("image")),
        Boolean.TRUE.equals(prompt.getValue("embeddedContext")),
        Boolean.TRUE.equals(mcp.getValue("http")),
        Boolean.TRUE.equals(mcp.getValue("sse")));
  }

  private static JsonObject object(JsonObject parent, String key) {
    return parent.getValue(key) instanceof JsonObject object ? object : new JsonObject();
  }
}
