package io.holdfast.config;

import io.vertx.config.spi.ConfigProcessor;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.DuplicateKeyException;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML without its traps, as a format of Vert.x Config. The processor that Vert.x brings lets a
 * second {@code runners:} silently replace the first, reads {@code 0123} as 83 and {@code on} as
 * true, and does not say where a syntax error is.
 *
 * <p>Public only because the service loader wants it so.
 */
public final class StrictYaml implements ConfigProcessor {

  static final String FORMAT = "strict-yaml";

  private static final int LARGEST = 1 << 20;

  @Override
  public String name() {
    return FORMAT;
  }

  @Override
  public Future<JsonObject> process(Vertx vertx, JsonObject configuration, Buffer input) {
    String file = configuration.getString("path", "");
    return vertx.executeBlocking(() -> parse(file, input.getBytes())).map(Objects::requireNonNull);
  }

  /** Throws {@link ConfigFaults} with the one fault that a syntax error is. */
  static JsonObject parse(String file, byte[] content) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
      return mapping(file, yaml().load(text));
    } catch (CharacterCodingException e) {
      throw fault(file, "bytes that are not UTF-8");
    } catch (MarkedYAMLException e) {
      throw fault(file + place(e.getProblemMark()), problem(e));
    } catch (YAMLException | StackOverflowError e) {
      throw fault(file, "what no YAML reader accepts, such as a control character");
    }
  }

  private static Yaml yaml() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setCodePointLimit(LARGEST);
    DumperOptions unused = new DumperOptions();
    return new Yaml(
        new SafeConstructor(options),
        new Representer(unused),
        unused,
        options,
        new CanonicalScalars());
  }

  private static JsonObject mapping(String file, @Nullable Object root) {
    if (root == null) {
      return new JsonObject();
    }
    if (root instanceof Map<?, ?> map) {
      return object(map);
    }
    throw fault(file, "a single value or a list");
  }

  private static JsonObject object(Map<?, ?> map) {
    JsonObject object = new JsonObject();
    map.forEach((key, value) -> object.put(String.valueOf(key), json(value)));
    return object;
  }

  private static @Nullable Object json(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return object(map);
    }
    if (value instanceof List<?> list) {
      JsonArray array = new JsonArray();
      list.forEach(item -> array.add(json(item)));
      return array;
    }
    boolean plain = value == null || value instanceof Number || value instanceof Boolean;
    return plain ? value : String.valueOf(value);
  }

  private static String place(@Nullable Mark mark) {
    return mark == null
        ? ""
        : ", line " + (mark.getLine() + 1) + ", column " + (mark.getColumn() + 1);
  }

  /** In words that repeat nothing of the file beyond a key: any other piece may be a secret. */
  private static String problem(MarkedYAMLException e) {
    String problem = e.getProblem() == null ? "" : e.getProblem();
    if (e instanceof DuplicateKeyException) {
      return problem.replaceFirst("^found duplicate key", "the same key twice:");
    }
    if (problem.startsWith("found undefined alias")) {
      return "a value that begins with * but names no anchor (quote it, if it is text)";
    }
    if (problem.contains("tag")) {
      return "a value that begins with ! (quote it, if it is text)";
    }
    return "a syntax error (" + problem.replaceFirst("^found ", "") + ")";
  }

  static ConfigFaults fault(String place, String found) {
    return new ConfigFaults(List.of(new Fault(place, found, "a YAML file of keys and values", "")));
  }
}
