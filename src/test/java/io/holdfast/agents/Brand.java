package io.holdfast.agents;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An agent that somebody else made, and how it is pointed at a model. */
enum Brand {
  OPENCODE("OpenCode") {
    @Override
    List<String> command() {
      return List.of(HOME.resolve("opencode-ai/bin/opencode.exe").toString(), "acp");
    }

    @Override
    Map<String, String> variables(Path home, String url) throws IOException {
      JsonObject options = JsonObject.of("baseURL", url, "apiKey", "none");
      JsonObject provider =
          JsonObject.of("npm", "@ai-sdk/openai-compatible", "options", options)
              .put("models", JsonObject.of("scripted", new JsonObject()));
      JsonObject settings =
          JsonObject.of("provider", JsonObject.of("local", provider), "model", "local/scripted")
              .put("permission", JsonObject.of("edit", "ask", "bash", "ask"))
              .put("autoupdate", false)
              .put("share", "disabled");
      Path file = Files.writeString(home.resolve("opencode.json"), settings.encodePrettily());
      return Map.of("OPENCODE_CONFIG", file.toString(), "OPENCODE_DISABLE_MODELS_FETCH", "true");
    }
  },
  QWEN("Qwen Code") {
    @Override
    List<String> command() {
      return List.of("node", HOME.resolve("@qwen-code/qwen-code/cli.js").toString(), "--acp");
    }

    @Override
    Map<String, String> variables(Path home, String url) throws IOException {
      JsonObject settings =
          JsonObject.of(
              "security", JsonObject.of("auth", JsonObject.of("selectedType", "openai")),
              "privacy", JsonObject.of("usageStatisticsEnabled", false),
              "general", JsonObject.of("enableAutoUpdate", false));
      Path folder = Files.createDirectories(home.resolve(".qwen"));
      Files.writeString(folder.resolve("settings.json"), settings.encodePrettily());
      return Map.of("OPENAI_API_KEY", "none", "OPENAI_BASE_URL", url, "OPENAI_MODEL", "scripted");
    }
  };

  /** Where {@code scripts/tools agents} puts them. */
  private static final Path HOME = Path.of("target", "agents", "node_modules").toAbsolutePath();

  private final String title;

  Brand(String title) {
    this.title = title;
  }

  /** Its program and its arguments. */
  abstract List<String> command();

  abstract Map<String, String> variables(Path home, String url) throws IOException;

  /**
   * Its environment, in a home of its own.
   *
   * @param url of the model
   */
  Map<String, String> environment(Path home, String url) throws IOException {
    Map<String, String> all = new LinkedHashMap<>(variables(home, url));
    all.put("HOME", home.toString());
    all.put("TMPDIR", Files.createDirectories(home.resolve("tmp")).toString());
    List.of("CONFIG", "DATA", "CACHE", "STATE")
        .forEach(what -> all.put("XDG_" + what + "_HOME", home.resolve(what).toString()));
    return all;
  }

  @Override
  public String toString() {
    return title;
  }
}
